//! `unused-private-endpoint`: an endpoint that nothing in the workspace leads to.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(endpoint) = context.network.private_endpoint_of(artifact) else { return };
    if !context.network.is_unused(context.workspace, artifact) {
        return;
    }
    let target = match endpoint.is_to_private_link_service() {
        true => format!("the names of {}", artifact.described()),
        false => format!(
            "the target of {}, {} \"{}\",",
            artifact.described(),
            endpoint.resource_type,
            endpoint.resource_name
        ),
    };
    let verb = if endpoint.is_to_private_link_service() { "are" } else { "is" };
    let message = format!("{target} {verb} mentioned nowhere in the workspace");
    let node = artifact.property(&["privateLinkResourceId"]).unwrap_or(artifact.anchor());
    sink.report(node, message).subject(endpoint.resource_name.as_str());
}
