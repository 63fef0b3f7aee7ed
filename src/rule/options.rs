//! What can be set of single rules besides their level: one field a rule, called as the rule. The defaults are what
//! the service documents. Where the values come from is not known here; adding an option is adding a field here, and
//! the configuration, its schema and its faults follow.

use crate::workspace::Kind;
use globset::{Glob, GlobMatcher};
use regex::Regex;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// The options of every rule that has any.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct RuleOptions {
    /// Options of `anonymous-access`.
    pub anonymous_access: AnonymousAccess,
    /// Options of `batch-count`.
    pub batch_count: BatchCount,
    /// Options of `missing-description`.
    pub missing_description: MissingDescription,
    /// Options of `naming-convention`.
    pub naming_convention: NamingConvention,
    /// Options of `oversized-pipeline`.
    pub oversized_pipeline: OversizedPipeline,
    /// Options of `subscription-not-allowed`.
    pub subscription_not_allowed: SubscriptionNotAllowed,
    /// Options of `too-many-activities`.
    pub too_many_activities: TooManyActivities,
    /// Options of `too-many-parameters`.
    pub too_many_parameters: TooManyParameters,
}

/// Whom nobody has to sign in to.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(inline, deny_unknown_fields)]
pub struct AnonymousAccess {
    /// Hosts of public data, `*` allowed: `["*.example.org"]`.
    pub allow_hosts: Vec<HostPattern>,
}

/// A host with `*` for any part of it.
#[derive(Debug, Clone)]
pub struct HostPattern(GlobMatcher);

impl HostPattern {
    /// Is a host, in small letters, one of those?
    pub fn matches(&self, host: &str) -> bool {
        self.0.is_match(host)
    }
}

impl<'d> Deserialize<'d> for HostPattern {
    fn deserialize<D: serde::Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        host(&text).map_err(serde::de::Error::custom)?;
        let glob = Glob::new(&text.to_lowercase()).map(|glob| Self(glob.compile_matcher()));
        glob.map_err(|error| serde::de::Error::custom(format!("\"{text}\" is no pattern of hosts: {}", error.kind())))
    }
}

/// Is a text a host, or a pattern of hosts, and nothing more?
///
/// # Errors
/// What it is instead, as one sentence.
pub fn host(text: &str) -> Result<(), String> {
    match text {
        _ if text.contains(['/', ':']) => Err(format!("\"{text}\" is no host: leave out scheme, port and path")),
        _ if text.is_empty() || text.contains(char::is_whitespace) => Err(format!("\"{text}\" is no host")),
        _ => Ok(()),
    }
}

impl JsonSchema for HostPattern {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "HostPattern".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

/// Iterations of a ForEach that run at once.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(inline, deny_unknown_fields)]
pub struct BatchCount {
    /// More than this many are an error.
    pub max: u32,
    /// Must every parallel ForEach say how many? Where it does not, that is a note.
    pub required: bool,
}

impl Default for BatchCount {
    fn default() -> Self {
        Self { max: 50, required: false }
    }
}

/// Artifacts that must say what they are for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(inline, deny_unknown_fields)]
pub struct MissingDescription {
    /// Kinds that need a description, by folder.
    pub kinds: Vec<Kind>,
}

/// The names of the others tell more of their purpose.
impl Default for MissingDescription {
    fn default() -> Self {
        Self { kinds: vec![Kind::Pipeline] }
    }
}

/// What names look like.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(inline, deny_unknown_fields)]
pub struct NamingConvention {
    /// Folder of a kind → pattern of the names of its artifacts.
    pub patterns: BTreeMap<Kind, Pattern>,
    /// Type of an activity, as `Copy` → pattern of the names of such activities.
    pub activities: BTreeMap<String, Pattern>,
}

/// A regular expression that a name must match in some part; `^` and `$` are its ends.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    regex: Regex,
}

impl Pattern {
    /// Does the name match?
    pub fn matches(&self, name: &str) -> bool {
        self.regex.is_match(name)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl<'d> Deserialize<'d> for Pattern {
    fn deserialize<D: serde::Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let regex = Regex::new(&text).map_err(|error| {
            let reason = error.to_string();
            let last = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
            serde::de::Error::custom(format!("\"{text}\" is no regular expression: {last}"))
        })?;
        Ok(Self { text, regex })
    }
}

impl JsonSchema for Pattern {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Pattern".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "regex" })
    }
}

/// The size of a pipeline without white space.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(inline, deny_unknown_fields)]
pub struct OversizedPipeline {
    /// More kilobytes than this are too many.
    pub max_kilobytes: u32,
}

impl Default for OversizedPipeline {
    fn default() -> Self {
        Self { max_kilobytes: 200 }
    }
}

/// Where the targets of private endpoints may lie.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(inline, deny_unknown_fields)]
pub struct SubscriptionNotAllowed {
    /// Ids of the subscriptions that are allowed; none means all.
    pub allowed: Vec<SubscriptionId>,
}

/// The id of a subscription.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SubscriptionId(String);

impl SubscriptionId {
    /// Is it the id that a text says, whatever its case?
    pub fn is(&self, text: &str) -> bool {
        self.0.eq_ignore_ascii_case(text)
    }
}

impl<'d> Deserialize<'d> for SubscriptionId {
    fn deserialize<D: serde::Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let text = text.trim();
        let digits =
            |(part, length): (&str, usize)| part.len() == length && part.bytes().all(|c| c.is_ascii_hexdigit());
        if text.split('-').count() == 5 && text.split('-').zip([8, 4, 4, 4, 12]).all(digits) {
            return Ok(Self(text.to_owned()));
        }
        let example = "00000000-0000-0000-0000-000000000000";
        Err(serde::de::Error::custom(format!("\"{text}\" is no id of a subscription, as {example}")))
    }
}

impl JsonSchema for SubscriptionId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SubscriptionId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

/// Activities of a pipeline, nested ones counted.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(default, rename_all = "kebab-case", inline, deny_unknown_fields)]
pub struct TooManyActivities {
    /// More than this many are a warning.
    pub warn_above: u32,
    /// More than this many are an error.
    pub error_above: u32,
}

/// Sources differ: 80 is printed as the default limit and 120 as the most that support grants.
impl Default for TooManyActivities {
    fn default() -> Self {
        Self { warn_above: 80, error_above: 120 }
    }
}

/// The limits as they are written: one alone may lie beyond the default of the other.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct ActivityLimits {
    warn_above: Option<u32>,
    error_above: Option<u32>,
}

impl<'d> Deserialize<'d> for TooManyActivities {
    fn deserialize<D: serde::Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let ActivityLimits { warn_above, error_above } = ActivityLimits::deserialize(deserializer)?;
        if let Some((warn, error)) = warn_above.zip(error_above).filter(|(warn, error)| warn > error) {
            let message = format!("`warn-above` is {warn}, more than `error-above`, which is {error}");
            return Err(serde::de::Error::custom(message));
        }
        let default = Self::default();
        let (warn_above, error_above) =
            (warn_above.unwrap_or(default.warn_above), error_above.unwrap_or(default.error_above));
        Ok(Self { warn_above, error_above })
    }
}

/// Parameters of a pipeline.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(inline, deny_unknown_fields)]
pub struct TooManyParameters {
    /// More than this many are an error.
    pub max: u32,
}

impl Default for TooManyParameters {
    fn default() -> Self {
        Self { max: 50 }
    }
}
