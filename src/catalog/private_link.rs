//! Resources that a private endpoint can lead to: their sub-resources (groups), and the host names that follow from
//! name and group, in every cloud.

use super::embedded;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a private endpoint to a type of resource can stand for.
#[derive(Debug, Deserialize)]
pub struct PrivateLinkResource {
    /// Resource type, as `Microsoft.Storage/storageAccounts`.
    #[serde(rename = "type")]
    pub name: String,
    /// Is it in the documented table of targets for a managed private endpoint of Synapse?
    #[serde(default)]
    pub documented: bool,
    /// How sentences call one whose name does not follow from the host; `{host}` stands for that.
    nameless: Option<String>,
    /// Sub-resource → host templates of every cloud: `{name}` is the resource's name, other braces any text within
    /// one label. Nothing at all where the sub-resources are named by the customer.
    pub groups: BTreeMap<String, Vec<String>>,
}

/// The Azure service that a host name belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AzureService {
    /// Type of the resource, as `Microsoft.Storage/storageAccounts`.
    pub resource_type: &'static str,
    /// The sub-resource whose host it is.
    pub group: &'static str,
    /// Name of the resource, where the host tells.
    pub name: Option<String>,
    /// Is the type in the documented table of targets?
    pub documented: bool,
}

#[derive(Deserialize)]
struct PrivateLinks {
    resources: Vec<PrivateLinkResource>,
}

impl AzureService {
    /// How sentences call the resource behind the host: by its name, in quotes, or in words.
    pub fn called(&self, host: &str) -> String {
        if let Some(name) = &self.name {
            return format!("\"{name}\"");
        }
        let words = private_link_resource(self.resource_type).and_then(|resource| resource.nameless.as_deref());
        words.unwrap_or("the resource behind {host}").replace("{host}", host)
    }
}

impl PrivateLinkResource {
    /// A sub-resource of this name, as the documents spell it; `sites-<slot>` is one of a web site.
    pub fn group(&self, name: &str) -> Option<&str> {
        let listed = self.groups.keys().find(|own| own.eq_ignore_ascii_case(name));
        let slot = || {
            let (group, _) = name.split_once('-')?;
            self.groups.keys().find(|own| own.split_once("-{").is_some_and(|(own, _)| own.eq_ignore_ascii_case(group)))
        };
        listed.or_else(slot).map(String::as_str)
    }

    /// Does every endpoint to it name a sub-resource?
    pub fn needs_group(&self) -> bool {
        !self.groups.is_empty() && !self.groups.contains_key("")
    }
}

fn resources() -> &'static [PrivateLinkResource] {
    static RESOURCES: OnceLock<Vec<PrivateLinkResource>> = OnceLock::new();
    RESOURCES.get_or_init(|| embedded::<PrivateLinks>(include_str!("private_links.json")).resources)
}

/// The resource type of this name; `None` when the catalogue does not know it.
pub fn private_link_resource(name: &str) -> Option<&'static PrivateLinkResource> {
    static TYPES: OnceLock<FxHashMap<String, &'static PrivateLinkResource>> = OnceLock::new();
    let types = TYPES.get_or_init(|| resources().iter().map(|entry| (entry.name.to_lowercase(), entry)).collect());
    types.get(&name.to_lowercase()).copied()
}

/// The resource types in the documented table of targets.
pub fn documented_targets() -> impl Iterator<Item = &'static str> {
    resources().iter().filter(|resource| resource.documented).map(|resource| resource.name.as_str())
}

/// The host templates of a sub-resource of a resource type; empty when the catalogue does not know it.
pub fn host_templates(resource_type: &str, group: &str) -> &'static [String] {
    let groups = private_link_resource(resource_type).map(|resource| &resource.groups);
    let known = groups.and_then(|groups| groups.iter().find(|(name, _)| name.eq_ignore_ascii_case(group)));
    known.map(|(_, templates)| templates.as_slice()).unwrap_or_default()
}

/// How well a template fits: few variables, a long literal part, a documented target.
type Rank = (Reverse<usize>, usize, bool);

/// A template with the resource and the sub-resource it belongs to.
struct Template {
    resource: &'static PrivateLinkResource,
    group: &'static str,
    text: &'static str,
    /// What stands behind its last variable.
    end: &'static str,
}

/// The templates by the last two labels, which are literal in all of them.
fn templates() -> &'static FxHashMap<&'static str, Vec<Template>> {
    static TEMPLATES: OnceLock<FxHashMap<&'static str, Vec<Template>>> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        let mut found: FxHashMap<&'static str, Vec<Template>> = FxHashMap::default();
        for resource in resources() {
            for (group, templates) in &resource.groups {
                for template in templates {
                    let end = template.rsplit('}').next().unwrap_or(template);
                    let own = Template { resource, group, text: template, end };
                    found.entry(domain(template)).or_default().push(own);
                }
            }
        }
        found
    })
}

/// The service a host belongs to, by the template with the fewest variables and the longest literal part; documented
/// targets first, as Event Hubs, Service Bus and Relay share one suffix.
pub fn azure_service(host: &str) -> Option<AzureService> {
    let host = host.to_lowercase();
    let mut best: Option<(Rank, AzureService)> = None;
    for Template { resource, group, text, end } in templates().get(domain(&host))? {
        // Most fail here.
        if !host.ends_with(end) {
            continue;
        }
        let Some(name) = match_template(text, &host) else { continue };
        let documented = resource.documented;
        let rank = (Reverse(text.matches('{').count()), literal_length(text), documented);
        if best.as_ref().is_none_or(|(most, _)| rank > *most) {
            best = Some((rank, AzureService { resource_type: &resource.name, group, name, documented }));
        }
    }
    best.map(|(_, service)| service)
}

