//! Arguments that go through a data flow: the activity that runs it passes those of the datasets and linked services
//! of its sources and sinks, by the name of the source or sink. It knows no rules and no wording.

use super::call::{Call, beside, is_expression};
use super::dataflow::List;
use super::{Artifact, Kind, Workspace, same_name};
use crate::json::Node;
use std::borrow::Cow;

/// The source or sink through which something is used.
#[derive(Debug, Clone, Copy)]
pub struct Stream<'a> {
    /// The data flow it is of.
    pub dataflow: &'a Artifact,
    /// Source or sink.
    pub list: List,
    /// Its entry in that list.
    pub entry: Node<'a>,
    /// Is the data flow a flowlet that another uses? Who else passes something to it is not known.
    pub is_nested: bool,
    /// What the entry itself passes.
    own: Option<Node<'a>>,
}

impl<'a> Stream<'a> {
    /// Its name.
    pub fn name(&self) -> Cow<'a, str> {
        stream_name(self.entry).unwrap_or_default()
    }

    /// The arguments that the entry itself passes.
    pub fn arguments(&self) -> impl Iterator<Item = Node<'a>> {
        self.own.into_iter().flat_map(Node::children)
    }
}

/// Key of an entry, what it leads to, and where its arguments are passed.
const ROLES: [(&str, Kind, &str); 2] = [
    ("dataset", Kind::Dataset, "datasetParameters"),
    ("linkedService", Kind::LinkedService, "linkedServiceParameters"),
];

/// Other linked services of an entry, whose arguments could be passed under the same name.
const BESIDE: [&str; 2] = ["schemaLinkedService", "rejectedDataLinkedService"];

/// What is used through the data flow that `node` names; nothing when it names something else, or what cannot be
/// judged.
pub(super) fn calls<'a>(workspace: &'a Workspace, node: Node<'a>, dataflow: &'a Artifact) -> Vec<Call<'a>> {
    let Some(holder) = node.parent().filter(|_| dataflow.kind == Kind::Dataflow) else { return Vec::new() };
    let is_nested = holder.key_is("flowlet");
    if !(is_nested || beside(holder, "ExecuteDataFlow").is_some()) {
        return Vec::new();
    }
    let Some(flow) = dataflow.dataflow().filter(|flow| flow.script().is_ok()) else { return Vec::new() };
    let mut found = Vec::new();
    for list in [List::Sources, List::Sinks] {
        let runs = |entry: &Node<'_>| stream_name(*entry).is_some_and(|name| flow.streams().find(&name).is_some());
        for entry in list.entries(dataflow).filter(runs) {
            let use_of = |(role, kind, key): (&str, Kind, &str)| {
                let target = workspace.named_at(dataflow, kind, entry.get(role)?.get("referenceName")?)?;
                let own = written_out(entry.get(role)?.get("parameters"))?;
                let object = arguments(holder, key, &stream_name(entry)?)?;
                let stream = Stream { dataflow, list, entry, is_nested, own };
                Some(Call { target, reference: node, object, stream: Some(stream) })
            };
            let is_told = |(role, ..): &(&str, Kind, &str)| *role == "dataset" || stands_alone(entry);
            found.extend(ROLES.into_iter().filter(is_told).filter_map(use_of));
        }
    }
    found
}

fn stream_name(entry: Node<'_>) -> Option<Cow<'_, str>> {
    entry.get("name")?.as_str()
}

/// Is its linked service the only one of this entry?
fn stands_alone(entry: Node<'_>) -> bool {
    let named = |role: &str| entry.get(role).and_then(|reference| reference.get("referenceName")?.as_str());
    let own = named("linkedService");
    BESIDE.into_iter().filter_map(named).all(|other| own.as_ref().is_some_and(|own| same_name(own, &other)))
}

/// The arguments passed for a stream; `None` when that cannot be told.
fn arguments<'a>(holder: Node<'a>, key: &str, stream: &str) -> Option<Option<Node<'a>>> {
    let Some(all) = written_out(holder.get(key))? else { return Some(None) };
    written_out(all.children().find(|node| node.key().is_some_and(|key| same_name(&key, stream))))
}

/// An object of arguments, or that there is none; `None` when they are only known at run time.
fn written_out(object: Option<Node<'_>>) -> Option<Option<Node<'_>>> {
    match object.filter(|object| !object.is_null()) {
        Some(object) if !object.is_object() || is_expression(object) => None,
        object => Some(object),
    }
}
