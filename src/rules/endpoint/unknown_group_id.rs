//! `unknown-group-id`: a sub-resource that the target's type does not have.

use super::is_computed;
use crate::catalog;
use crate::rule::{Context, Sink};
use crate::suggest::closest;
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(endpoint) = context.network.private_endpoint_of(artifact) else { return };
    // Sub-resources of types outside the documented table are less well known.
    let Some(resource) = catalog::private_link_resource(&endpoint.resource_type).filter(|own| own.documented) else {
        return;
    };
    let Some(node) = artifact.property(&["groupId"]) else { return };
    let Some(group) = node.as_str().filter(|text| !text.trim().is_empty() && !is_computed(text)) else { return };
    if resource.group(group.trim()).is_some() || endpoint.is_to_private_link_service() {
        return;
    }
    let known: Vec<&str> = resource.groups.keys().map(String::as_str).filter(|name| !name.contains('{')).collect();
    let near = closest(&group, known.iter().copied()).map(|near| format!("did you mean \"{near}\"?"));
    let help = near.unwrap_or_else(|| format!("its sub-resources: {}", known.join(", ")));
    let message =
        format!("{} names the groupId \"{group}\", which {} does not have", artifact.described(), resource.name);
    sink.report(node, message).help(help);
}
