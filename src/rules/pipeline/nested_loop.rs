//! `nested-loop`: a ForEach or Until inside another loop.

use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::{active_of_type, around, has_type, name};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for inner in active_of_type(artifact, &LOOPS) {
        let outer = around(inner).skip(1).find(|activity| is_loop(*activity));
        let Some((node, outer)) = inner.get("name").zip(outer) else { continue };
        report(artifact, sink, node, inner, outer);
    }
}

fn report(artifact: &Artifact, sink: &mut Sink<'_>, node: Node<'_>, inner: Node<'_>, outer: Node<'_>) {
    let (own, around) = (name(inner).unwrap_or_default(), name(outer).unwrap_or_default());
    let (kind, outer_kind) = (loop_kind(inner), loop_kind(outer));
    let message = format!("{kind} \"{own}\" stands inside {outer_kind} \"{around}\"; loops do not nest");
    let draft = sink.report(node, message).label("the inner loop");
    // That a ForEach stands in no loop is said by its own page; of Until only the page on nesting speaks.
    let draft = if kind == "ForEach" { draft } else { draft.level(Level::Warning) };
    draft.related(artifact, outer.get("name").unwrap_or(outer), "the outer loop");
}

const LOOPS: [&str; 2] = ["ForEach", "Until"];

fn is_loop(activity: Node<'_>) -> bool {
    has_type(activity, &LOOPS)
}

fn loop_kind(activity: Node<'_>) -> &'static str {
    if has_type(activity, &["ForEach"]) { "ForEach" } else { "Until" }
}
