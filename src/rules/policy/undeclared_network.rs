//! `undeclared-network`: a managed virtual network is seen, and nothing says whether it is protected. Once a root.

use crate::json::pointer;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some((path, place)) = &context.network.source.inferred else { return };
    if *path != artifact.path {
        return;
    }
    let node = pointer::resolve(&artifact.document, place).unwrap_or(artifact.anchor());
    let message =
        "the workspace has a managed virtual network, and nothing says whether data exfiltration protection is on";
    sink.report(node, message).subject("network");
}
