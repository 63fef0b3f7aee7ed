//! `long-activity-name`: a name of an activity that is longer than the service takes.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::graph::is_placeholder;
use crate::workspace::pipeline::active;

/// Characters; "Pipelines and activities" gives the number.
const LONGEST: usize = 55;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for node in active(artifact).filter_map(|activity| activity.get("name")) {
        // No name has more characters than bytes.
        let Some(name) = node.as_str().filter(|name| name.len() > LONGEST) else { continue };
        let length = name.chars().count();
        if length <= LONGEST || is_placeholder(&name) {
            continue;
        }
        let rest = name.char_indices().nth(LONGEST).map_or(name.len(), |(at, _)| at);
        let message = format!("the name of activity \"{name}\" has {length} characters; the limit is {LONGEST}");
        sink.report(node, message).within(node, rest..name.len()).label(format!("{} too many", length - LONGEST));
    }
}
