//! What a managed private endpoint covers: the names it lists, and for known resources the hosts that follow from
//! resource and sub-resource (a third of all real endpoints list no names).

use super::DeclaredEndpoint;
use super::host::normalised;
use crate::catalog;
use crate::json::{Node, pointer};
use crate::workspace::graph::is_placeholder;
use crate::workspace::{Artifact, Kind, Workspace};

/// A private endpoint, from Git or declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateEndpoint {
    /// Its name, for messages.
    pub name: String,
    /// Type of the target, as `Microsoft.Web/sites`.
    pub resource_type: String,
    /// Name of the target.
    pub resource_name: String,
    /// Sub-resource; empty for a Private Link Service.
    pub group: String,
    /// The names it lists, normalised.
    pub fqdns: Vec<String>,
    /// Did the service make it itself?
    pub made_by_service: bool,
    /// Its file, when Git has it.
    pub path: Option<String>,
}

/// A name of an endpoint that a host almost matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss<'a> {
    /// The endpoint.
    pub endpoint: &'a PrivateEndpoint,
    /// Which of its names; `None` when the name follows from the resource.
    pub fqdn: Option<usize>,
    /// The name.
    pub name: String,
    /// How it differs, in a few words.
    pub difference: String,
}

/// What stands between the managed network and a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage<'a> {
    /// This endpoint leads there.
    Covered(&'a PrivateEndpoint),
    /// A host of the workspace itself, or of one of several it may be.
    OwnWorkspace,
    /// A resource may be meant that an endpoint with placeholders stands for.
    Unknown,
    /// Nothing leads there; these come near.
    Missing(Vec<NearMiss<'a>>),
}

impl PrivateEndpoint {
    pub(super) fn from_artifact(artifact: &Artifact) -> Self {
        let text = |key: &str| artifact.property(&[key]).and_then(Node::as_str).unwrap_or_default().into_owned();
        let listed = artifact.property(&["fqdns"]).into_iter().flat_map(Node::items).filter_map(Node::as_str);
        let fqdns = listed.map(|name| normalised(&name)).collect();
        let (resource_type, resource_name) = resource(&text("privateLinkResourceId"));
        Self {
            name: artifact.name.clone(),
            resource_type,
            resource_name,
            group: text("groupId"),
            fqdns,
            // The names the service gives its own endpoints (FACTS B.3).
            made_by_service: artifact.name.to_lowercase().starts_with("synapse-ws-"),
            path: Some(artifact.path.clone()),
        }
    }

    pub(super) fn from_declared(declared: &DeclaredEndpoint) -> Self {
        let (resource_type, resource_name) = resource(&declared.resource);
        Self {
            name: resource_name.clone(),
            resource_type,
            resource_name,
            group: declared.group.clone(),
            fqdns: declared.fqdns.iter().map(|name| normalised(name)).collect(),
            made_by_service: false,
            path: None,
        }
    }

    fn is_web_site(&self) -> bool {
        self.resource_type.eq_ignore_ascii_case("Microsoft.Web/sites")
    }

    /// The host templates that follow from resource and group. For a web site that lists names only those count.
    fn templates(&self) -> Vec<String> {
        if self.is_web_site() && !self.fqdns.is_empty() {
            return Vec::new();
        }
        let (group, suffix) = match self.group.split_once('-') {
            // `sites-<slot>` is the endpoint of a deployment slot.
            Some((sites, slot)) if self.is_web_site() && sites.eq_ignore_ascii_case("sites") => {
                (sites, format!("-{slot}"))
            }
            _ => (self.group.as_str(), String::new()),
        };
        let name = format!("{}{suffix}", self.resource_name.to_lowercase());
        catalog::host_templates(&self.resource_type, group).iter().map(|host| host.replace("{name}", &name)).collect()
    }

    fn covers(&self, host: &str) -> bool {
        self.fqdns.iter().any(|name| covers_name(name, host))
            || self.templates().iter().any(|template| matches_template(template, host))
    }
}

/// A listed name covers itself; `*.contoso.com` covers what is below it.
fn covers_name(name: &str, host: &str) -> bool {
    match name.strip_prefix('*') {
        Some(suffix) if suffix.starts_with('.') => host.ends_with(suffix),
        _ => name == host,
    }
}

/// `{braces}` stand for any text within one label.
fn matches_template(template: &str, host: &str) -> bool {
    let mut labels = host.split('.');
    template.split('.').all(|pattern| labels.next().is_some_and(|label| matches_label(pattern, label)))
        && labels.next().is_none()
}

fn matches_label(pattern: &str, label: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else { return pattern.eq_ignore_ascii_case(label) };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    let Some(tail) = label.strip_prefix(before) else { return false };
    (1..=tail.len()).any(|length| tail.get(length..).is_some_and(|tail| matches_label(after, tail)))
}

/// Type and name of a resource id: `…/providers/Microsoft.Web/sites/func` → (`Microsoft.Web/sites`, `func`).
fn resource(id: &str) -> (String, String) {
    let parts: Vec<&str> = id.trim_matches('/').split('/').collect();
    let providers = parts.iter().rposition(|part| part.eq_ignore_ascii_case("providers"));
    match providers.map(|at| &parts[at + 1..]) {
        Some([provider, kind, name, ..]) => (format!("{provider}/{kind}"), (*name).to_owned()),
        _ => (String::new(), String::new()),
    }
}

pub(super) fn coverage<'a>(endpoints: &'a [PrivateEndpoint], own: &OwnNames, host: &str) -> Coverage<'a> {
    if let Some(endpoint) = endpoints.iter().find(|endpoint| endpoint.covers(host)) {
        return Coverage::Covered(endpoint);
    }
    if own.has_host(host) {
        return Coverage::OwnWorkspace;
    }
    if endpoints.iter().any(|endpoint| is_placeholder(&endpoint.resource_name) || endpoint.resource_name.contains("@{"))
    {
        return Coverage::Unknown;
    }
    Coverage::Missing(near_misses(endpoints, host))
}

