//! `unreachable-key-vault`: a vault that supplies secrets to the managed network and has no endpoint.

use crate::network::Fault;
use crate::rule::{Context, Sink};
use crate::rules::reach::{endpoint_to_make, near_miss, partial};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for found in context.reach.unreachable(artifact) {
        let (Fault::KeyVault((user, place)), Some(host)) = (&found.fault, found.endpoint.host.name()) else { continue };
        let message = format!(
            "{} takes a secret from {host} by the managed network, and no managed private endpoint covers it",
            user.described()
        );
        let mut draft = sink.report(found.endpoint.node, message).subject(host).help(endpoint_to_make(host));
        draft = partial(context, draft).related(user, *place, "the secret is taken here");
        for miss in &found.near {
            draft = near_miss(context, draft, miss);
        }
    }
}
