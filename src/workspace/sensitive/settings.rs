//! Secrets among the settings of Spark: in Spark configurations, job definitions, pools, and sessions of notebooks.

use super::collect::Collected;
use super::{Holder, Secret};
use crate::json::Node;
use crate::language::placeholder::is_no_secret;
use crate::language::secret::{self, named};
use crate::workspace::Artifact;

pub fn secrets(artifact: &Artifact) -> Vec<Secret> {
    let mut found = Collected::default();
    artifact.document.nodes().for_each(|node| setting(&mut found, node));
    found.finish(&artifact.document)
}

/// A string under the name of a setting.
pub fn setting(found: &mut Collected, node: Node<'_>) {
    let Some(value) = node.as_str() else { return };
    let name = node.key().unwrap_or_default();
    let emitter = is_emitter_secret(&name) && !is_no_secret(&value);
    if found.add_forms(node, &value, Some(Holder::SparkSetting)) {
        return;
    }
    let kind = emitter.then_some(secret::Kind::Secret).or_else(|| named(&name, &value));
    if let Some(kind) = kind {
        found.add(node, 0..value.len(), kind, Holder::SparkSetting, &name);
    }
}

/// `spark.synapse.logAnalytics.secret`, `spark.synapse.diagnostic.emitter.<destination>.secret`.
fn is_emitter_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "spark.synapse.loganalytics.secret"
        || name.starts_with("spark.synapse.diagnostic.emitter.") && name.ends_with(".secret")
}
