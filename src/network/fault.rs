//! What the managed network cannot reach, and why: for every host an artifact talks to, the one fault that is
//! responsible for it. Which rules are selected plays no part, so that ignoring one leaves silence, not another.

use super::carrier::by_uses;
use super::cosmos::{self, Reader};
use super::endpoint::{Caller, Endpoint, endpoints};
use super::near_miss::NearMiss;
use super::private_endpoint::{Coverage, PrivateEndpoint};
use super::scope::Scope;
use super::{Network, RuntimeClass};
use crate::catalog::{self, LinkedServiceType, NetworkClass};
use crate::json::Node;
use crate::workspace::graph::{User, is_inactive};
use crate::workspace::pipeline::around;
use crate::workspace::{Artifact, Kind, Workspace};
use std::cell::LazyCell;

/// A host that the managed network cannot reach.
#[derive(Debug)]
pub struct Unreachable<'a> {
    /// The host, and who talks to it.
    pub endpoint: Endpoint<'a>,
    /// Why it cannot be reached.
    pub fault: Fault<'a>,
    /// Names of endpoints that come near.
    pub near: Vec<NearMiss<'a>>,
}

/// Why a host cannot be reached.
#[derive(Debug)]
pub enum Fault<'a> {
    /// No private endpoint leads there, and one could.
    NoEndpoint,
    /// There is nothing a private endpoint could lead to.
    NoTarget,
    /// It is a vault without an endpoint, and this takes a secret from it.
    KeyVault(User<'a>),
    /// It is storage without an endpoint, and these activities stage data there; nothing else uses it.
    Staging(Vec<User<'a>>),
    /// It is the public name of a SQL managed instance.
    PublicManagedInstance,
    /// The account has an endpoint, to another of its sub-resources.
    CosmosSubResource(&'a PrivateEndpoint),
    /// The account has an endpoint, and none to its analytical store, which this reads.
    AnalyticalStore(&'a PrivateEndpoint, Reader<'a>),
    /// The storage account has an endpoint, but not the one a Data Lake needs.
    DataLakeWithoutDfs(&'a PrivateEndpoint),
    /// An activity calls it itself.
    Activity(Node<'a>),
}

/// What an artifact talks to and the managed network cannot reach.
pub(super) fn unreachable<'a>(
    network: &'a Network,
    workspace: &'a Workspace,
    artifact: &'a Artifact,
) -> Vec<Unreachable<'a>> {
    let is_managed = |reference| network.runtime(workspace, reference) == RuntimeClass::Managed;
    // Where all that uses a linked service are data flows, it is their runtimes that count.
    let is_carried = LazyCell::new(|| by_uses(workspace, artifact).any(is_managed));
    let judged = endpoints(&Scope::new(workspace), artifact).into_iter().filter_map(|endpoint| {
        if !is_managed(endpoint.connect_via) || endpoint.host.is_local() {
            return None;
        }
        let (fault, near) = match endpoint.caller {
            Caller::LinkedService(entry) => {
                linked_service(network, workspace, artifact, entry, &endpoint).filter(|_| *is_carried)?
            }
            Caller::WebHook(_) if endpoint.connect_via.is_none() => return None,
            Caller::Web(activity) | Caller::WebHook(activity) => {
                (Fault::Activity(activity), missing(network, endpoint.host.name()?)?)
            }
        };
        Some(Unreachable { endpoint, fault, near })
    });
    judged.collect()
}

/// The names near to a host that nothing leads to; `None` when something does, or may.
fn missing<'a>(network: &'a Network, host: &str) -> Option<Vec<NearMiss<'a>>> {
    match network.coverage(host) {
        Coverage::Missing(near) => Some(near),
        _ => None,
    }
}

type Judged<'a> = (Fault<'a>, Vec<NearMiss<'a>>);

fn linked_service<'a>(
    network: &'a Network,
    workspace: &'a Workspace,
    artifact: &'a Artifact,
    entry: &LinkedServiceType,
    endpoint: &Endpoint<'a>,
) -> Option<Judged<'a>> {
    if entry.class == NetworkClass::Studio {
        return None;
    }
    let Some(host) = endpoint.host.name() else {
        // The type alone tells where no property names a host.
        let by_type = entry.public_only && endpoint.node.key_is("type");
        return by_type.then(|| (Fault::NoTarget, Vec::new()));
    };
    if is_public_managed_instance(&endpoint.host) {
        return Some((Fault::PublicManagedInstance, Vec::new()));
    }
    let Some(near) = missing(network, host) else {
        let (sibling, reader) = cosmos::cut_off_reader(network, workspace, artifact, host)?;
        return Some((Fault::AnalyticalStore(sibling, reader), Vec::new()));
    };
    let fault = if entry.name == "AzureKeyVault" {
        Fault::KeyVault(secret_user(network, workspace, artifact)?)
    } else if entry.name == "AzureFunction" && !runs_in_a_pipeline(workspace, artifact) {
        return None;
    } else if has_no_target(entry, host) {
        Fault::NoTarget
    } else if let Some(staging) = only_staging(workspace, artifact) {
        Fault::Staging(staging)
    } else {
        sub_resource(network, workspace, artifact, entry, host)?
    };
    Some((fault, near))
}

