//! `unapproved-private-endpoint`: the inventory says that no traffic passes an endpoint.

use crate::network::State;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let network = context.network;
    let Some(endpoint) = network.private_endpoint_of(artifact) else { return };
    let State::Blocked(state) = &endpoint.state else { return };
    let said = match state.as_str() {
        "failed" => "failed to be made".to_owned(),
        "rejected" => "was rejected".to_owned(),
        other => format!("is {other}"),
    };
    let message = format!("{} {said}, so no traffic passes it", artifact.described());
    let help = match state.as_str() {
        "pending" => "have the owner of the target approve the connection",
        "failed" => "delete the endpoint and make it again; its provisioning failed",
        "non-compliant" => "the target's tenant is not among those the workspace allows",
        _ => "delete the endpoint, make it again, and have the owner of the target approve the connection",
    };
    let draft = sink.report(artifact.anchor(), message).subject(state.as_str()).help(help);
    let Some(inventory) = &network.inventory else { return };
    if let Some((listed, span)) =
        inventory.entry(endpoint).and_then(|listed| Some((listed, listed.state_span.clone()?)))
    {
        draft.related_file(inventory.path(listed), span, "so the inventory says");
    }
}
