//! `short-timeout`: an activity with a timeout under the least that is documented.

use crate::language::timespan;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::{active, name};
use std::time::Duration;

/// Least `policy.timeout` of an activity.
const SHORTEST: Duration = Duration::from_secs(10 * 60);

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for activity in active(artifact) {
        let Some(timeout) = activity.at(&["policy", "timeout"]) else { continue };
        let (Some(text), Some(own)) = (timeout.as_str(), name(activity)) else { continue };
        if timespan::parse(&text).is_some_and(|time| time < SHORTEST) {
            let message = format!("activity \"{own}\" times out after \"{text}\"; the documented least is ten minutes");
            sink.report(timeout, message);
        }
    }
}
