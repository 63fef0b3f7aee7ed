//! Activities of a pipeline, at any depth.

use super::Artifact;
use crate::json::Node;
use std::borrow::Cow;

/// Every list of activities in a pipeline: its own, and those inside ForEach, Until, If and Switch. A list is a
/// scope: dependencies name siblings of the same list.
pub fn activity_lists(pipeline: &Artifact) -> Vec<Node<'_>> {
    let mut lists = Vec::new();
    let mut open: Vec<Node<'_>> = pipeline.property(&["activities"]).into_iter().collect();
    while let Some(list) = open.pop() {
        lists.push(list);
        for activity in list.items() {
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

/// The name of an activity.
pub fn name(activity: Node<'_>) -> Option<Cow<'_, str>> {
    activity.get("name")?.as_str()
}

/// The nodes that name what an activity waits for.
pub fn dependencies(activity: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let list = activity.get("dependsOn").into_iter().flat_map(Node::items);
    list.filter_map(|dependency| dependency.get("activity"))
}
