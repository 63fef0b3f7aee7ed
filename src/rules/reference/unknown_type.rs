//! `unknown-type`: a linked service, dataset or activity whose type the catalogue does not know.

use crate::catalog;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::suggest::closest;
use crate::workspace::graph::is_placeholder;
use crate::workspace::pipeline::{active, name};
use crate::workspace::{Artifact, Kind};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let own = artifact.property(&["type"]);
    match artifact.kind {
        Kind::LinkedService => {
            let known = |name: &str| catalog::linked_service(name).is_some();
            report(sink, own, || artifact.described(), known, catalog::linked_service_names());
        }
        Kind::Dataset => report(sink, own, || artifact.described(), catalog::is_dataset, catalog::dataset_names()),
        Kind::Pipeline => {
            for activity in active(artifact) {
                let known = |name: &str| catalog::activity(name).is_some();
                let who = || format!("activity \"{}\"", name(activity).unwrap_or_default());
                report(sink, activity.get("type"), who, known, catalog::activity_names());
            }
        }
        _ => {}
    }
}

fn report(
    sink: &mut Sink<'_>,
    node: Option<Node<'_>>,
    who: impl Fn() -> String,
    is_known: impl Fn(&str) -> bool,
    names: impl Iterator<Item = &'static str>,
) {
    let Some((node, own)) = node.and_then(|node| Some((node, node.as_str()?))) else { return };
    if is_known(&own) || own.starts_with(['@', '[']) || is_placeholder(&own) {
        return;
    }
    let draft = sink.report(node, format!("{} has the type \"{own}\", which is not known", who()));
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    if let Some(near) = closest(&own, names.into_iter()) {
        draft.help(format!("did you mean \"{near}\"?"));
    }
}
