//! `near-miss-fqdn`: a host that almost matches a private endpoint, where the network would let it out anyway.

use crate::network::{Coverage, RuntimeClass, Scope, endpoints};
use crate::rule::{Context, Sink};
use crate::rules::reach::{caller, difference, near_miss, verb};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let network = context.network;
    for endpoint in endpoints(&Scope::new(context.workspace), artifact) {
        let Some(host) = endpoint.host.name() else { continue };
        if network.runtime(context.workspace, endpoint.connect_via) != RuntimeClass::Managed {
            continue;
        }
        let Coverage::Missing(near) = network.coverage(host) else { continue };
        let Some(miss) = near.first() else { continue };
        let message = format!(
            "{} {} {host}, which no private endpoint covers, though \"{}\" comes near: {}",
            caller(artifact, &endpoint),
            verb(&endpoint),
            miss.endpoint.name,
            difference(miss)
        );
        let draft = sink.report(endpoint.node, message).subject(host).help(format!("did you mean \"{}\"?", miss.name));
        near_miss(context, draft, miss);
    }
}
