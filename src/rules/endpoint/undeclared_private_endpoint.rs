//! `undeclared-private-endpoint`: an endpoint that only the inventory knows. Once a root, at what shows its network.

use crate::network::Origin;
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let (network, workspace) = (context.network, context.workspace);
    let Some(inventory) = network.inventory.as_deref() else { return };
    let mut shows_network =
        workspace.of_kind(Kind::ManagedVirtualNetwork).chain(workspace.of_kind(Kind::ManagedPrivateEndpoint));
    if network.has_unreadable_endpoints || shows_network.next() != Some(artifact) {
        return;
    }
    let only_there = network.private_endpoints.iter().filter(|endpoint| endpoint.origin == Origin::Inventory);
    for endpoint in only_there.filter(|endpoint| !endpoint.made_by_service) {
        let message = format!(
            "the workspace has a managed private endpoint \"{}\" to {} \"{}\" that neither Git nor the configuration knows",
            endpoint.name, endpoint.resource_type, endpoint.resource_name
        );
        let draft = sink.report(artifact.anchor(), message).subject(endpoint.name.as_str());
        if let Some(listed) = inventory.entry(endpoint) {
            draft.related_file(inventory.path(listed), listed.span.clone(), "only here");
        }
    }
}
