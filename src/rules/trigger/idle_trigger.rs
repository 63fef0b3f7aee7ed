//! `idle-trigger`: a trigger that starts no pipeline.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::trigger::starts;

/// Types that start pipelines; what others do is not known.
const TYPES: [&str; 5] =
    ["ScheduleTrigger", "TumblingWindowTrigger", "BlobEventsTrigger", "CustomEventsTrigger", "ChainingTrigger"];

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    if !artifact.type_name().is_some_and(|name| TYPES.contains(&name.as_ref())) || !starts(artifact).is_empty() {
        return;
    }
    let lists = ["pipelines", "pipeline"].into_iter().filter_map(|key| artifact.property(&[key]));
    let list = lists.filter(|list| !list.is_null()).last();
    // Neither a list nor an object: an expression of a template.
    if list.is_some_and(|list| !list.is_array() && !list.is_object()) {
        return;
    }
    let node = list.unwrap_or(artifact.anchor());
    let draft = sink.report(node, format!("{} starts no pipeline", artifact.described())).subject("pipelines");
    if list.is_some() {
        draft.key(node);
    }
}