/// The names the workspace itself may have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnNames(Vec<String>);

impl OwnNames {
    /// The configured name, else the names in the endpoints the service made, else those in the default storage's.
    pub(super) fn new(workspace: &Workspace, configured: Option<&str>) -> Self {
        if let Some(name) = configured {
            return Self(vec![name.to_lowercase()]);
        }
        let lower = |kind| workspace.of_kind(kind).map(|artifact| artifact.name.to_lowercase());
        let endpoints = lower(Kind::ManagedPrivateEndpoint);
        let mut names: Vec<String> =
            endpoints.filter_map(|name| Some(name.strip_prefix("synapse-ws-sql--")?.to_owned())).collect();
        if names.is_empty() {
            let storage = lower(Kind::LinkedService);
            names =
                storage.filter_map(|name| Some(name.strip_suffix("-workspacedefaultstorage")?.to_owned())).collect();
        }
        Self(names)
    }

    /// Is it a SQL or development host of the workspace, in any cloud?
    fn has_host(&self, host: &str) -> bool {
        let Some((first, rest)) = host.split_once('.') else { return false };
        let first = first.strip_suffix("-ondemand").unwrap_or(first);
        let service = rest.strip_prefix("sql.").or(rest.strip_prefix("dev."));
        service.is_some_and(|cloud| cloud.starts_with("azuresynapse.")) && self.0.iter().any(|name| name == first)
    }
}

/// Names that a host almost matches (RULES.md "Near misses").
fn near_misses<'a>(endpoints: &'a [PrivateEndpoint], host: &str) -> Vec<NearMiss<'a>> {
    let mut near = Vec::new();
    for endpoint in endpoints {
        let listed = endpoint.fqdns.iter().enumerate().map(|(at, name)| (Some(at), name.clone()));
        let derived = endpoint.templates().into_iter().filter(|name| !name.contains('{')).map(|name| (None, name));
        // One endpoint is near once, by the name that is nearest in its list.
        let found = listed.chain(derived).find_map(|(fqdn, name)| {
            let difference = difference(&name, host)?;
            Some(NearMiss { endpoint, fqdn, name, difference })
        });
        near.extend(found);
    }
    near
}

/// How a name differs from the host, when it comes near.
fn difference(name: &str, host: &str) -> Option<String> {
    if name.replacen(".scm.", ".", 1) == host && name != host {
        return Some("the deployment (.scm.) name of the same app".to_owned());
    }
    let ((own_label, own_rest), (label, rest)) = (name.split_once('.')?, host.split_once('.')?);
    if own_rest == rest {
        let edits = strsim::levenshtein(own_label, label);
        // Two letters of a short label are half of it: `api` and `app` have nothing to do with each other.
        let near = edits <= 2 && edits * 3 < label.chars().count();
        return near.then(|| format!("differs by {}", if edits == 1 { "one letter" } else { "two letters" }));
    }
    (own_label == label && !are_siblings(own_rest, rest)).then(|| format!("same name, but under {own_rest}"))
}

