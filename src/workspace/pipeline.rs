//! Activities of a pipeline, at any depth.

use super::Artifact;
use crate::json::Node;
use std::borrow::Cow;

/// Every list of activities in a pipeline: its own, and those inside ForEach, Until, If and Switch. A list is a
/// scope: dependencies name siblings of the same list.
pub fn activity_lists(pipeline: &Artifact) -> Vec<Node<'_>> {
    lists_inside(pipeline, |_| true)
}

/// The pipeline's own list, and every list inside the activities that `enter` lets in.
fn lists_inside<'a>(pipeline: &'a Artifact, enter: impl Fn(Node<'a>) -> bool) -> Vec<Node<'a>> {
    let mut lists = Vec::new();
    let mut open: Vec<Node<'_>> = pipeline.property(&["activities"]).into_iter().collect();
    while let Some(list) = open.pop() {
        lists.push(list);
        for activity in list.items().filter(|activity| enter(*activity)) {
            let Some(inner) = activity.get("typeProperties") else { continue };
            let branches = ["activities", "ifTrueActivities", "ifFalseActivities", "defaultActivities"];
            open.extend(branches.iter().filter_map(|branch| inner.get(branch)));
            let cases = inner.get("cases").into_iter().flat_map(Node::items);
            open.extend(cases.filter_map(|case| case.get("activities")));
        }
    }
    lists.sort_by_key(|list| list.id());
    lists
}

/// Every activity of a pipeline, in document order.
pub fn activities(pipeline: &Artifact) -> Vec<Node<'_>> {
    let mut all: Vec<Node<'_>> = activity_lists(pipeline).into_iter().flat_map(Node::items).collect();
    all.sort_by_key(|activity| activity.id());
    all
}

/// Every activity that is not switched off, itself or by one around it, in document order.
pub fn active(pipeline: &Artifact) -> Vec<Node<'_>> {
    let is_on = |activity: &Node<'_>| !is_switched_off(*activity);
    let lists = lists_inside(pipeline, |activity| is_on(&activity));
    let mut all: Vec<Node<'_>> = lists.into_iter().flat_map(Node::items).filter(is_on).collect();
    all.sort_by_key(|activity| activity.id());
    all
}

/// Does the object say that it is switched off? Then nothing in it is validated or run.
pub fn is_switched_off(holder: Node<'_>) -> bool {
    holder.get("state").and_then(Node::as_str).is_some_and(|state| state.eq_ignore_ascii_case("Inactive"))
}

/// The activities around a value, innermost first; the value itself when it is one.
pub fn around(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    node.ancestors().filter(|holder| {
        let list = holder.parent().filter(|list| list.is_array());
        holder.is_object() && list.and_then(Node::key).is_some_and(|key| key.ends_with("ctivities"))
    })
}

/// Is the activity of one of these types?
pub fn has_type(activity: Node<'_>, types: &[&str]) -> bool {
    activity.get("type").and_then(Node::as_str).is_some_and(|own| types.contains(&own.as_ref()))
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
