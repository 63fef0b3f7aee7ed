//! `duplicate-private-endpoint`: two endpoints to one sub-resource of one resource.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let network = context.network;
    let Some(endpoint) = network.private_endpoint_of(artifact) else { return };
    let Some(first) = network.first_of_target(endpoint) else { return };
    // One Private Link Service stands for as many names as its owner likes.
    let shares = || endpoint.fqdns.iter().any(|name| first.fqdns.contains(name));
    if endpoint.is_to_private_link_service() && !shares() {
        return;
    }
    let Some(node) = artifact.property(&["privateLinkResourceId"]) else { return };
    let Some(other) = network.artifact_of(context.workspace, first) else { return };
    let group = if endpoint.group.is_empty() { String::new() } else { format!(", group \"{}\"", endpoint.group) };
    let message = format!(
        "{} and \"{}\" have the same target: {} \"{}\"{group}",
        artifact.described(),
        first.name,
        endpoint.resource_type,
        endpoint.resource_name
    );
    let place = other.property(&["privateLinkResourceId"]).unwrap_or(other.anchor());
    sink.report(node, message).subject(first.name.as_str()).related(other, place, "the same target");
}
