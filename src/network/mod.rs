//! Hosts and reachability: who talks to which host, by which runtime, and what private endpoint covers it.
//! It knows nothing of rules, wording or reports.

mod carrier;
mod code;
mod cosmos;
mod diagnostics;
mod direct;
mod egress;
mod endpoint;
mod fault;
mod form;
mod host;
mod index;
mod inventory;
mod near_miss;
mod own;
mod private_endpoint;
mod profile;
mod reach;
mod runtime;
mod scope;
mod usage;

pub use code::{CodeCall, Destination, code_calls};
pub use cosmos::Reader;
pub use diagnostics::{Diagnostics, Receiver, diagnostics};
pub use egress::{Consumer, Egress, Row, UnknownHost, Use, Verdict};
pub use endpoint::{Caller, Endpoint, endpoints};
pub use fault::{Fault, Unreachable};
pub use host::{Address, Host, Unknown, addresses, host_of, host_of_url};
pub use inventory::{Inventory, Listed, State};
pub use near_miss::{Difference, NearMiss};
pub use own::Own;
pub use private_endpoint::{Coverage, Origin, PrivateEndpoint};
pub use profile::{Profile, ProfileSource};
pub use reach::Reach;
pub use runtime::RuntimeClass;
pub use scope::{Naming, Scope};

use crate::infrastructure::{Concerning, Infrastructure};
use crate::workspace::{Artifact, Kind, Product, Workspace};
use index::Index;
use std::sync::{Arc, OnceLock};

/// How much of the truth about private endpoints is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Completeness {
    /// Every private endpoint is known.
    Complete,
    /// Some are made outside Git and unknown here.
    Partial,
}

impl Completeness {
    /// The name used in every output and in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Completeness::Complete => "complete",
            Completeness::Partial => "partial",
        }
    }
}

/// What the configuration says about the network of one root.
#[derive(Debug, Clone, Default)]
pub struct Declared {
    /// The profile, and where that is said (`synlint.toml:3`, `--network`).
    pub profile: Option<(Profile, String)>,
    /// Whether all private endpoints are known.
    pub completeness: Option<Completeness>,
    /// The workspace's own name.
    pub name: Option<String>,
    /// Private endpoints that are made outside Git.
    pub endpoints: Vec<DeclaredEndpoint>,
    /// The files of the inventory, as the configuration names them.
    pub inventory_files: Vec<String>,
    /// The inventory, once it is read.
    pub inventory: Option<Arc<Inventory>>,
}

/// A private endpoint that the configuration declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredEndpoint {
    /// Resource id of the target.
    pub resource: String,
    /// Sub-resource, as `sites` or `blob`.
    pub group: String,
    /// Names it answers for.
    pub fqdns: Vec<String>,
}

/// The network of one workspace.
#[derive(Debug)]
pub struct Network {
    /// The profile its rules are judged by.
    pub profile: Profile,
    /// Where the profile is known from.
    pub source: ProfileSource,
    /// Whether every private endpoint is known.
    pub completeness: Completeness,
    /// Every private endpoint known, from Git, configuration, infrastructure code and inventory.
    pub private_endpoints: Vec<PrivateEndpoint>,
    /// The endpoints the workspace really has, where an inventory tells.
    pub inventory: Option<Arc<Inventory>>,
    /// Are there private endpoints in Git that nobody can read, so that any host may be covered?
    pub has_unreadable_endpoints: bool,
    /// The workspace itself.
    pub own: Own,
    index: Index,
    unused: OnceLock<Vec<bool>>,
}

impl Network {
    /// Reads the network of a workspace from its artifacts, what is declared, and the infrastructure code beside it.
    pub fn new(workspace: &Workspace, declared: &Declared, code: &Infrastructure, is_only_root: bool) -> Self {
        let own = Own::new(workspace, declared.name.as_deref());
        let code = match workspace.product {
            Product::Synapse => code.of(own.certain_name(), is_only_root),
            Product::DataFactory => Concerning::default(),
        };
        let (profile, source) = profile::profile(workspace, declared, &code);
        let git = || workspace.of_kind(Kind::ManagedPrivateEndpoint);
        let has_unreadable_endpoints = git().any(|artifact| artifact.problem.is_some())
            || workspace.has_closed_folder(Kind::ManagedPrivateEndpoint);
        let from_git = git().filter(|artifact| artifact.problem.is_none()).map(PrivateEndpoint::from_artifact);
        let from_config = declared.endpoints.iter().map(PrivateEndpoint::from_declared);
        let from_code = code.endpoints.iter().filter_map(|endpoint| PrivateEndpoint::from_code(endpoint));
        let mut private_endpoints: Vec<PrivateEndpoint> = from_git.chain(from_config).chain(from_code).collect();
        // A Data Factory has endpoints of its own, which the inventory of a workspace does not list.
        let inventory = declared.inventory.clone().filter(|_| workspace.product == Product::Synapse);
        if let Some(inventory) = &inventory {
            inventory::reconcile(inventory, &mut private_endpoints);
        }
        let inferred = match inventory.is_some() || is_complete(&private_endpoints, &code) {
            true => Completeness::Complete,
            false => Completeness::Partial,
        };
        let index = Index::new(&private_endpoints);
        Self {
            has_unreadable_endpoints,
            index,
            unused: OnceLock::new(),
            profile,
            source,
            completeness: declared.completeness.unwrap_or(inferred),
            private_endpoints,
            inventory,
            own,
        }
    }

