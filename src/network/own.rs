//! The workspace itself: the names it may have, its own hosts, and the storage it was made with.

use super::host::host_of;
use crate::workspace::{Artifact, Kind, Workspace};

/// What is known of the workspace itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Own {
    /// The names it may have, in lower case.
    names: Vec<String>,
    /// The names its default linked services carry, in lower case.
    defaults: Vec<String>,
    configured: bool,
    /// Hosts of its default storage, in lower case.
    storage: Vec<String>,
}

const STORAGE: &str = "-workspacedefaultstorage";
const SERVER: &str = "-workspacedefaultsqlserver";

impl Own {
    /// The configured name, else the names in the endpoints the service made, else those in the default storage's.
    pub(super) fn new(workspace: &Workspace, configured: Option<&str>) -> Self {
        let lower = |kind| workspace.of_kind(kind).map(|artifact| artifact.name.to_lowercase());
        let stripped = |name: String, suffix: &str| Some(name.strip_suffix(suffix)?.to_owned());
        let of_default = |name: String| stripped(name.clone(), STORAGE).or_else(|| stripped(name, SERVER));
        let mut defaults: Vec<String> = lower(Kind::LinkedService).filter_map(of_default).collect();
        defaults.sort_unstable();
        defaults.dedup();
        let endpoints = lower(Kind::ManagedPrivateEndpoint);
        let mut names: Vec<String> =
            endpoints.filter_map(|name| Some(name.strip_prefix("synapse-ws-sql--")?.to_owned())).collect();
        if names.is_empty() {
            names.clone_from(&defaults);
        }
        if let Some(name) = configured {
            names = vec![name.to_lowercase()];
        }
        let services = workspace.of_kind(Kind::LinkedService);
        let storage =
            services.filter(|service| service.name.to_lowercase().ends_with(STORAGE)).filter_map(host).collect();
        Self { names, defaults, configured: configured.is_some(), storage }
    }

    /// Is it a SQL or development host of the workspace, in any cloud?
    pub(super) fn has_host(&self, host: &str) -> bool {
        let Some((first, rest)) = host.split_once('.') else { return false };
        let first = first.strip_suffix("-ondemand").unwrap_or(first);
        let service = rest.strip_prefix("sql.").or(rest.strip_prefix("dev."));
        // Without a configured name, one that its default linked services carry may be its own as well.
        let defaults = if self.configured { &[] } else { self.defaults.as_slice() };
        let mut names = self.names.iter().chain(defaults);
        let is_synapse = service.is_some_and(|cloud| cloud.starts_with("azuresynapse."));
        // Where nothing tells the workspace's name, every one may be it.
        is_synapse && (names.clone().next().is_none() || names.any(|name| name == first))
    }

    /// Is it a host of the storage the workspace was made with?
    pub(super) fn has_storage(&self, host: &str) -> bool {
        let Some((account, rest)) = host.split_once('.') else { return false };
        let same = |own: &String| own.split_once('.').is_some_and(|(name, _)| name == account);
        (rest.starts_with("dfs.") || rest.starts_with("blob.")) && self.storage.iter().any(same)
    }

    /// The workspace's name, where no other is possible; only from configuration and default linked services, as the
    /// endpoints are what is judged by it.
    pub fn certain_name(&self) -> Option<&str> {
        match (self.configured, self.names.first(), self.defaults.as_slice()) {
            (true, Some(name), _) => Some(name),
            (false, _, [name]) => Some(name),
            _ => None,
        }
    }
}

fn host(storage: &Artifact) -> Option<String> {
    let url = storage.property(&["typeProperties", "url"])?;
    host_of(Some(url)).name().map(str::to_owned)
}
