//! The keys of `synlint.toml`: the one set of types that the schema, the validation and the reading come from.

use super::exception::Exception;
use crate::finding::Level;
use crate::network::Profile;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Configuration of synlint.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "synlint.toml")]
pub struct File {
    /// Versions of synlint that may read this file, as `>=0.1` or `>=0.1, <2`.
    #[schemars(with = "Option<String>")]
    pub required_version: Option<Spanned<String>>,
    /// Shared configurations that this one builds on, as paths relative to this file: lists add up, other keys here win.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub extends: Vec<Spanned<String>>,
    /// For every workspace.
    #[serde(default)]
    pub workspace: Workspace,
    /// Single workspaces, by path.
    #[serde(default)]
    pub root: Vec<Root>,
    /// Managed private endpoints that are made outside Git.
    #[serde(default)]
    pub private_endpoint: Vec<PrivateEndpoint>,
    /// Which rules run.
    #[serde(default)]
    pub lint: Lint,
    /// Levels and options of single rules: `plain-http = "error"`.
    #[serde(default)]
    #[schemars(schema_with = "super::options::rules_schema")]
    pub rules: BTreeMap<Spanned<String>, RuleSetting>,
    /// Findings that may stay, each with the reason.
    #[serde(default)]
    pub exception: Vec<Exception>,
}

/// Settings for every workspace.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Workspace {
    /// Folders that are workspaces, relative to this file; globs are allowed. Default: discovered.
    #[schemars(with = "Option<Vec<String>>")]
    pub roots: Option<Vec<Spanned<String>>>,
    /// The network the workspace runs in; `dep` is data exfiltration protection. Default: `auto`.
    #[schemars(with = "Option<Network>")]
    pub network: Option<Spanned<Network>>,
    /// Whether every managed private endpoint is in Git or declared here. Default: `auto`.
    pub private_endpoints: Option<Completeness>,
    /// What `az synapse managed-private-endpoints list` printed, as files relative to this one.
    #[schemars(with = "Option<Vec<String>>")]
    pub inventory: Option<Vec<Spanned<String>>>,
    /// The workspace's own name, whose hosts are always reachable.
    #[schemars(with = "Option<String>")]
    pub name: Option<Spanned<String>>,
    /// Artifacts that live elsewhere, as `kind/name` with `*`: never dangling.
    #[schemars(with = "Option<Vec<String>>")]
    pub external: Option<Vec<Spanned<String>>>,
}

/// One workspace with settings of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Root {
    /// Its folder, relative to this file.
    #[schemars(with = "String")]
    pub path: Spanned<String>,
    /// The network it runs in.
    #[schemars(with = "Option<Network>")]
    pub network: Option<Spanned<Network>>,
    /// Whether every managed private endpoint of it is in Git or declared here.
    pub private_endpoints: Option<Completeness>,
    /// What `az synapse managed-private-endpoints list` printed, as files relative to this one.
    #[schemars(with = "Option<Vec<String>>")]
    pub inventory: Option<Vec<Spanned<String>>>,
    /// Its own name, whose hosts are always reachable.
    #[schemars(with = "Option<String>")]
    pub name: Option<Spanned<String>>,
    /// Artifacts that live elsewhere, as `kind/name` with `*`: never dangling.
    #[schemars(with = "Option<Vec<String>>")]
    pub external: Option<Vec<Spanned<String>>>,
}

/// What `[workspace]` and `[[root]]` can both say.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    pub network: Option<&'a Spanned<Network>>,
    pub private_endpoints: Option<Completeness>,
    pub inventory: Option<&'a Vec<Spanned<String>>>,
    pub name: Option<&'a Spanned<String>>,
    pub external: Option<&'a Vec<Spanned<String>>>,
}

impl Workspace {
    /// What holds for every workspace.
    pub fn settings(&self) -> Settings<'_> {
        Settings {
            network: self.network.as_ref(),
            private_endpoints: self.private_endpoints,
            inventory: self.inventory.as_ref(),
            name: self.name.as_ref(),
            external: self.external.as_ref(),
        }
    }
}

impl Root {
    /// What holds for this one instead.
    pub fn settings(&self) -> Settings<'_> {
        Settings {
            network: self.network.as_ref(),
            private_endpoints: self.private_endpoints,
            inventory: self.inventory.as_ref(),
            name: self.name.as_ref(),
            external: self.external.as_ref(),
        }
    }
}

/// The network a workspace runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Network {
    /// As the repository shows.
    Auto,
    /// No managed virtual network.
    Public,
    /// A managed virtual network.
    Managed,
    /// Data exfiltration protection.
    Dep,
}

impl Network {
    /// The profile it declares; `None` for `auto`.
    pub fn profile(self) -> Option<Profile> {
        match self {
            Network::Auto => None,
            Network::Public => Some(Profile::Public),
            Network::Managed => Some(Profile::Managed),
            Network::Dep => Some(Profile::Dep),
        }
    }
}

/// Whether every private endpoint is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Completeness {
    /// Complete when any endpoint is known that the service did not make itself.
    Auto,
    /// Every endpoint is known.
    Complete,
    /// Some are made outside Git.
    Partial,
}

/// A managed private endpoint that is made outside Git.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PrivateEndpoint {
    /// Resource id of the target: `/subscriptions/…/providers/Microsoft.Web/sites/func-otel`.
    #[schemars(with = "String")]
    pub resource: Spanned<String>,
    /// Sub-resource of the target: `sites`, `blob`, `vault`, …; empty for a Private Link Service.
    #[serde(default)]
    pub group: String,
    /// The names it answers for.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub fqdns: Vec<Spanned<String>>,
}

/// Which rules run: groups, names, `default` or `all`. The more specific word wins.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lint {
    /// These. Default: `["default"]`.
    #[schemars(with = "Option<Vec<String>>")]
    pub select: Option<Vec<Spanned<String>>>,
    /// These too.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub extend_select: Vec<Spanned<String>>,
    /// Not these.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// Pages of the team's own rules, relative to this file; globs are allowed: `["lint/*.md"]`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub policies: Vec<Spanned<String>>,
    /// Rules and groups that nothing below this file may ignore, lower, except or baseline.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub mandatory: Vec<Spanned<String>>,
    /// Do annotations and comments in artifacts count as exceptions? Default: yes.
    pub allow_inline: Option<bool>,
}

/// A rule's level, or a table of its settings.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RuleSetting {
    /// The level.
    Level(Level),
    /// The settings.
    Table(RuleTable),
}

/// Settings of one rule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RuleTable {
    /// The level.
    pub level: Option<Level>,
}

impl RuleSetting {
    /// The level it sets, if any.
    pub fn level(&self) -> Option<Level> {
        match self {
            RuleSetting::Level(level) => Some(*level),
            RuleSetting::Table(table) => table.level,
        }
    }
}

/// The JSON Schema of `synlint.toml`.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(File).to_value()
}
