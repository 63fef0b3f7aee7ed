//! `draft-dataflow`: a data flow that was saved before it was finished.

use crate::json::Node;
use crate::language::dataflow::Statement;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::dataflow::{Dataflow, List};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let is_flowlet = artifact.type_name().is_some_and(|name| name == "Flowlet");
    let Some(flow) = artifact.dataflow().filter(|flow| flow.script().is_ok() && !is_flowlet) else { return };
    let has = |kind: &str| flow.statements().iter().any(|statement| flow.kind(statement) == kind);
    let lack = match (has("source"), has("sink")) {
        (true, true) => None,
        (true, false) => Some("no sink"),
        (false, true) => Some("no source"),
        (false, false) => Some("neither a source nor a sink"),
    };
    if let Some(lack) = lack {
        sink.report(artifact.anchor(), format!("{} has {lack}", artifact.described())).subject(lack);
    }
    for list in [List::Sources, List::Sinks] {
        for entry in list.entries(artifact) {
            unbound(artifact, flow, list, entry, sink);
        }
    }
}

/// An entry that says neither where the data lies nor that it needs no place.
fn unbound(artifact: &Artifact, flow: &Dataflow, list: List, entry: Node<'_>, sink: &mut Sink<'_>) {
    let Some(node) = entry.get("name") else { return };
    let name = node.as_str().unwrap_or_default();
    let bindings = ["dataset", "linkedService", "flowlet"];
    let statement = flow.streams().find(&name).map(|at| &flow.statements()[at]);
    if bindings.iter().any(|binding| entry.get(binding).is_some())
        || statement.is_none_or(|statement| needs_no_binding(flow, statement))
    {
        return;
    }
    let message =
        format!("{} \"{name}\" of {} has no dataset, linked service or flowlet", list.word(), artifact.described());
    sink.report(node, message).label("bound to nothing");
}

/// A cache, a table of the workspace's own databases, or data inside the script.
fn needs_no_binding(flow: &Dataflow, statement: &Statement) -> bool {
    let setting = |name: &str| statement.setting(flow.text(), name).map(|value| value.trim_matches(['\'', '"']));
    setting("store").is_some() || setting("format") == Some("inline")
}
