//! `too-many-activities`: a pipeline with more activities than the service takes, nested ones counted.

use crate::finding::Level;
use crate::rule::options::TooManyActivities;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::active;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let limits = &context.options.too_many_activities;
    let Some(list) = artifact.property(&["activities"]) else { return };
    let count = active(artifact).count();
    let over = |limit: u32| count > limit as usize;
    let (limit, level) = match () {
        () if over(limits.error_above) => (limits.error_above, Level::Error),
        () if over(limits.warn_above) => (limits.warn_above, Level::Warning),
        () => return,
    };
    let (who, source) = (artifact.described(), source(limit));
    let message = format!("{who} has {count} activities, nested ones counted; {source}");
    sink.report(list, message).key(list).level(level);
}

/// Whose limit it is: that of the documents, which print two, unless a team has set another.
fn source(limit: u32) -> String {
    let documented = TooManyActivities::default();
    let most = documented.error_above;
    match limit {
        _ if limit == most => format!("the documented limit is {most} at most"),
        _ if limit == documented.warn_above => format!("the documented limit is {limit} by default, {most} at most"),
        _ => format!("the limit in the configuration is {limit}"),
    }
}