/// Suffixes of one account's other services, each a target of its own.
fn are_siblings(one: &str, other: &str) -> bool {
    const STORAGE: [&str; 5] = ["blob", "dfs", "file", "queue", "table"];
    let split = |suffix: &str| suffix.split_once('.').map(|(service, rest)| (service.to_owned(), rest.to_owned()));
    match (split(one), split(other)) {
        (Some((a, rest)), Some((b, other_rest))) => {
            rest == other_rest && STORAGE.contains(&a.as_str()) && STORAGE.contains(&b.as_str())
        }
        _ => false,
    }
}

impl NearMiss<'_> {
    /// The value that holds the name, in the endpoint's artifact.
    pub fn node<'a>(&self, artifact: &'a Artifact) -> Option<Node<'a>> {
        match self.fqdn {
            Some(at) => pointer::resolve(&artifact.document, &format!("/properties/fqdns/{at}")),
            None => artifact.property(&["privateLinkResourceId"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(resource: &str, group: &str, fqdns: &[&str]) -> PrivateEndpoint {
        let resource = format!("/subscriptions/s/resourceGroups/r/providers/{resource}");
        let fqdns = fqdns.iter().map(|name| (*name).to_owned()).collect();
        PrivateEndpoint::from_declared(&DeclaredEndpoint { resource, group: group.to_owned(), fqdns })
    }

    fn covers(endpoint: &PrivateEndpoint, host: &str) -> bool {
        let endpoints = [endpoint.clone()];
        matches!(coverage(&endpoints, &OwnNames::default(), host), Coverage::Covered(_))
    }

    #[test]
    fn listed_names_and_names_that_follow() {
        let site = endpoint("Microsoft.Web/sites/func-otel", "sites", &[]);
        assert!(covers(&site, "func-otel.azurewebsites.net"));
        assert!(covers(&site, "func-otel-a1b2c3.westeurope-01.azurewebsites.net"));
        assert!(!covers(&site, "func-other.azurewebsites.net"));
        let listed = endpoint("Microsoft.Web/sites/func-otel", "sites", &["Func-Otel.scm.azurewebsites.net."]);
        assert!(covers(&listed, "func-otel.scm.azurewebsites.net"));
        assert!(!covers(&listed, "func-otel.azurewebsites.net"), "a site that lists names covers only those");
        let slot = endpoint("Microsoft.Web/sites/func", "sites-staging", &[]);
        assert!(covers(&slot, "func-staging.azurewebsites.net"));
        let blob = endpoint("microsoft.storage/storageaccounts/Lake", "BLOB", &["lake.blob.core.windows.net"]);
        assert!(covers(&blob, "lake.blob.core.windows.net"));
        assert!(!covers(&blob, "lake.dfs.core.windows.net"));
        assert!(covers(
            &endpoint("Microsoft.Storage/storageAccounts/lake", "dfs", &[]),
            "lake.dfs.core.usgovcloudapi.net"
        ));
        let vault = endpoint("Microsoft.KeyVault/vaults/kv", "vault", &["kv.vaultcore.azure.net"]);
        assert!(covers(&vault, "kv.vault.azure.net"));
        let labelled = endpoint("Microsoft.Synapse/workspaces/ws", "sql", &["ws.guid.sql.azuresynapse.net"]);
        assert!(covers(&labelled, "ws.sql.azuresynapse.net"));
        let service = endpoint("Microsoft.Network/privateLinkServices/pls", "", &["api.contoso.local"]);
        assert!(covers(&service, "api.contoso.local"));
        assert!(!covers(&service, "pls.contoso.local"));
    }

    #[test]
    fn what_comes_near() {
        let near = |name: &str, host: &str| difference(name, host);
        assert_eq!(near("func-otl.azurewebsites.net", "func-otel.azurewebsites.net").unwrap(), "differs by one letter");
        assert!(near("func-otel.scm.azurewebsites.net", "func-otel.azurewebsites.net").unwrap().contains(".scm."));
        assert!(near("lake.blob.core.windows.net", "lake.blob.core.usgovcloudapi.net").is_some());
        assert_eq!(near("lake.blob.core.windows.net", "lake.dfs.core.windows.net"), None);
        assert_eq!(near("api.contoso.com", "app.contoso.com"), None);
    }
}
