//! `service-name-on-private-link-service`: a Private Link Service that lists the name of an Azure service.

use super::fqdns;
use crate::catalog;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

/// Documented to be reached through a Private Link Service under their own names.
const BEHIND_A_SERVICE: [&str; 2] = ["Microsoft.HDInsight/clusters", "Microsoft.Sql/managedInstances"];

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(endpoint) = context.network.private_endpoint_of(artifact) else { return };
    if !endpoint.is_to_private_link_service() {
        return;
    }
    for (node, text) in fqdns(artifact).filter(|(_, text)| !text.contains('*')) {
        let Some(service) = catalog::azure_service(text.trim().trim_end_matches('.')) else { continue };
        if !service.documented || BEHIND_A_SERVICE.contains(&service.resource_type) {
            continue;
        }
        let message = format!(
            "{} lists \"{text}\" for a Private Link Service, but the name belongs to {}",
            artifact.described(),
            service.resource_type
        );
        let help = format!("target the resource itself: {}, group \"{}\"", service.resource_type, service.group);
        sink.report(node, message).help(help);
    }
}
