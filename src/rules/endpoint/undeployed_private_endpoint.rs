//! `undeployed-private-endpoint`: an endpoint that Git has and the inventory lacks.

use crate::network::State;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let network = context.network;
    let Some(endpoint) = network.private_endpoint_of(artifact) else { return };
    if endpoint.state != State::Absent {
        return;
    }
    let files = network.inventory.iter().flat_map(|inventory| &inventory.files);
    let files: Vec<&str> = files.map(|(path, _)| &**path).collect();
    let message = format!("{} is in Git, but not in the inventory ({})", artifact.described(), files.join(", "));
    sink.report(artifact.anchor(), message);
}
