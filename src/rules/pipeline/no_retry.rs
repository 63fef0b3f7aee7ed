//! `no-retry`: an activity whose work happens elsewhere and that is not tried again when it fails.

use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::{active, known_type, name};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for activity in active(artifact) {
        let Some(own) = name(activity).filter(|_| known_type(activity).is_some_and(|known| known.external)) else {
            continue;
        };
        let policy = activity.get("policy");
        let retry = policy.and_then(|policy| policy.get("retry"));
        let message = format!("activity \"{own}\" is not tried again when it fails");
        match (retry, policy) {
            (Some(retry), _) if is_zero(retry) => drop(sink.report(retry, message)),
            (Some(_), _) => {}
            (None, Some(policy)) => drop(sink.report(policy, message).key(policy)),
            (None, None) => drop(sink.report(activity.get("name").unwrap_or(activity), message)),
        }
    }
}

fn is_zero(retry: Node<'_>) -> bool {
    retry.as_f64() == Some(0.0) || retry.as_str().is_some_and(|text| text.trim() == "0")
}
