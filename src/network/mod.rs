//! Hosts and reachability: who talks to which host, by which runtime, and what private endpoint covers it.
//! It knows nothing of rules, wording or reports.

mod endpoint;
mod host;
mod private_endpoint;
mod profile;
mod runtime;
mod scope;

pub use endpoint::{Endpoint, endpoints};
pub use host::{Address, Host, Unknown, addresses, host_of, host_of_url};
pub use private_endpoint::{Coverage, NearMiss, PrivateEndpoint};
pub use profile::{Profile, ProfileSource};
pub use runtime::RuntimeClass;
pub use scope::Scope;

use crate::workspace::{Artifact, Kind, Workspace};
use private_endpoint::OwnNames;

/// How much of the truth about private endpoints is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Completeness {
    /// Every private endpoint is known.
    Complete,
    /// Some are made outside Git and unknown here.
    Partial,
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
    /// Every private endpoint known, from Git and configuration.
    pub private_endpoints: Vec<PrivateEndpoint>,
    own_names: OwnNames,
}

impl Network {
    /// Reads the network of a workspace from its artifacts and what is declared.
    pub fn new(workspace: &Workspace, declared: &Declared) -> Self {
        let (profile, source) = profile::profile(workspace, declared);
        let from_git = workspace.of_kind(Kind::ManagedPrivateEndpoint).map(PrivateEndpoint::from_artifact);
        let from_config = declared.endpoints.iter().map(PrivateEndpoint::from_declared);
        let private_endpoints: Vec<PrivateEndpoint> = from_git.chain(from_config).collect();
        let own = private_endpoints.iter().any(|endpoint| !endpoint.made_by_service);
        let inferred = if own { Completeness::Complete } else { Completeness::Partial };
        Self {
            profile,
            source,
            completeness: declared.completeness.unwrap_or(inferred),
            private_endpoints,
            own_names: OwnNames::new(workspace, declared.name.as_deref()),
        }
    }

    /// The class of the runtime that a linked service or activity names, by its `connectVia`.
    pub fn runtime(&self, workspace: &Workspace, connect_via: Option<crate::json::Node<'_>>) -> RuntimeClass {
        runtime::class(workspace, self.profile != Profile::Public, connect_via)
    }

    /// What covers a host, or comes near to it.
    pub fn coverage(&self, host: &str) -> Coverage<'_> {
        private_endpoint::coverage(&self.private_endpoints, &self.own_names, host)
    }

    /// The artifact of a private endpoint that Git has.
    pub fn artifact_of<'w>(&self, workspace: &'w Workspace, endpoint: &PrivateEndpoint) -> Option<&'w Artifact> {
        let path = endpoint.path.as_deref()?;
        workspace.of_kind(Kind::ManagedPrivateEndpoint).find(|artifact| artifact.path == path)
    }
}
