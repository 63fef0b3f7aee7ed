//! `unreachable-diagnostics`: logs and metrics of Spark are sent where the managed network does not let them out.

use crate::language::connection_string::{ConnectionString, Dialect};
use crate::network::{Coverage, Network, host_of_url};
use crate::rule::{Context, Sink};
use crate::rules::reach::{BLOCKED, endpoint_to_make, partial};
use crate::rules::spark::report::at_text;
use crate::workspace::Artifact;
use crate::workspace::code::{Fact, Known};
use std::collections::HashMap;

const EMITTERS: &str = "spark.synapse.diagnostic.emitters";
const EMITTER: &str = "spark.synapse.diagnostic.emitter.";
const LOG_ANALYTICS: &str = "spark.synapse.loganalytics.enabled";

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let settings = Settings::of(artifact);
    let has_scope = may_reach_log_analytics(context.network);
    let enabled = settings.get(LOG_ANALYTICS).filter(|(_, value)| value.text.eq_ignore_ascii_case("true"));
    if let Some((fact, value)) = enabled.filter(|_| !has_scope) {
        log_analytics(context, artifact, fact, value, sink);
    }
    for name in settings.emitters() {
        let of = |key: &str| settings.get(&format!("{EMITTER}{name}.{key}"));
        let Some((fact, kind)) = of("type") else { continue };
        match kind.text.to_ascii_lowercase().as_str() {
            "azureloganalytics" if !has_scope => log_analytics(context, artifact, fact, kind, sink),
            "azurestorage" => {
                let uri =
                    of("uri").and_then(|(fact, uri)| Some((fact, uri, host_of_url(&uri.text).name()?.to_owned())));
                destination(context, artifact, &name, uri, sink);
            }
            "azureeventhub" => {
                let hub = of("secret").and_then(|(fact, text)| Some((fact, text, name_space(text)?)));
                destination(context, artifact, &name, hub, sink);
            }
            _ => {}
        }
    }
}

/// The last value of each setting that is known in full, by key in lower case.
struct Settings<'a> {
    values: HashMap<String, (&'a Fact, &'a Known)>,
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
}

/// Is there a private link scope of Azure Monitor, as far as can be told?
fn may_reach_log_analytics(network: &Network) -> bool {
    network
        .private_endpoints
        .iter()
        .any(|endpoint| endpoint.is_to("Microsoft.Insights/privateLinkScopes") || endpoint.is_computed())
}

fn log_analytics(context: &Context<'_>, artifact: &Artifact, fact: &Fact, known: &Known, sink: &mut Sink<'_>) {
    let message = format!(
        "{} sends diagnostics to Log Analytics, and there is no managed private endpoint to a private link scope of Azure Monitor",
        artifact.described()
    );
    let draft = at_text(artifact, sink, fact, known, message).subject("Log Analytics");
    let help = "create a managed private endpoint to an Azure Monitor Private Link Scope (Microsoft.Insights/privateLinkScopes, group \"azuremonitor\") that holds the workspace";
    partial(context, draft.label(BLOCKED).help(help));
}

fn destination(
    context: &Context<'_>,
    artifact: &Artifact,
    emitter: &str,
    target: Option<(&Fact, &Known, String)>,
    sink: &mut Sink<'_>,
) {
    let Some((fact, known, host)) = target else { return };
    if !matches!(context.network.coverage(&host), Coverage::Missing(_)) {
        return;
    }
    let message = format!(
        "{} sends diagnostics of emitter \"{emitter}\" to {host}, which no managed private endpoint covers",
        artifact.described()
    );
    let draft = at_text(artifact, sink, fact, known, message).subject(host.as_str());
    partial(context, draft.label(BLOCKED).help(endpoint_to_make(&host)));
}

/// The namespace in a connection string of Event Hubs.
fn name_space(text: &Known) -> Option<String> {
    let read = ConnectionString::parse(&text.text, Dialect::Ado);
    let endpoint = read.get(&["Endpoint"])?;
    host_of_url(read.value(endpoint)).name().map(str::to_owned)
}
