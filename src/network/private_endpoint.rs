//! What a managed private endpoint covers: the names it lists, and for known resources the hosts that follow from
//! resource and sub-resource (a third of all real endpoints list no names).

use super::DeclaredEndpoint;
use super::host::{is_stand_in, normalised};
use super::index::Index;
use super::inventory::{Listed, State};
use super::near_miss::{NearMiss, near_misses};
use super::own::Own;
use crate::catalog;
use crate::infrastructure::{self, Place};
use crate::json::Node;
use crate::workspace::Artifact;
use crate::workspace::graph::is_placeholder;

/// A private endpoint, from Git, declared, or only in the inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateEndpoint {
    /// Its name, for messages.
    pub name: String,
    /// The target's resource id, as written.
    pub resource_id: String,
    /// Type of the target, as `Microsoft.Web/sites`; empty when the id is none.
    pub resource_type: String,
    /// Name of the target.
    pub resource_name: String,
    /// Sub-resource; empty for a Private Link Service.
    pub group: String,
    /// The names it lists, normalised.
    pub fqdns: Vec<String>,
    /// Did the service make it itself?
    pub made_by_service: bool,
    /// Where it is known from.
    pub origin: Origin,
    /// What the inventory says of it.
    pub state: State,
    /// The host templates that follow from resource and group.
    templates: Vec<String>,
}

/// Where a private endpoint is known from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// This artifact in Git.
    Git(usize),
    /// The configuration.
    Configuration,
    /// The inventory alone.
    Inventory,
    /// Infrastructure code.
    Code(Place),
}

