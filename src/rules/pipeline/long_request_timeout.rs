//! `long-request-timeout`: a Web activity that wants to wait for an answer longer than the service does.

use crate::language::timespan;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::{active_of_type, name};
use std::time::Duration;

/// Longest `httpRequestTimeout` of a Web activity.
const LONGEST: Duration = Duration::from_secs(10 * 60);

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for activity in active_of_type(artifact, &["WebActivity"]) {
        let Some(timeout) = activity.at(&["typeProperties", "httpRequestTimeout"]) else { continue };
        let (Some(text), Some(own)) = (timeout.as_str(), name(activity)) else { continue };
        if timespan::parse(&text).is_some_and(|time| time > LONGEST) {
            let message =
                format!("activity \"{own}\" waits \"{text}\" for an answer; a Web activity waits ten minutes at most");
            sink.report(timeout, message);
        }
    }
}