/// Is there nothing that a private endpoint could lead to?
pub(super) fn leads_nowhere(endpoint: &Endpoint<'_>) -> bool {
    match (endpoint.caller, endpoint.host.name()) {
        (Caller::LinkedService(entry), Some(host)) => {
            is_public_managed_instance(&endpoint.host) || has_no_target(entry, host)
        }
        _ => false,
    }
}

/// Is there no Azure resource behind the host? A type whose URL can lead anywhere is judged by its host, and a database
/// of the customer's may be one of Azure's after all.
fn has_no_target(entry: &LinkedServiceType, host: &str) -> bool {
    if entry.is_azure() {
        return entry.public_only;
    }
    !entry.is_generic() && catalog::azure_service(host).is_none()
}

/// `mi.public.<zone>.database.windows.net`, or its port 3342.
fn is_public_managed_instance(host: &super::Host) -> bool {
    let super::Host::Known { name, port } = host else { return false };
    let mut labels = name.split('.').skip(1);
    let public = labels.next() == Some("public") && labels.nth(1) == Some("database");
    let instance = || catalog::azure_service(name).is_some_and(|service| service.group == "managedInstance");
    public || *port == Some(3342) && instance()
}

/// Does an activity use it? Nothing else can call a function by its linked service.
fn runs_in_a_pipeline(workspace: &Workspace, artifact: &Artifact) -> bool {
    workspace.users(artifact).any(|(user, _)| user.kind == Kind::Pipeline)
}

/// The first that takes a secret from a vault by the managed network.
fn secret_user<'a>(network: &Network, workspace: &'a Workspace, vault: &Artifact) -> Option<User<'a>> {
    workspace.users(vault).find(|(user, node)| {
        let connect_via = match user.kind {
            Kind::LinkedService => user.property(&["connectVia"]),
            Kind::Pipeline => around(*node).find_map(|activity| activity.at(&["typeProperties", "connectVia"])),
            _ => return false,
        };
        network.runtime(workspace, connect_via) == RuntimeClass::Managed
    })
}

/// The activities that stage data in a linked service, when nothing else uses it.
fn only_staging<'a>(workspace: &'a Workspace, artifact: &Artifact) -> Option<Vec<User<'a>>> {
    let users: Vec<User<'_>> = workspace.users(artifact).collect();
    let staging = users.iter().all(|(user, node)| user.kind == Kind::Pipeline && is_staging(*node));
    (staging && !users.is_empty()).then_some(users)
}

/// Does a reference name the storage in which an activity stages data, with staging switched on? In a copy activity it
/// is switched by `enableStaging`; a data flow activity has the section only when it stages.
fn is_staging(reference: Node<'_>) -> bool {
    let mut holders = reference.ancestors().filter(|node| node.key().is_some());
    let section = holders.find(|node| node.key_is("stagingSettings") || node.key_is("staging"));
    let Some(section) = section.filter(|node| !is_inactive(*node)) else { return false };
    match section.key_is("staging") {
        true => true,
        false => section.parent().and_then(|copy| copy.get("enableStaging")?.as_bool()) == Some(true),
    }
}

/// Another sub-resource of the same account has an endpoint: then that is what is wrong.
fn sub_resource<'a>(
    network: &'a Network,
    workspace: &Workspace,
    artifact: &Artifact,
    entry: &LinkedServiceType,
    host: &str,
) -> Option<Fault<'a>> {
    let Some(service) = catalog::azure_service(host) else { return Some(Fault::NoEndpoint) };
    let name = service.name.as_deref().unwrap_or_default();
    let mut siblings = network
        .private_endpoints
        .iter()
        .filter(|endpoint| endpoint.is_to(service.resource_type) && endpoint.resource_name.eq_ignore_ascii_case(name));
    match service.resource_type {
        cosmos::ACCOUNTS => {
            let Some(sibling) = siblings.next() else { return Some(Fault::NoEndpoint) };
            let analytical = sibling.group.eq_ignore_ascii_case("Analytical");
            (!analytical || reads_transactions(workspace, artifact)).then_some(Fault::CosmosSubResource(sibling))
        }
        "Microsoft.Storage/storageAccounts" if entry.name == "AzureBlobFS" && service.group == "dfs" => {
            Some(siblings.next().map_or(Fault::NoEndpoint, Fault::DataLakeWithoutDfs))
        }
        _ => Some(Fault::NoEndpoint),
    }
}

/// Does anything but the analytical store need the account: a dataset or a pipeline, no data flow that reads `olap`?
fn reads_transactions(workspace: &Workspace, service: &Artifact) -> bool {
    let analytical = |user: &Artifact| user.kind == Kind::Dataflow && user.document.says("olap");
    workspace.users(service).any(|(user, _)| match user.kind {
        Kind::Dataset => {
            let mut flows = workspace.users(user).peekable();
            flows.peek().is_some() && flows.any(|(flow, _)| !analytical(flow))
        }
        _ => !analytical(user),
    })
}
