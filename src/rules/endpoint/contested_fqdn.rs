//! `contested-fqdn`: one name claimed by endpoints to two targets.

use super::fqdns;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let network = context.network;
    let Some(endpoint) = network.private_endpoint_of(artifact) else { return };
    for ((node, text), name) in fqdns(artifact).zip(&endpoint.fqdns) {
        let Some(first) = network.first_to_list(name) else { continue };
        // Two endpoints to one target are a finding of their own.
        if name.is_empty() || first == endpoint || first.has_target_of(endpoint) {
            continue;
        }
        let Some(other) = network.artifact_of(context.workspace, first) else { continue };
        let message = format!(
            "{} lists \"{text}\", which \"{}\" lists too; only one of them can answer for it",
            artifact.described(),
            first.name
        );
        let place = fqdns(other).zip(&first.fqdns).find(|(_, own)| *own == name).map(|((node, _), _)| node);
        sink.report(node, message).subject(name.as_str()).related(
            other,
            place.unwrap_or(other.anchor()),
            "listed here first",
        );
    }
}
