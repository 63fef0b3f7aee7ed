//! Activities of a pipeline, at any depth.

use super::Artifact;
use crate::catalog::{self, ActivityType};
use crate::json::Node;
use std::borrow::Cow;

/// The activities of a pipeline by number, found in one walk.
#[derive(Debug, Default)]
pub struct ActivityNodes {
    lists: Vec<u32>,
    active_lists: Vec<u32>,
    all: Vec<u32>,
    active: Vec<u32>,
    /// The type of each active one; 0, which is the root, where there is none.
    active_types: Vec<u32>,
}

impl ActivityNodes {
    fn new(pipeline: &Artifact) -> Self {
        let mut found = Self::default();
        let mut open: Vec<(Node<'_>, bool)> =
            pipeline.property(&["activities"]).into_iter().map(|list| (list, true)).collect();
        while let Some((list, is_on)) = open.pop() {
            found.lists.push(list.id());
            if is_on {
                found.active_lists.push(list.id());
            }
            for activity in list.items() {
                let is_on = is_on && !is_switched_off(activity);
                found.all.push(activity.id());
                if is_on {
                    found.active.push(activity.id());
                }
                open.extend(lists_of(activity).map(|inner| (inner, is_on)));
            }
        }
        for numbers in [&mut found.lists, &mut found.active_lists, &mut found.all, &mut found.active] {
            numbers.sort_unstable();
        }
        let type_of = |activity: &u32| pipeline.document.node(*activity).get("type").map_or(0, Node::id);
        found.active_types = found.active.iter().map(type_of).collect();
        found
    }
}

/// The lists inside a container: of a loop, of the branches of a condition, of the cases of a switch.
fn lists_of(activity: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let inner = activity.get("typeProperties").filter(|inner| inner.is_object());
    inner.into_iter().flat_map(|inner| {
        let branches = ["activities", "ifTrueActivities", "ifFalseActivities", "defaultActivities"];
        let cases = inner.get("cases").into_iter().flat_map(Node::items);
        branches
            .into_iter()
            .filter_map(move |branch| inner.get(branch))
            .chain(cases.filter_map(|case| case.get("activities")))
    })
}

fn read(pipeline: &Artifact) -> &ActivityNodes {
    pipeline.parsed.activity_nodes.get_or_init(|| ActivityNodes::new(pipeline))
}

fn nodes<'a>(pipeline: &'a Artifact, numbers: impl Fn(&'a ActivityNodes) -> &'a [u32]) -> Vec<Node<'a>> {
    numbers(read(pipeline)).iter().map(|number| pipeline.document.node(*number)).collect()
}

/// Every list of activities in a pipeline: its own, and those inside ForEach, Until, If and Switch. A list is a
/// scope: dependencies name siblings of the same list.
pub fn activity_lists(pipeline: &Artifact) -> Vec<Node<'_>> {
    nodes(pipeline, |found| &found.lists)
}

/// Every activity of a pipeline, in document order.
pub fn activities(pipeline: &Artifact) -> Vec<Node<'_>> {
    nodes(pipeline, |found| &found.all)
}

/// Every list of activities that does not stand inside one that is switched off.
pub fn active_lists(pipeline: &Artifact) -> Vec<Node<'_>> {
    nodes(pipeline, |found| &found.active_lists)
}

/// Every activity that is not switched off, itself or by one around it, in document order.
pub fn active(pipeline: &Artifact) -> Vec<Node<'_>> {
    nodes(pipeline, |found| &found.active)
}

/// Those of them that are of one of these types.
pub fn active_of_type<'a>(pipeline: &'a Artifact, types: &[&str]) -> impl Iterator<Item = Node<'a>> {
    let found = read(pipeline);
    let own = found.active.iter().zip(&found.active_types);
    let is_wanted = move |own: &u32| names_one(pipeline.document.node(*own), types);
    own.filter(move |(_, own)| is_wanted(own)).map(|(activity, _)| pipeline.document.node(*activity))
}

/// Does the object say that it is switched off? Then nothing in it is validated or run.
pub fn is_switched_off(holder: Node<'_>) -> bool {
    holder.get("state").and_then(Node::as_str).is_some_and(|state| state.eq_ignore_ascii_case("Inactive"))
}

/// The activities around a value, innermost first; the value itself when it is one.
pub fn around(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    node.ancestors().filter(|holder| is_activity(*holder))
}

/// Is the value an activity, by its place?
pub fn is_activity(node: Node<'_>) -> bool {
    let list = node.parent().filter(|list| node.is_object() && list.is_array());
    list.and_then(Node::key).is_some_and(|key| key.ends_with("ctivities"))
}

/// Is the activity of one of these types?
pub fn has_type(activity: Node<'_>, types: &[&str]) -> bool {
    activity.get("type").is_some_and(|own| names_one(own, types))
}

fn names_one(own: Node<'_>, types: &[&str]) -> bool {
    own.as_str().is_some_and(|own| types.contains(&own.as_ref()))
}

/// What the catalogue knows of the activity's type.
pub fn known_type(activity: Node<'_>) -> Option<&'static ActivityType> {
    catalog::activity(&activity.get("type")?.as_str()?)
}

/// The name of an activity.
pub fn name(activity: Node<'_>) -> Option<Cow<'_, str>> {
    activity.get("name")?.as_str()
}

/// The nodes that name what an activity waits for.
pub fn dependencies(activity: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let list = activity.get("dependsOn").into_iter().flat_map(Node::items);
    list.filter_map(|dependency| dependency.get("activity"))
}