    /// The class of the runtime that a linked service or activity names, by its `connectVia`.
    pub fn runtime(&self, workspace: &Workspace, connect_via: Option<crate::json::Node<'_>>) -> RuntimeClass {
        runtime::class(workspace, self.profile != Profile::Public, connect_via)
    }

    /// The class of the runtime of this name.
    pub fn runtime_named(&self, workspace: &Workspace, name: &str) -> RuntimeClass {
        runtime::named(workspace, self.profile != Profile::Public, name)
    }

    /// What covers a host, or comes near to it.
    pub fn coverage(&self, host: &str) -> Coverage<'_> {
        let found = private_endpoint::coverage(&self.private_endpoints, &self.index, &self.own, host);
        // Its own storage usually has an endpoint that nobody wrote down.
        let own_storage = self.completeness == Completeness::Partial && self.own.has_storage(host);
        let may_be_covered = own_storage || self.has_unreadable_endpoints;
        if may_be_covered && matches!(found, Coverage::Missing(_)) { Coverage::Unknown } else { found }
    }

    /// What covers a host of storage for a SQL pool, which an endpoint to `blob` serves as well as one to `dfs`.
    pub fn coverage_of_account(&self, host: &str) -> Coverage<'_> {
        let found = self.coverage(host);
        let service = crate::catalog::azure_service(host);
        let account = service.filter(|service| service.resource_type == "Microsoft.Storage/storageAccounts");
        let Some(name) = account.as_ref().and_then(|account| account.name.as_deref()) else { return found };
        if !matches!(found, Coverage::Missing(_)) {
            return found;
        }
        let templates = ["blob", "dfs"]
            .iter()
            .flat_map(|group| crate::catalog::host_templates("Microsoft.Storage/storageAccounts", group));
        let others = templates.map(|template| self.coverage(&template.replace("{name}", name)));
        others.into_iter().find(|other| !matches!(other, Coverage::Missing(_))).unwrap_or(found)
    }

    /// The artifact of a private endpoint that Git has.
    pub fn artifact_of<'w>(&self, workspace: &'w Workspace, endpoint: &PrivateEndpoint) -> Option<&'w Artifact> {
        let Origin::Git(id) = endpoint.origin else { return None };
        workspace.artifacts.get(id)
    }

    /// The private endpoint that an artifact is.
    pub fn private_endpoint_of(&self, artifact: &Artifact) -> Option<&PrivateEndpoint> {
        self.index.of_artifact(artifact.id).map(|at| &self.private_endpoints[at])
    }

    /// The first endpoint in Git with the same target; `None` when it is this one.
    pub fn first_of_target(&self, endpoint: &PrivateEndpoint) -> Option<&PrivateEndpoint> {
        let first = &self.private_endpoints[self.index.first_of_target(endpoint)?];
        (first != endpoint).then_some(first)
    }

    /// The first endpoint in Git that lists a name.
    pub fn first_to_list(&self, fqdn: &str) -> Option<&PrivateEndpoint> {
        self.index.first_to_list(fqdn).map(|at| &self.private_endpoints[at])
    }

    /// Does nothing in the workspace lead to an endpoint that Git has, as far as can be told?
    pub fn is_unused(&self, workspace: &Workspace, artifact: &Artifact) -> bool {
        let unused = self.unused.get_or_init(|| usage::unused(workspace, &self.private_endpoints));
        self.index.of_artifact(artifact.id).is_some_and(|at| unused[at])
    }
}

/// Is someone's own endpoint known, and none that code makes in a way that cannot be read?
fn is_complete(endpoints: &[PrivateEndpoint], code: &Concerning<'_>) -> bool {
    let unreadable = code.endpoints.iter().any(|endpoint| endpoint.target.is_none());
    !unreadable && endpoints.iter().any(|endpoint| !endpoint.made_by_service)
}
