//! `unreachable-diagnostics`: logs and metrics of Spark are sent where the managed network does not let them out.

use crate::network::{Coverage, Network, Receiver, diagnostics};
use crate::rule::{Context, Sink};
use crate::rules::in_code::at_text;
use crate::rules::reach::{BLOCKED, endpoint_to_make, partial};
use crate::workspace::Artifact;
use std::cell::LazyCell;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let has_scope = LazyCell::new(|| may_reach_log_analytics(context.network));
    for sent in diagnostics(artifact) {
        let who = artifact.described();
        let (message, subject, help) = match &sent.to {
            Receiver::LogAnalytics if *has_scope => continue,
            Receiver::LogAnalytics => (
                format!("{who} sends diagnostics to Log Analytics, and there is no managed private endpoint to a private link scope of Azure Monitor"),
                "Log Analytics",
                "create a managed private endpoint to an Azure Monitor Private Link Scope (Microsoft.Insights/privateLinkScopes, group \"azuremonitor\") that holds the workspace".to_owned(),
            ),
            Receiver::Host { host, .. } if !matches!(context.network.coverage(host), Coverage::Missing(_)) => continue,
            Receiver::Host { emitter, host } => (
                format!("{who} sends diagnostics of emitter \"{emitter}\" to {host}, which no managed private endpoint covers"),
                host.as_str(),
                endpoint_to_make(host),
            ),
        };
        let draft = at_text(artifact, sink, sent.fact, sent.known, message).subject(subject);
        partial(context, draft.label(BLOCKED).help(help));
    }
}

/// Is there a private link scope of Azure Monitor, as far as can be told?
fn may_reach_log_analytics(network: &Network) -> bool {
    network
        .private_endpoints
        .iter()
        .any(|endpoint| endpoint.is_to("Microsoft.Insights/privateLinkScopes") || endpoint.is_computed())
}