/// What stands between the managed network and a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage<'a> {
    /// This endpoint leads there.
    Covered(&'a PrivateEndpoint),
    /// This endpoint would, once it is approved.
    Pending(&'a PrivateEndpoint),
    /// A host of the workspace itself, or of one of several it may be.
    OwnWorkspace,
    /// Something may lead there that cannot be told from here.
    Unknown,
    /// Nothing leads there; these come near.
    Missing(Vec<NearMiss<'a>>),
}

impl PrivateEndpoint {
    pub(super) fn from_artifact(artifact: &Artifact) -> Self {
        let text = |key: &str| artifact.property(&[key]).and_then(Node::as_str).unwrap_or_default().into_owned();
        let listed = artifact.property(&["fqdns"]).into_iter().flat_map(Node::items).filter_map(Node::as_str);
        let fqdns = listed.map(|name| normalised(&name)).collect();
        let origin = Origin::Git(artifact.id);
        let endpoint = Self::new(artifact.name.clone(), text("privateLinkResourceId"), text("groupId"), fqdns, origin);
        let made_by_service = is_name_of_service(&artifact.name);
        Self { made_by_service, ..endpoint }
    }

    pub(super) fn from_declared(declared: &DeclaredEndpoint) -> Self {
        let fqdns = declared.fqdns.iter().map(|name| normalised(name)).collect();
        let (_, name) = resource(&declared.resource);
        Self::new(name, declared.resource.clone(), declared.group.clone(), fqdns, Origin::Configuration)
    }

    pub(super) fn from_code(code: &infrastructure::Endpoint) -> Option<Self> {
        let target = code.target.as_ref()?;
        let fqdns = target.fqdns.iter().map(|name| normalised(name)).collect();
        let (resource, group) = (target.resource_id.clone(), target.group.clone());
        let endpoint = Self::new(code.name.clone(), resource, group, fqdns, Origin::Code(code.place.clone()));
        let made_by_service = is_name_of_service(&code.name);
        Some(Self { made_by_service, ..endpoint })
    }

    pub(super) fn from_inventory(listed: &Listed) -> Self {
        let fqdns = listed.fqdns.iter().map(|name| normalised(name)).collect();
        let (resource, group) = (listed.resource_id.clone(), listed.group.clone());
        let endpoint = Self::new(listed.name.clone(), resource, group, fqdns, Origin::Inventory);
        Self { made_by_service: listed.made_by_service, state: listed.state.clone(), ..endpoint }
    }

    fn new(name: String, resource_id: String, group: String, fqdns: Vec<String>, origin: Origin) -> Self {
        let (resource_type, resource_name) = resource(&resource_id);
        let (made_by_service, state, templates) = (false, State::Unknown, Vec::new());
        let mut endpoint = Self {
            name,
            resource_id,
            resource_type,
            resource_name,
            group,
            fqdns,
            made_by_service,
            origin,
            state,
            templates,
        };
        endpoint.templates = endpoint.work_out_templates();
        endpoint
    }

    /// Is its target of this type?
    pub fn is_to(&self, resource_type: &str) -> bool {
        self.resource_type.eq_ignore_ascii_case(resource_type)
    }

    /// Is its target a Private Link Service, which answers for the names it lists and no others?
    pub fn is_to_private_link_service(&self) -> bool {
        self.is_to("Microsoft.Network/privateLinkServices")
    }

    /// Do both lead to one sub-resource of one resource?
    pub fn has_target_of(&self, other: &Self) -> bool {
        self.target() == other.target()
    }

    /// Resource and sub-resource as far as code tells, which may not say whose subscription, comparable; `None` where
    /// it is no resource.
    pub(super) fn likely_target(&self) -> Option<[String; 3]> {
        let parts = [&self.resource_type, &self.resource_name, &self.group];
        (!self.resource_type.is_empty()).then(|| parts.map(|part| part.trim().to_lowercase()))
    }

    /// Resource and sub-resource, comparable.
    pub(super) fn target(&self) -> String {
        let id = self.resource_id.trim().trim_matches('/');
        format!("{id} {}", self.group.trim()).to_lowercase()
    }

    fn is_web_site(&self) -> bool {
        self.is_to("Microsoft.Web/sites")
    }

    /// The host templates that follow from resource and group.
    pub(super) fn templates(&self) -> &[String] {
        &self.templates
    }

    /// For a web site that lists names only those count.
    fn work_out_templates(&self) -> Vec<String> {
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
        let templates = catalog::host_templates(&self.resource_type, group).iter();
        templates.filter(|host| host.contains("{name}")).map(|host| host.replace("{name}", &name)).collect()
    }

    /// Does it lead to the host?
    pub fn covers(&self, host: &str) -> bool {
        self.fqdns.iter().any(|name| covers_name(name, host))
            || self.templates.iter().any(|template| catalog::match_template(template, host).is_some())
    }

    /// Is its target filled in by a deployment or a reader?
    pub fn is_computed(&self) -> bool {
        let name = &self.resource_name;
        is_placeholder(name) || name.contains("@{") || is_stand_in(name)
    }

    /// The names it answers for: those it lists, and the templates of those that follow.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fqdns.iter().chain(&self.templates).map(String::as_str)
    }

    /// Is there any host that it may lead to, for all that can be told?
    pub(super) fn is_vague(&self) -> bool {
        self.is_computed() || (self.fqdns.is_empty() && self.nameless().next().is_some())
    }

    /// The host templates of its target that do not follow from its name.
    fn nameless(&self) -> impl Iterator<Item = &'static String> {
        let templates = catalog::host_templates(&self.resource_type, &self.group).iter();
        templates.filter(|template| !template.contains("{name}"))
    }

    /// May it lead to the host, as far as can be told: the resource is a placeholder, or its hosts do not follow from
    /// its name and it lists none.
    fn may_cover(&self, host: &str) -> bool {
        if self.is_computed() {
            return true;
        }
        self.fqdns.is_empty() && self.nameless().any(|template| catalog::match_template(template, host).is_some())
    }
}

/// Is it a name that the service gives its own endpoints?
fn is_name_of_service(name: &str) -> bool {
    name.to_lowercase().starts_with("synapse-ws-")
}

/// A listed name covers itself; `*.contoso.com` covers what is below it.
fn covers_name(name: &str, host: &str) -> bool {
    match name.strip_prefix('*') {
        Some(suffix) if suffix.starts_with('.') => host.ends_with(suffix),
        _ => name == host,
    }
}

/// Type and name of a resource id: `…/providers/Microsoft.Web/sites/func` → (`Microsoft.Web/sites`, `func`).
fn resource(id: &str) -> (String, String) {
    let parts: Vec<&str> = id.trim().trim_matches('/').split('/').collect();
    let providers = parts.iter().rposition(|part| part.eq_ignore_ascii_case("providers"));
    match providers.map(|at| &parts[at + 1..]) {
        Some([provider, kind, name, ..]) => (format!("{provider}/{kind}"), (*name).to_owned()),
        _ => (String::new(), String::new()),
    }
}

