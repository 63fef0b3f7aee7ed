//! `cosmos-sub-resource`: a Cosmos DB account with an endpoint to another sub-resource than the one that is used.

use crate::network::Fault;
use crate::rule::{Context, Sink};
use crate::rules::reach::{self, endpoint_to_make, partial, used_by};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
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
        draft = reach::sibling(context, draft, sibling);
        used_by(context.workspace, artifact, draft);
    }
}
