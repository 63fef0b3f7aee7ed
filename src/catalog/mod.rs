//! Facts about Azure, embedded with their sources, behind typed look-ups. It knows nothing of artifacts or rules.
//! Type names, groups and property names compare without case, as the service does.

mod activities;
pub mod dataflow;
mod datasets;
mod functions;
mod secrets;

pub use activities::{ActivityType, activity, activity_names};
pub use datasets::{dataset_names, is_dataset, linked_services_of_dataset, linked_services_of_location};
pub use functions::{Function, FunctionName, function, function_names};
pub use secrets::{ConnectionStringFacts, connection_strings, is_secret_header, secret_field};

use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// What is known of a linked service type.
#[derive(Debug, Deserialize)]
pub struct LinkedServiceType {
    /// The `type` of the linked service.
    #[serde(rename = "type")]
    pub name: String,
    /// Properties below `typeProperties` that hold a URL which is called.
    #[serde(default)]
    pub urls: Vec<String>,
    /// Does the token library of Spark accept it?
    #[serde(default)]
    pub spark: bool,
    /// Can its URL lead anywhere, so that only the host tells what it talks to?
    #[serde(default)]
    pub generic: bool,
}

/// What a private endpoint to a type of resource can stand for.
#[derive(Debug, Deserialize)]
pub struct PrivateLinkResource {
    /// Resource type, as `Microsoft.Storage/storageAccounts`.
    #[serde(rename = "type")]
    pub name: String,
    /// Sub-resource → host templates of every cloud: `{name}` is the resource's name, other braces any text within
    /// one label.
    pub groups: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct LinkedServices {
    types: Vec<LinkedServiceType>,
}

#[derive(Deserialize)]
struct PrivateLinks {
    resources: Vec<PrivateLinkResource>,
}

/// The linked service type of this name; `None` when the catalogue does not know it.
pub fn linked_service(name: &str) -> Option<&'static LinkedServiceType> {
    linked_services().get(&name.to_lowercase())
}

/// The names of all linked service types.
pub fn linked_service_names() -> impl Iterator<Item = &'static str> {
    linked_services().values().map(|entry| entry.name.as_str())
}

fn linked_services() -> &'static HashMap<String, LinkedServiceType> {
    static TYPES: OnceLock<HashMap<String, LinkedServiceType>> = OnceLock::new();
    TYPES.get_or_init(|| {
        let read: LinkedServices = embedded(include_str!("linked_services.json"));
        read.types.into_iter().map(|entry| (entry.name.to_lowercase(), entry)).collect()
    })
}

/// The host templates of a sub-resource of a resource type; empty when the catalogue does not know it.
pub fn host_templates(resource_type: &str, group: &str) -> &'static [String] {
    static RESOURCES: OnceLock<HashMap<String, PrivateLinkResource>> = OnceLock::new();
    let resources = RESOURCES.get_or_init(|| {
        let read: PrivateLinks = embedded(include_str!("private_links.json"));
        read.resources.into_iter().map(|entry| (entry.name.to_lowercase(), entry)).collect()
    });
    let groups = resources.get(&resource_type.to_lowercase()).map(|resource| &resource.groups);
    let known = groups.and_then(|groups| groups.iter().find(|(name, _)| name.eq_ignore_ascii_case(group)));
    known.map(|(_, templates)| templates.as_slice()).unwrap_or_default()
}

fn embedded<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the embedded catalogue is read by a test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_ups_ignore_case() {
        assert!(linked_service("restservice").is_some_and(|entry| entry.generic && !entry.spark));
        assert!(linked_service("AzureMLService").is_some_and(|entry| entry.spark));
        assert!(linked_service("Nonsense").is_none());
        assert_eq!(secret_field("ACCOUNTKEY"), Some("account key"));
        assert!(secret_field("accessKeyId").is_none() && is_secret_header("authorization"));
        assert!(connection_strings("azuresqldw").is_some_and(|facts| facts.form == "ado"));
        let blob = host_templates("microsoft.storage/STORAGEACCOUNTS", "Blob");
        assert_eq!(blob[0], "{name}.blob.core.windows.net");
        assert!(host_templates("Microsoft.Network/privateLinkServices", "").is_empty());
    }
}
