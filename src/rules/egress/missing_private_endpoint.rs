//! `missing-private-endpoint`: a linked service on a managed-network runtime whose host no private endpoint covers.
//! First form: REST, HTTP, OData and web tables.

use crate::json::Node;
use crate::network::{Completeness, Coverage, NearMiss, RuntimeClass, Scope, endpoints};
use crate::rule::{Context, Draft, Sink};
use crate::workspace::{Artifact, Workspace};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let network = context.network;
    for endpoint in endpoints(&Scope::new(context.workspace), artifact) {
        let Some(host) = endpoint.host.name() else { continue };
        if network.runtime(context.workspace, endpoint.connect_via) != RuntimeClass::Managed || endpoint.host.is_local()
        {
            continue;
        }
        let Coverage::Missing(near) = network.coverage(host) else { continue };
        let message = format!("{} calls {host}, which no managed private endpoint covers", artifact.described());
        let mut draft =
            sink.report(endpoint.node, message).subject(host).label(label(endpoint.node, host)).help(help(host, &near));
        if network.completeness == Completeness::Partial {
            draft = draft.on_partial_evidence(
                "declare endpoints made outside Git as [[private-endpoint]] in synlint.toml, or set private-endpoints = \"complete\" there",
            );
        }
        for miss in &near {
            draft = near_miss(context, draft, miss);
        }
        used_by(context.workspace, artifact, draft);
    }
}

/// What is blocked, and what it comes to where the value does not say so itself.
fn label(node: Node<'_>, host: &str) -> String {
    match node.raw().to_lowercase().contains(host) {
        true => "blocked by data exfiltration protection".to_owned(),
        false => format!("comes to {host}: blocked by data exfiltration protection"),
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
        _ => format!(
            "create a managed private endpoint whose fqdns hold \"{host}\", or bind the linked service to a self-hosted runtime"
        ),
    }
}

fn near_miss<'d>(context: &Context<'_>, draft: Draft<'d>, miss: &NearMiss<'_>) -> Draft<'d> {
    let Some(artifact) = context.network.artifact_of(context.workspace, miss.endpoint) else { return draft };
    let node = miss.node(artifact).unwrap_or(artifact.anchor());
    match miss.fqdn {
        Some(_) => draft.related(artifact, node, miss.difference.as_str()),
        None => {
            // Of a resource id only the resource's name tells.
            let length = node.as_str().map_or(0, |id| id.len());
            let name = node.span_within(length.saturating_sub(miss.endpoint.resource_name.len())..length);
            draft.related_span(artifact, node, name, format!("{}: {}", miss.name, miss.difference))
        }
    }
}

/// Longest list of users; the rest is counted.
const USERS: usize = 3;

/// Who uses the linked service, each with its own first user: `dataset "Orders" › data flow "Load"`.
fn used_by(workspace: &Workspace, artifact: &Artifact, mut draft: Draft<'_>) {
    let users: Vec<_> = workspace.users(artifact).collect();
    for (user, node) in users.iter().take(USERS) {
        let next = workspace.users(user).next();
        let chain = next.map(|(next, _)| format!(" › {}", next.described())).unwrap_or_default();
        draft = draft.used_by(user, *node, format!("used by {}{chain}", user.described()));
    }
}