/// Does the host lie under a domain that Azure gives to its services (`windows.net`, `azure.com`, …)?
pub fn is_azure_domain(host: &str) -> bool {
    templates().contains_key(domain(&host.to_lowercase()))
}

/// The last two labels.
fn domain(host: &str) -> &str {
    host.rmatch_indices('.').nth(1).map_or(host, |(at, _)| &host[at + 1..])
}

fn literal_length(template: &str) -> usize {
    template
        .split('{')
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) })
        .map(str::len)
        .sum()
}

/// Matches a host against a template, label by label: `Some` of what stands for `{name}`, where the template has it.
pub fn match_template(template: &str, host: &str) -> Option<Option<String>> {
    // No host name is longer, and what is no host name shall cost nothing.
    if host.len() > 253 {
        return None;
    }
    let mut labels = host.split('.');
    let mut name = None;
    for pattern in template.split('.') {
        name = match_label(pattern, labels.next()?)?.or(name);
    }
    labels.next().is_none().then_some(name)
}

fn match_label(pattern: &str, label: &str) -> Option<Option<String>> {
    let Some((before, rest)) = pattern.split_once('{') else {
        return pattern.eq_ignore_ascii_case(label).then_some(None);
    };
    let (variable, after) = rest.split_once('}').unwrap_or((rest, ""));
    let tail = label.strip_prefix(before)?;
    if !after.contains('{') {
        // The variable is all but what must stand behind it.
        let (text, end) = tail.split_at_checked(tail.len().checked_sub(after.len())?)?;
        let fits = !text.is_empty() && end.eq_ignore_ascii_case(after);
        return fits.then(|| (variable == "name").then(|| text.to_owned()));
    }
    let lengths = tail.char_indices().map(|(at, first)| at + first.len_utf8());
    lengths
        .filter_map(|length| Some((&tail[..length], match_label(after, &tail[length..])?)))
        .next()
        .map(|(text, inner)| inner.or_else(|| (variable == "name").then(|| text.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_templates() {
        let blob = host_templates("microsoft.storage/STORAGEACCOUNTS", "Blob");
        assert_eq!(blob[0], "{name}.blob.core.windows.net");
        assert!(host_templates("Microsoft.Network/privateLinkServices", "").is_empty());
        let site = private_link_resource("Microsoft.Web/sites").unwrap();
        assert_eq!(
            (site.group("Sites"), site.group("sites-blue"), site.group("slot")),
            (Some("sites"), Some("sites-{slot}"), None)
        );
        let needs = |name: &str| private_link_resource(name).unwrap().needs_group();
        assert!(needs("Microsoft.KeyVault/vaults"));
        assert!(!needs("Microsoft.Network/privateLinkServices") && !needs("Microsoft.Network/applicationGateways"));
    }

    /// A host that fits a template.
    fn sample(template: &str) -> String {
        template
            .split('{')
            .map(|part| part.split_once('}').map_or(part.into(), |(_, rest)| format!("a1{rest}")))
            .collect()
    }

    #[test]
    fn every_host_tells_how_its_resource_is_called() {
        let templates = resources()
            .iter()
            .flat_map(|resource| resource.groups.values().flatten().map(move |template| (resource, template)));
        for (resource, template) in templates {
            let host = sample(template);
            let service = azure_service(&host).unwrap_or_else(|| panic!("{host} is of no service"));
            let called = service.called(&host);
            match &service.name {
                Some(name) => assert_eq!(called, format!("\"{name}\"")),
                None => assert!(!called.contains("the resource behind"), "{} lacks `nameless`", service.resource_type),
            }
            assert!(template.contains("{name}") || resource.nameless.is_some(), "{} lacks `nameless`", resource.name);
        }
        let called = |host: &str| azure_service(host).unwrap().called(host);
        assert_eq!(
            called("adb-42.7.azuredatabricks.net"),
            "the Databricks workspace behind adb-42.7.azuredatabricks.net"
        );
        assert_eq!(called("uksouth-1.in.applicationinsights.azure.com"), "an Azure Monitor Private Link Scope");
    }

    #[test]
    fn the_service_of_a_host() {
        let service = |host: &str| {
            azure_service(host).map(|found| (found.resource_type, found.group, found.name.unwrap_or_default()))
        };
        let found = |kind, group, name: &str| Some((kind, group, name.to_owned()));
        assert_eq!(service("Lake.dfs.core.windows.net"), found("Microsoft.Storage/storageAccounts", "dfs", "lake"));
        assert_eq!(service("ns.servicebus.windows.net"), found("Microsoft.EventHub/namespaces", "namespace", "ns"));
        assert_eq!(
            service("ws-ondemand.sql.azuresynapse.net"),
            found("Microsoft.Synapse/workspaces", "SqlOnDemand", "ws")
        );
        assert_eq!(
            service("mi.0a1b.database.windows.net"),
            found("Microsoft.Sql/managedInstances", "managedInstance", "mi")
        );
        assert_eq!(service("app.scm.azurewebsites.net"), found("Microsoft.Web/sites", "sites", "app"));
        let cosmos = found("Microsoft.DocumentDB/databaseAccounts", "Sql", "cosmos-contoso");
        assert_eq!(service("cosmos-contoso.documents.azure.com"), cosmos);
        assert_eq!(service("api.contoso.com"), None);
        assert!(is_azure_domain("kv.privatelink.vaultcore.azure.net") && !is_azure_domain("a.snowflakecomputing.com"));
        assert!(!is_azure_domain("net"));
        assert!(templates().keys().all(|domain| domain.contains('.') && !domain.contains('{')));
        assert!(templates().values().flatten().all(|template| template.end == template.end.to_lowercase()));
    }
}
