//! `too-many-activities`: a pipeline with more activities than the service takes, nested ones counted.

use crate::finding::Level;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::active;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let limits = &context.options.too_many_activities;
    let Some(list) = artifact.property(&["activities"]) else { return };
    let count = active(artifact).len();
    let over = |limit: u32| count > limit as usize;
    let (limit, level) = match () {
        () if over(limits.error_above) => (limits.error_above, Level::Error),
        () if over(limits.warn_above) => (limits.warn_above, Level::Warning),
        () => return,
    };
    let message = format!("{} has {count} activities, nested ones counted; the limit is {limit}", artifact.described());
    sink.report(list, message).key(list).level(level);
}
