//! `cosmos-sub-resource`: a Cosmos DB account with an endpoint to another sub-resource than the one that is used.

use crate::network::{Fault, PrivateEndpoint, Reader, Unreachable};
use crate::rule::{Context, Draft, Sink};
use crate::rules::reach::{self, endpoint_to_make, partial, used_by};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for found in context.reach.unreachable(artifact) {
        let Some(host) = found.endpoint.host.name() else { continue };
        match &found.fault {
            Fault::CosmosSubResource(sibling) => transactions(context, artifact, found, host, sibling, sink),
            Fault::AnalyticalStore(sibling, reader) => {
                analytics(context, artifact, found, host, sibling, *reader, sink)
            }
            _ => {}
        }
    }
}

/// The account itself is used, and its endpoint leads elsewhere.
fn transactions(
    context: &Context<'_>,
    artifact: &Artifact,
    found: &Unreachable<'_>,
    host: &str,
    sibling: &PrivateEndpoint,
    sink: &mut Sink<'_>,
) {
    let message = format!(
        "{} connects to {host}, but the account has a private endpoint for \"{}\" only",
        artifact.described(),
        sibling.group
    );
    let draft = begin(found, host, message, sink).help(endpoint_to_make(host));
    let draft = reach::sibling(context, partial(context, draft), sibling);
    used_by(context.workspace, artifact, draft);
}

/// The analytical store is read, and the endpoint leads to the account itself.
fn analytics(
    context: &Context<'_>,
    artifact: &Artifact,
    found: &Unreachable<'_>,
    host: &str,
    sibling: &PrivateEndpoint,
    (reader, known): Reader<'_>,
    sink: &mut Sink<'_>,
) {
    let message = format!(
        "{} reads the analytical store of {host} by {}, but the account has a private endpoint for \"{}\" only",
        reader.described(),
        artifact.described(),
        sibling.group
    );
    let help = format!(
        "create a managed private endpoint to \"{}\" ({}, group \"Analytical\")",
        sibling.resource_name, sibling.resource_type
    );
    let draft = partial(context, begin(found, host, message, sink).help(help));
    let (node, within) = known.place.of(reader);
    reach::sibling(context, draft, sibling).related_span(reader, node, node.span_within(within), "reads it here");
}

fn begin<'d>(found: &Unreachable<'_>, host: &str, message: String, sink: &'d mut Sink<'_>) -> Draft<'d> {
    let draft = sink.report(found.endpoint.node, message).subject(host);
    match found.endpoint.range.clone() {
        Some(range) => draft.within(found.endpoint.node, range),
        None => draft,
    }
}
