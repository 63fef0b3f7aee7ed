//! Which linked services code names, and what for.

use super::fact::{Fact, Given, Known, What};
use super::{Facts, Setting};

/// What code wants of a linked service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role<'a> {
    /// Its connection string, credentials or properties, by this function of the token library.
    Connection(&'static str),
    /// A secret, by the token library or by a setting that names a vault.
    Vault,
    /// A mount.
    Mount,
    /// Access to storage: of one account by its host, or of all.
    Storage(Option<&'a str>),
    /// A reader or writer of this format.
    Connector(&'a Given),
    /// Files, as pandas and fsspec open them.
    FileSystem,
    /// The metastore.
    Metastore,
}

/// One use of a linked service.
#[derive(Debug, Clone, Copy)]
pub struct ServiceUse<'a> {
    /// The fact it is part of.
    pub fact: &'a Fact,
    /// The name, all of it known.
    pub name: &'a str,
    /// The name with its places.
    pub known: &'a Known,
    /// What for.
    pub role: Role<'a>,
}

/// The option that names the linked service of a connector.
const OPTION: &str = "spark.synapse.linkedService";

impl Facts {
    /// Every linked service that is named in full, in the order of the code.
    pub fn services(&self) -> impl Iterator<Item = ServiceUse<'_>> {
        self.iter().filter_map(|fact| {
            let (given, role) = service(fact)?;
            let (name, known) = given.literal().filter(|(name, _)| !name.trim().is_empty())?;
            Some(ServiceUse { fact, name, known, role })
        })
    }

    /// Does it ask for a linked service whose name is only known at run time?
    pub fn computes_a_service(&self) -> bool {
        self.iter().filter_map(service).any(|(named, _)| named.literal().is_none() && named.is_given())
    }
}

fn service(fact: &Fact) -> Option<(Named<'_>, Role<'_>)> {
    Some(match &fact.what {
        What::Library(call) => {
            let function = call.function;
            let vault = matches!(function, "getSecret" | "putSecret" | "getSecretWithLS" | "putSecretWithLS");
            let role = if vault { Role::Vault } else { Role::Connection(function) };
            (Named::Given(&call.service), role)
        }
        What::Mount(mount) => (Named::Given(&mount.service), Role::Mount),
        What::FileSystem(known) => (Named::Known(known), Role::FileSystem),
        What::Connector(connector) => (Named::Given(connector.option(OPTION)?), Role::Connector(&connector.format)),
        What::Setting(setting) => (Named::Given(&setting.value), of_setting(setting)?),
        _ => return None,
    })
}

enum Named<'a> {
    Given(&'a Given),
    Known(&'a Known),
}

impl<'a> Named<'a> {
    fn literal(&self) -> Option<(&'a str, &'a Known)> {
        match self {
            Named::Given(given) => given.literal(),
            Named::Known(known) => Some((known.literal()?, known)),
        }
    }

    fn is_given(&self) -> bool {
        !matches!(self, Named::Given(Given::Absent))
    }
}

/// What a setting that names a linked service is for.
fn of_setting(setting: &Setting) -> Option<Role<'_>> {
    let key = setting.key.literal()?;
    let key = key.strip_prefix("spark.hadoop.").unwrap_or(key);
    let ends = |suffix: &str| key.len() > suffix.len() && key.to_ascii_lowercase().ends_with(suffix);
    if let Some(rest) = key.strip_prefix("spark.storage.synapse.") {
        if rest == "linkedServiceName" {
            return Some(Role::Storage(None));
        }
        return rest.strip_suffix(".linkedServiceName").map(|account| Role::Storage(Some(account)));
    }
    if key.starts_with("hive.synapse.externalmetastore.") && ends(".linkedservice.name") {
        return Some(Role::Metastore);
    }
    let vault = ends(".keyvault.linkedservice") || ends(".keyvault.linkedservicename");
    (key == OPTION).then_some(Role::Connector(&Given::Absent)).or_else(|| vault.then_some(Role::Vault))
}
