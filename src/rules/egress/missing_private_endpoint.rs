//! `missing-private-endpoint`: a linked service on a managed-network runtime whose host no private endpoint covers.

use crate::catalog;
use crate::network::{Fault, NearMiss};
use crate::rule::{Context, Sink};
use crate::rules::reach::{arguments, endpoint_to_make, label, near_miss, partial, used_by, verb};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for found in context.reach.unreachable(artifact) {
        let (Fault::NoEndpoint, Some(host)) = (&found.fault, found.endpoint.host.name()) else { continue };
        let verb = verb(&found.endpoint);
        let message = format!("{} {verb} {host}, which no managed private endpoint covers", artifact.described());
        let mut draft = sink.report(found.endpoint.node, message);
        if let Some(range) = found.endpoint.range.clone() {
            draft = draft.within(found.endpoint.node, range);
        }
        draft = draft.subject(host).label(label(found.endpoint.node, host)).help(help(host, &found.near));
        draft = partial(context, draft);
        for miss in &found.near {
            draft = near_miss(context, draft, miss);
        }
        for (caller, argument, name) in arguments(context.workspace, artifact, found.endpoint.node, host) {
            draft = draft.related_span(caller, argument, argument.span_within(name), "the host comes from here");
        }
        used_by(context.workspace, artifact, draft);
    }
}

fn help(host: &str, near: &[NearMiss<'_>]) -> String {
    if host.parse::<std::net::IpAddr>().is_ok() {
        return "reach it through a self-hosted runtime, or by a name that a Private Link Service lists".to_owned();
    }
    match near {
        [miss, ..] if miss.fqdn.is_some() => {
            let name = &miss.endpoint.name;
            format!("add \"{host}\" to the fqdns of \"{name}\", or create a managed private endpoint to its resource")
        }
        _ if catalog::azure_service(host).is_some() => endpoint_to_make(host),
        _ => format!("{}, or bind the linked service to a self-hosted runtime", endpoint_to_make(host)),
    }
}
