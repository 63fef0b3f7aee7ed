//! Facts about Azure, embedded with their sources, behind typed look-ups. It knows nothing of artifacts or rules.
//! Type names, groups and property names compare without case, as the service does.

mod activities;
mod clouds;
pub mod dataflow;
mod datasets;
mod functions;
mod private_link;
mod secrets;

pub use activities::{ActivityType, activity, activity_names};
pub use clouds::{Cloud, clouds};
pub use datasets::{
    dataset_names, is_dataset, is_file_source, linked_services_of_dataset, linked_services_of_location,
};
pub use functions::{Function, FunctionName, function, function_names};
pub use private_link::{
    AzureService, PrivateLinkResource, azure_service, documented_targets, host_templates, is_azure_domain,
    match_template, private_link_resource,
};
pub use secrets::{ConnectionStringFacts, connection_strings, is_secret_header, secret_field};

use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::OnceLock;

/// What is known of a linked service type.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LinkedServiceType {
    /// The `type` of the linked service.
    #[serde(rename = "type")]
    pub name: String,
    /// Properties below `typeProperties` that name the host, the preferred one first.
    #[serde(default)]
    pub hosts: Vec<(String, HostForm)>,
    /// What kind of service it is, seen from the network.
    pub class: NetworkClass,
    /// Is there no resource that a private endpoint could lead to?
    #[serde(default)]
    pub public_only: bool,
    /// Types of the Azure resources it talks to, where a private endpoint can lead to one.
    #[serde(default)]
    pub targets: Vec<String>,
    /// Is the entry not confirmed by the connector's own page?
    #[serde(default)]
    pub unsure: bool,
    /// Does the token library of Spark accept it?
    #[serde(default)]
    pub spark: bool,
    /// When it ended.
    pub retirement: Option<Retirement>,
}

/// The end of a linked service type.
#[derive(Debug, Deserialize)]
pub struct Retirement {
    /// The day, as `2024-02-29`.
    pub day: String,
    /// What ended then.
    pub ended: Ended,
    /// The type that takes its place.
    pub successor: Option<String>,
}

/// What ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// The service it talks to.
    Service,
    /// The support of the connector.
    Support,
    /// The support of the connector, as it was announced beforehand.
    Announced,
}

/// How a property names a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HostForm {
    /// A URL.
    Url,
    /// `[tcp:]host[\instance][,port]`, `host:port`, `host/path`.
    Host,
    /// Several of them, with commas between.
    Hosts,
    /// `\\host\share`.
    Unc,
    /// `key=value;`, a URL, or a descriptor, with a server in it.
    ConnectionString,
    /// An account and a suffix, or the endpoint of the blob service.
    StorageBlob,
    /// The same for the table service.
    StorageTable,
    /// The same for the file service.
    StorageFile,
    /// Easy Connect, a descriptor, or the name of one kept elsewhere.
    Oracle,
    /// An account of Snowflake.
    Snowflake,
    /// A namespace of Event Hubs.
    EventHubs,
}

/// What kind of service a type is, seen from the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkClass {
    /// Data services of Azure.
    AzurePaas,
    /// Services of Azure that run something.
    AzureCompute,
    /// Online services of Microsoft.
    MicrosoftSaas,
    /// Online services of others.
    Saas,
    /// Clouds of others.
    OtherCloud,
    /// What customers run themselves.
    CustomerHosted,
    /// Its URL can lead anywhere, so that only the host tells.
    GenericUrl,
    /// Only Studio, in the browser, talks to it.
    Studio,
}

impl LinkedServiceType {
    /// Properties below `typeProperties` that hold a URL which is called.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        self.hosts.iter().filter(|(_, form)| *form == HostForm::Url).map(|(key, _)| key.as_str())
    }

    /// Can its URL lead anywhere?
    pub fn is_generic(&self) -> bool {
        self.class == NetworkClass::GenericUrl
    }

    /// Is it a service of Azure?
    pub fn is_azure(&self) -> bool {
        matches!(self.class, NetworkClass::AzurePaas | NetworkClass::AzureCompute)
    }
}

#[derive(Deserialize)]
struct LinkedServices {
    types: Vec<LinkedServiceType>,
}

/// The linked service type of this name; `None` when the catalogue does not know it.
pub fn linked_service(name: &str) -> Option<&'static LinkedServiceType> {
    linked_services().get(&name.to_lowercase())
}

/// The names of all linked service types.
pub fn linked_service_names() -> impl Iterator<Item = &'static str> {
    linked_services().values().map(|entry| entry.name.as_str())
}

fn linked_services() -> &'static FxHashMap<String, LinkedServiceType> {
    static TYPES: OnceLock<FxHashMap<String, LinkedServiceType>> = OnceLock::new();
    TYPES.get_or_init(|| {
        let read: LinkedServices = embedded(include_str!("linked_services.json"));
        read.types.into_iter().map(|entry| (entry.name.to_lowercase(), entry)).collect()
    })
}

fn embedded<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the embedded catalogue is read by a test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_ups_ignore_case() {
        assert!(linked_service("restservice").is_some_and(|entry| entry.is_generic() && !entry.spark));
        assert!(linked_service("AzureMLService").is_some_and(|entry| entry.spark));
        assert!(linked_service("Nonsense").is_none());
        assert_eq!(secret_field("ACCOUNTKEY"), Some("account key"));
        assert!(secret_field("accessKeyId").is_none() && is_secret_header("authorization"));
        assert!(connection_strings("azuresqldw").is_some_and(|facts| facts.form == "ado"));
        let sql = linked_service("azuresqldw").unwrap();
        assert!(sql.is_azure() && sql.hosts[0] == ("server".to_owned(), HostForm::Host));
        assert_eq!(linked_service("RestService").unwrap().urls().collect::<Vec<_>>(), ["url", "tokenEndpoint"]);
    }
}
