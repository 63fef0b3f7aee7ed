//! What the rules about hosts that cannot be reached say alike: who calls, what comes near, who uses it, and how to
//! complete the evidence.

use crate::catalog;
use crate::catalog::NetworkClass::{AzureCompute, GenericUrl};
use crate::json::Node;
use crate::network::{Caller, Completeness, Difference, Endpoint, Naming, NearMiss, Origin, PrivateEndpoint, Scope};
use crate::rule::{Context, Draft};
use crate::workspace::pipeline::name;
use crate::workspace::{Artifact, Workspace};

/// How messages call who talks to a host.
pub fn caller(artifact: &Artifact, endpoint: &Endpoint<'_>) -> String {
    match endpoint.caller {
        Caller::LinkedService(_) => artifact.described(),
        Caller::Web(activity) | Caller::WebHook(activity) => {
            format!("activity \"{}\"", name(activity).unwrap_or_default())
        }
    }
}

/// What it does: web services are called, everything else is connected to.
pub fn verb(endpoint: &Endpoint<'_>) -> &'static str {
    match endpoint.caller {
        Caller::LinkedService(entry) if !matches!(entry.class, GenericUrl | AzureCompute) => "connects to",
        _ => "calls",
    }
}

/// The words under a host that cannot be reached.
pub const BLOCKED: &str = "blocked by data exfiltration protection";

/// What is blocked, and what it comes to where the value does not say so itself.
pub fn label(node: Node<'_>, host: &str) -> String {
    match node.raw().to_lowercase().contains(host) {
        true => BLOCKED.to_owned(),
        false => format!("comes to {host}: {BLOCKED}"),
    }
}

/// Lowers the level where some endpoints may be missing from view.
pub fn partial<'d>(context: &Context<'_>, draft: Draft<'d>) -> Draft<'d> {
    if context.network.completeness == Completeness::Complete {
        return draft;
    }
    draft.on_partial_evidence(
        "declare endpoints made outside Git as [[private-endpoint]] in synlint.toml, or set private-endpoints = \"complete\" there",
    )
}

/// The endpoint to make for a host. Only the owner of a resource can approve one to it.
pub fn endpoint_to_make(host: &str) -> String {
    let Some(service) = catalog::azure_service(host) else {
        return format!("create a managed private endpoint whose fqdns hold \"{host}\"");
    };
    let (resource, target) = (service.called(host), service.resource_type);
    let to = format!("{resource} ({target}, group \"{}\")", service.group);
    format!("create a managed private endpoint to {to}, for its owner to approve")
}

/// The endpoint that an account has for another sub-resource than the one that is used.
pub fn sibling<'d>(context: &Context<'_>, draft: Draft<'d>, endpoint: &PrivateEndpoint) -> Draft<'d> {
    let message = "the endpoint the account has";
    if let Origin::Code(place) = &endpoint.origin {
        return draft.related_file(&place.path, place.span.clone(), message);
    }
    let Some(artifact) = context.network.artifact_of(context.workspace, endpoint) else { return draft };
    draft.related(artifact, artifact.property(&["groupId"]).unwrap_or(artifact.anchor()), message)
}

/// How a name that comes near differs from the host.
pub fn difference(miss: &NearMiss<'_>) -> String {
    match miss.difference {
        Difference::Deployment => "the deployment (.scm.) name of the same app".to_owned(),
        Difference::Letters(1) => "differs by one letter".to_owned(),
        Difference::Letters(_) => "differs by two letters".to_owned(),
        Difference::Suffix => {
            format!("same name, but under {}", miss.name.split_once('.').map_or("", |(_, rest)| rest))
        }
    }
}

/// The name that comes near, at its place.
pub fn near_miss<'d>(context: &Context<'_>, draft: Draft<'d>, miss: &NearMiss<'_>) -> Draft<'d> {
    if let Origin::Code(place) = &miss.endpoint.origin {
        return draft.related_file(&place.path, place.span.clone(), difference(miss));
    }
    let Some(artifact) = context.network.artifact_of(context.workspace, miss.endpoint) else { return draft };
    let node = miss.node(artifact).unwrap_or(artifact.anchor());
    match miss.fqdn {
        Some(_) => draft.related(artifact, node, difference(miss)),
        None => {
            // Of a resource id only the resource's name tells.
            let length = node.as_str().map_or(0, |id| id.len());
            let name = node.span_within(length.saturating_sub(miss.endpoint.resource_name.len())..length);
            draft.related_span(artifact, node, name, format!("{}: {}", miss.name, difference(miss)))
        }
    }
}

/// The arguments that name a host, where the value itself takes it from a parameter; the first few.
pub fn arguments<'a>(
    workspace: &'a Workspace,
    artifact: &'a Artifact,
    node: Node<'a>,
    host: &str,
) -> impl Iterator<Item = Naming<'a>> {
    Scope::new(workspace).arguments_naming(artifact, node, host).into_iter().take(USERS)
}

/// Most users, and most arguments, that are listed.
const USERS: usize = 3;

/// Who uses the linked service, each once, with its own first user: `dataset "Orders" › data flow "Load"`.
pub fn used_by(workspace: &Workspace, artifact: &Artifact, mut draft: Draft<'_>) {
    let mut last = None;
    let users = workspace.users(artifact).filter(|(user, _)| last.replace(*user) != Some(*user));
    for (user, node) in users.take(USERS) {
        let next = workspace.users(user).next();
        let chain = next.map(|(next, _)| format!(" › {}", next.described())).unwrap_or_default();
        draft = draft.used_by(user, node, format!("used by {}{chain}", user.described()));
    }
}

/// Hosts of Azure itself, which are no resource of anybody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontDoor {
    /// Azure Resource Manager.
    Resources,
    /// Microsoft Entra.
    Tokens,
}

impl FrontDoor {
    /// The one a host is.
    pub fn of(host: &str) -> Option<Self> {
        catalog::clouds().iter().find_map(|cloud| match host {
            host if host == cloud.resource_manager => Some(Self::Resources),
            host if cloud.authorities.iter().any(|own| own == host) => Some(Self::Tokens),
            _ => None,
        })
    }
}

/// What is said of a call that does not pass.
pub fn blocked_call(who: &str, host: &str, front_door: Option<FrontDoor>) -> String {
    match front_door {
        Some(FrontDoor::Resources) => {
            format!("{who} calls Azure Resource Manager at {host}, which no managed private endpoint can reach")
        }
        Some(FrontDoor::Tokens) => {
            format!("{who} asks {host} for a token itself, which the managed network does not let out")
        }
        None => format!("{who} calls {host}, which no managed private endpoint covers"),
    }
}
