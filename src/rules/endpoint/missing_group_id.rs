//! `missing-group-id`: an endpoint that names no sub-resource where its target has several kinds of them.

use crate::catalog;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(endpoint) = context.network.private_endpoint_of(artifact) else { return };
    let Some(resource) = catalog::private_link_resource(&endpoint.resource_type) else { return };
    let given = artifact.property(&["groupId"]).filter(|node| !node.is_null());
    let blank = given.is_none_or(|node| node.as_str().is_some_and(|text| text.trim().is_empty()));
    if !blank || !resource.needs_group() {
        return;
    }
    let groups: Vec<&str> = resource.groups.keys().map(String::as_str).filter(|name| !name.contains('{')).collect();
    let message = format!("{} targets {} and names no groupId", artifact.described(), resource.name);
    let help = format!("its sub-resources: {}", groups.join(", "));
    let Some(place) = given.or(artifact.root().get("properties")) else { return };
    let draft = sink.report(place, message).subject("groupId").help(help);
    if given.is_none() {
        draft.key(place);
    }
}
