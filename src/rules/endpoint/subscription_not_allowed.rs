//! `subscription-not-allowed`: a target in a subscription outside the configured list.

use super::is_computed;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let allowed = &context.options.subscription_not_allowed.allowed;
    let Some(node) = artifact.property(&["privateLinkResourceId"]).filter(|_| !allowed.is_empty()) else { return };
    let Some(id) = node.as_str() else { return };
    let mut parts = id.trim_start_matches('/').split('/');
    let Some(subscription) = parts.next().filter(|first| first.eq_ignore_ascii_case("subscriptions")).and(parts.next())
    else {
        return;
    };
    if is_computed(subscription) || allowed.iter().any(|own| own.is(subscription)) {
        return;
    }
    let Some(at) = id.find(subscription) else { return };
    let message = format!(
        "the target of {} lies in the subscription {subscription}, which is not among the allowed ones",
        artifact.described()
    );
    sink.report(node, message).within(node, at..at + subscription.len()).subject(subscription);
}
