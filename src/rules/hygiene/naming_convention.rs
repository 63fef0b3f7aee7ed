//! `naming-convention`: a name that does not match the pattern configured for its kind.

use crate::json::Node;
use crate::rule::options::Pattern;
use crate::rule::{Context, Sink};
use crate::workspace::graph::is_placeholder;
use crate::workspace::pipeline::active;
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let conventions = &context.options.naming_convention;
    if let Some(pattern) = conventions.patterns.get(&artifact.kind).filter(|_| !artifact.is_built_in())
        && let Some(name) = artifact.root().get("name")
    {
        let what = format!("{}s", artifact.kind.words());
        report(name, artifact.kind.words(), pattern, &what, sink);
    }
    if artifact.kind != Kind::Pipeline || conventions.activities.is_empty() {
        return;
    }
    for activity in active(artifact) {
        let Some(own_type) = activity.get("type").and_then(Node::as_str) else { continue };
        let pattern = conventions.activities.get(own_type.as_ref());
        if let (Some(pattern), Some(name)) = (pattern, activity.get("name")) {
            report(name, "activity", pattern, &format!("activities of type {own_type}"), sink);
        }
    }
}

fn report(node: Node<'_>, words: &str, pattern: &Pattern, what: &str, sink: &mut Sink<'_>) {
    let Some(name) = node.as_str().filter(|name| !is_placeholder(name) && !pattern.matches(name)) else { return };
    sink.report(node, format!("the name of {words} \"{name}\" does not match the pattern for {what}: {pattern}"));
}
