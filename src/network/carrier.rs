//! Which runtimes carry the traffic to a linked service: its own, except where a data flow uses it. A data flow runs
//! where the activity that runs it says, whatever runtime the linked service names.

use crate::json::Node;
use crate::workspace::graph::is_inactive;
use crate::workspace::pipeline::{around, has_type};
use crate::workspace::{Artifact, Kind, Workspace};
use std::collections::BTreeSet;

/// A reference to a runtime; none means the default one.
pub(super) type Reference<'a> = Option<Node<'a>>;

/// The runtimes that carry what is exchanged with a linked service, each once.
pub(super) fn carriers<'a>(workspace: &'a Workspace, service: &'a Artifact) -> Vec<Reference<'a>> {
    let mut seen = BTreeSet::new();
    by_uses(workspace, service).filter(|reference| seen.insert(name(*reference))).collect()
}

/// The runtimes that carry what is exchanged with a linked service, as often as something uses it.
pub(super) fn by_uses<'a>(workspace: &'a Workspace, service: &'a Artifact) -> impl Iterator<Item = Reference<'a>> {
    let own = service.property(&["connectVia"]).filter(|node| !node.is_null());
    let users = workspace.users(service).flat_map(|(user, node)| {
        let is_dataset = user.kind == Kind::Dataset;
        let of_dataset = is_dataset.then(|| workspace.users(user)).into_iter().flatten();
        of_dataset.chain((!is_dataset).then_some((user, node)))
    });
    let mut found = users.flat_map(move |(user, node)| by_use(workspace, own, user, node)).peekable();
    let unused = found.peek().is_none().then_some(own);
    found.chain(unused)
}

fn by_use<'a>(workspace: &'a Workspace, own: Reference<'a>, user: &'a Artifact, node: Node<'a>) -> Vec<Reference<'a>> {
    match user.kind {
        Kind::Dataflow => runs(workspace, user),
        // What a data flow stages, it stages itself.
        _ if around(node).next().is_some_and(|activity| has_type(activity, &["ExecuteDataFlow"])) => {
            runtime(node).into_iter().collect()
        }
        _ => vec![own],
    }
}

/// Where the activities that run a data flow run it, or one that it is part of.
fn runs<'a>(workspace: &'a Workspace, flow: &'a Artifact) -> Vec<Reference<'a>> {
    let (mut open, mut seen, mut found) = (vec![flow], BTreeSet::from([flow.id]), Vec::new());
    while let Some(flow) = open.pop() {
        for (user, node) in workspace.users(flow) {
            if user.kind == Kind::Dataflow {
                open.extend(seen.insert(user.id).then_some(user));
                continue;
            }
            found.extend(runtime(node));
        }
    }
    found
}

/// The runtime of the activity around a value, unless it is switched off.
fn runtime(node: Node<'_>) -> Option<Reference<'_>> {
    let activity = around(node).next().filter(|activity| !is_inactive(*activity))?;
    Some(activity.at(&["typeProperties", "integrationRuntime"]).filter(|node| !node.is_null()))
}

fn name(reference: Reference<'_>) -> Option<String> {
    let reference = reference?;
    Some(reference.get("referenceName").and_then(Node::as_str).unwrap_or_default().to_lowercase())
}