pub(super) fn coverage<'a>(endpoints: &'a [PrivateEndpoint], index: &Index, own: &Own, host: &str) -> Coverage<'a> {
    let candidates = index.candidates(host);
    let leading = || candidates.iter().map(|at| &endpoints[*at]).filter(|endpoint| endpoint.covers(host));
    if let Some(endpoint) = leading().find(|endpoint| !endpoint.state.blocks()) {
        return Coverage::Covered(endpoint);
    }
    if own.has_host(host) {
        return Coverage::OwnWorkspace;
    }
    if index.vague().iter().any(|at| endpoints[*at].may_cover(host)) {
        return Coverage::Unknown;
    }
    // What Git has and nobody approved is a fault of the endpoint, told there.
    match leading().find(|endpoint| endpoint.origin != Origin::Inventory) {
        Some(endpoint) => Coverage::Pending(endpoint),
        None => Coverage::Missing(near_misses(index.neighbours(host).into_iter().map(|at| &endpoints[at]), host)),
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

    fn coverage_by<'a>(endpoints: &'a [PrivateEndpoint], host: &str) -> Coverage<'a> {
        coverage(endpoints, &Index::new(endpoints), &Own::default(), host)
    }

    fn covers(endpoint: &PrivateEndpoint, host: &str) -> bool {
        let endpoints = [endpoint.clone()];
        matches!(coverage_by(&endpoints, host), Coverage::Covered(_))
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
    fn the_first_that_leads_there_covers() {
        let service = |names: &[&str]| endpoint("Microsoft.Network/privateLinkServices/pls", "", names);
        let (wide, narrow) = (service(&["*.Contoso.local"]), service(&["erp.contoso.local", "API.contoso.local"]));
        let first = |endpoints: &[PrivateEndpoint]| match coverage_by(endpoints, "api.contoso.local") {
            Coverage::Covered(endpoint) => endpoint.fqdns.len(),
            _ => 0,
        };
        assert_eq!(first(&[wide.clone(), narrow.clone()]), 1);
        assert_eq!(first(&[narrow.clone(), wide]), 2);
        assert_eq!(first(&[service(&["erp.contoso.local"]), narrow]), 2);
    }

    #[test]
    fn only_neighbours_come_near() {
        let endpoints = [
            endpoint("Microsoft.Web/sites/func-otel", "sites", &["Func-Otel.scm.azurewebsites.net"]),
            endpoint("Microsoft.Web/sites/func-other", "sites", &[]),
            endpoint("Microsoft.Storage/storageAccounts/lakehouse", "blob", &[]),
            endpoint("Microsoft.Storage/storageAccounts/lakehousf", "dfs", &["lakehousf.dfs.core.windows.net"]),
            endpoint(
                "Microsoft.Network/privateLinkServices/pls",
                "",
                &["erp-gateway.contoso.internal", "api", "*.a.b"],
            ),
        ];
        let (index, mut near) = (Index::new(&endpoints), 0);
        for label in ["func-otel", "func-othel", "lakehouse", "lakehousee", "erp-gateway", "erp-gatewai", "", "api"] {
            for rest in
                [".azurewebsites.net", ".blob.core.windows.net", ".dfs.core.usgovcloudapi.net", ".contoso.com", ""]
            {
                let host = format!("{label}{rest}");
                let neighbours = index.neighbours(&host).into_iter().map(|at| &endpoints[at]);
                let found = near_misses(neighbours, &host);
                assert_eq!(found, near_misses(endpoints.iter(), &host), "{host}");
                near += found.len();
            }
        }
        assert!(near > 5);
    }

    #[test]
    fn hosts_that_do_not_follow_from_the_name() {
        let databricks = endpoint("Microsoft.Databricks/workspaces/dbw", "databricks_ui_api", &[]);
        let host = "adb-1234567890.7.azuredatabricks.net";
        assert_eq!(coverage_by(&[databricks], host), Coverage::Unknown);
        let listed =
            endpoint("Microsoft.Databricks/workspaces/dbw", "databricks_ui_api", &["adb-1.2.azuredatabricks.net"]);
        assert!(matches!(coverage_by(&[listed], host), Coverage::Missing(_)));
    }
}
