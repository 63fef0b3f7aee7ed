//! `cosmos-sub-resource`: a Cosmos DB account with an endpoint to another sub-resource than the one that is used.

use crate::network::Fault;
use crate::rule::{Context, Sink};
use crate::rules::reach::{endpoint_to_make, partial, used_by};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let network = context.network;
    for found in context.reach.unreachable(artifact) {
        let (Fault::CosmosSubResource(sibling), Some(host)) = (&found.fault, found.endpoint.host.name()) else {
            continue;
        };
        let message = format!(
            "{} connects to {host}, but the account has a private endpoint for \"{}\" only",
            artifact.described(),
            sibling.group
        );
        let mut draft = sink.report(found.endpoint.node, message);
        if let Some(range) = found.endpoint.range.clone() {
            draft = draft.within(found.endpoint.node, range);
        }
        draft = partial(context, draft.subject(host).help(endpoint_to_make(host)));
        if let Some(other) = network.artifact_of(context.workspace, sibling) {
            let group = other.property(&["groupId"]).unwrap_or(other.anchor());
            draft = draft.related(other, group, "the endpoint the account has");
        }
        used_by(context.workspace, artifact, draft);
    }
}
