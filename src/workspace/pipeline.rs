//! Activities of a pipeline, at any depth.

use super::Artifact;
use crate::catalog::{self, ActivityType};
use crate::json::{KeyNames, Node};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The activities of a pipeline by number, found in one walk.
#[derive(Debug, Default)]
pub struct ActivityNodes {
    lists: Vec<List>,
    all: Vec<Step>,
}

#[derive(Debug)]
struct List {
    node: u32,
    /// Is no activity around it switched off?
    is_on: bool,
}

/// An activity.
#[derive(Debug)]
struct Step {
    node: u32,
    /// Its type; 0, which is the root, where there is none.
    type_name: u32,
    /// Is neither it nor one around it switched off?
    is_on: bool,
}

/// What the walk reads of an activity.
static FIELDS: LazyLock<KeyNames<3>> = LazyLock::new(|| KeyNames::new(["type", "state", "typeProperties"]));

/// The lists inside a container: of a loop or a case, of the branches of a condition, of the default of a switch.
static LISTS: LazyLock<KeyNames<5>> = LazyLock::new(|| {
    KeyNames::new(["activities", "ifTrueActivities", "ifFalseActivities", "defaultActivities", "cases"])
});

impl ActivityNodes {
    fn new(pipeline: &Artifact) -> Self {
        let mut found = Self::default();
        let mut open: Vec<(Node<'_>, bool)> =
            pipeline.property(&["activities"]).into_iter().map(|list| (list, true)).collect();
        while let Some((list, is_on)) = open.pop() {
            found.lists.push(List { node: list.id(), is_on });
            for activity in list.items() {
                let [type_name, state, properties] = activity.get_each(&FIELDS);
                let is_on = is_on && !state.is_some_and(says_inactive);
                let type_name = type_name.map_or(0, Node::id);
                found.all.push(Step { node: activity.id(), type_name, is_on });
                let [lists @ .., cases] = properties.map_or([None; 5], |properties| properties.get_each(&LISTS));
                open.extend(lists.into_iter().flatten().map(|inner| (inner, is_on)));
                let cases = cases.into_iter().flat_map(Node::items).filter_map(|case| case.get("activities"));
                open.extend(cases.map(|inner| (inner, is_on)));
            }
        }
        found.lists.sort_unstable_by_key(|list| list.node);
        found.all.sort_unstable_by_key(|step| step.node);
        found
    }
}

fn read(pipeline: &Artifact) -> &ActivityNodes {
    pipeline.parsed.activity_nodes.get_or_init(|| Box::new(ActivityNodes::new(pipeline)))
}

/// Every list of activities in a pipeline: its own, and those inside ForEach, Until, If and Switch. A list is a
/// scope: dependencies name siblings of the same list.
pub fn activity_lists(pipeline: &Artifact) -> impl Iterator<Item = Node<'_>> {
    read(pipeline).lists.iter().map(|list| pipeline.document.node(list.node))
}

/// Every activity of a pipeline, in document order.
pub fn activities(pipeline: &Artifact) -> impl Iterator<Item = Node<'_>> {
    read(pipeline).all.iter().map(|step| pipeline.document.node(step.node))
}

/// Every list of activities that does not stand inside one that is switched off.
pub fn active_lists(pipeline: &Artifact) -> impl Iterator<Item = Node<'_>> {
    let active = read(pipeline).lists.iter().filter(|list| list.is_on);
    active.map(|list| pipeline.document.node(list.node))
}

/// Every activity that is not switched off, itself or by one around it, in document order.
pub fn active(pipeline: &Artifact) -> impl Iterator<Item = Node<'_>> {
    let active = read(pipeline).all.iter().filter(|step| step.is_on);
    active.map(|step| pipeline.document.node(step.node))
}

/// Those of them that are of one of these types.
pub fn active_of_type<'a>(pipeline: &'a Artifact, types: &[&str]) -> impl Iterator<Item = Node<'a>> {
    let is_wanted = move |step: &&Step| step.is_on && names_one(pipeline.document.node(step.type_name), types);
    read(pipeline).all.iter().filter(is_wanted).map(|step| pipeline.document.node(step.node))
}

/// Does the object say that it is switched off? Then nothing in it is validated or run.
pub fn is_switched_off(holder: Node<'_>) -> bool {
    holder.get("state").is_some_and(says_inactive)
}

fn says_inactive(state: Node<'_>) -> bool {
    state.as_str().is_some_and(|state| state.eq_ignore_ascii_case("Inactive"))
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
