//! `name-mismatch`: the `name` inside differs from the file's name.

use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::graph::is_placeholder;
use crate::workspace::{Artifact, Kind, same_name};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(node) = artifact.root().get("name") else { return };
    let Some(name) = node.as_str() else { return };
    let stem = artifact.stem.rsplit('/').next().unwrap_or_default();
    // The file of a factory is named after the factory that wrote it, which need not be the one it is deployed to.
    if name == stem || is_placeholder(&name) || is_placeholder(stem) || artifact.kind == Kind::Factory {
        return;
    }
    let words = artifact.kind.words();
    let case_only = same_name(&name, stem);
    let message = match case_only {
        true => format!("{words} \"{name}\" lies in a file called \"{stem}\": only case differs"),
        false => format!("{words} \"{name}\" lies in a file called \"{stem}\"; the service expects one name"),
    };
    let draft = report(sink, node, message, &name, stem);
    if case_only {
        draft.level(Level::Note);
    }
}

fn report<'s>(
    sink: &'s mut Sink<'_>,
    node: Node<'_>,
    message: String,
    name: &str,
    stem: &str,
) -> crate::rule::Draft<'s> {
    let help = format!("rename the file to \"{name}.json\", or set the name to \"{stem}\"");
    sink.report(node, message).label(format!("the file says \"{stem}\"")).help(help)
}
