//! What a trigger starts.

use super::Artifact;
use crate::json::Node;

/// The entries that name a pipeline: those of `pipelines`, and the single `pipeline` of a tumbling window.
pub fn starts(trigger: &Artifact) -> Vec<Node<'_>> {
    let list = trigger.property(&["pipelines"]).into_iter().flat_map(Node::items);
    let entries = list.chain(trigger.property(&["pipeline"]));
    entries.filter(|entry| entry.get("pipelineReference").is_some()).collect()
}
