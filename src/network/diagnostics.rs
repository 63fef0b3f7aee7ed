//! Where the settings of Spark send logs and metrics: to Log Analytics, to storage, to an event hub.

use super::host::host_of_url;
use crate::language::connection_string::{ConnectionString, Dialect};
use crate::workspace::Artifact;
use crate::workspace::code::{Fact, Known};
use rustc_hash::FxHashMap;

const EMITTERS: &str = "spark.synapse.diagnostic.emitters";
const EMITTER: &str = "spark.synapse.diagnostic.emitter.";
const LOG_ANALYTICS: &str = "spark.synapse.loganalytics.enabled";

/// One place that diagnostics are sent to.
#[derive(Debug)]
pub struct Diagnostics<'a> {
    /// The setting that says so.
    pub fact: &'a Fact,
    /// Its value.
    pub known: &'a Known,
    /// Where to.
    pub to: Receiver,
}

/// Who receives diagnostics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receiver {
    /// Log Analytics, which a private link scope of Azure Monitor stands for.
    LogAnalytics,
    /// A host of storage or of Event Hubs.
    Host {
        /// The emitter that sends there.
        emitter: String,
        /// The host.
        host: String,
    },
}

/// Where the settings of an artifact send diagnostics, as far as they say.
pub fn diagnostics(artifact: &Artifact) -> Vec<Diagnostics<'_>> {
    let settings = Settings::of(artifact);
    let enabled = settings.get(LOG_ANALYTICS).filter(|(_, value)| value.text.eq_ignore_ascii_case("true"));
    let to_workspace = |(fact, known)| Diagnostics { fact, known, to: Receiver::LogAnalytics };
    let mut found: Vec<Diagnostics<'_>> = enabled.map(to_workspace).into_iter().collect();
    found.extend(settings.emitters().into_iter().filter_map(|name| settings.emitter(&name)));
    found
}

/// The last value of each setting that is known in full, by key in lower case.
struct Settings<'a> {
    values: FxHashMap<String, (&'a Fact, &'a Known)>,
}

impl<'a> Settings<'a> {
    fn of(artifact: &'a Artifact) -> Self {
        let settings = artifact.code().settings().filter_map(|(fact, setting)| {
            let key = setting.key.literal()?.to_ascii_lowercase();
            Some((key, (fact, setting.value.literal()?.1)))
        });
        Self { values: settings.collect() }
    }

    fn get(&self, key: &str) -> Option<(&'a Fact, &'a Known)> {
        self.values.get(&key.to_ascii_lowercase()).copied()
    }

    /// The emitters that are switched on.
    fn emitters(&self) -> Vec<String> {
        let listed = self.get(EMITTERS).map_or("", |(_, names)| names.text.as_str());
        listed.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    }

    fn emitter(&self, name: &str) -> Option<Diagnostics<'a>> {
        let of = |key: &str| self.get(&format!("{EMITTER}{name}.{key}"));
        let (fact, kind) = of("type")?;
        let (setting, host) = match kind.text.to_ascii_lowercase().as_str() {
            "azureloganalytics" => return Some(Diagnostics { fact, known: kind, to: Receiver::LogAnalytics }),
            "azurestorage" => (of("uri")?, host_of_url(&of("uri")?.1.text).name()?.to_owned()),
            "azureeventhub" => (of("secret")?, name_space(of("secret")?.1)?),
            _ => return None,
        };
        let to = Receiver::Host { emitter: name.to_owned(), host };
        Some(Diagnostics { fact: setting.0, known: setting.1, to })
    }
}

/// The namespace in a connection string of Event Hubs.
fn name_space(text: &Known) -> Option<String> {
    let read = ConnectionString::parse(&text.text, Dialect::Ado);
    let endpoint = read.get(&["Endpoint"])?;
    host_of_url(read.value(endpoint)).name().map(str::to_owned)
}
