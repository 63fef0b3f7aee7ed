//! `unlisted-target-type`: a target of a type outside the documented table.

use super::is_computed;
use crate::catalog;
use crate::rule::{Context, Sink};
use crate::suggest::closest;
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(endpoint) = context.network.private_endpoint_of(artifact) else { return };
    let own = endpoint.resource_type.as_str();
    let provider = own.split('/').next().unwrap_or_default();
    if !provider.contains('.') || is_computed(own) || endpoint.resource_name.is_empty() {
        return;
    }
    if catalog::private_link_resource(own).is_some_and(|resource| resource.documented) {
        return;
    }
    let Some(node) = artifact.property(&["privateLinkResourceId"]) else { return };
    let Some(at) = node.as_str().and_then(|id| id.rfind(own)) else { return };
    let message = format!(
        "{} targets {own}, which is not in the documented table of targets for managed private endpoints",
        artifact.described()
    );
    let near =
        catalog::private_link_resource(own).is_none().then(|| closest(own, catalog::documented_targets())).flatten();
    let draft = sink.report(node, message).within(node, at..at + own.len()).subject(own);
    if let Some(near) = near {
        draft.help(format!("did you mean {near}?"));
    }
}
