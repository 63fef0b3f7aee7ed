//! `secret-in-spark-setting`: a secret as the value of a Spark setting, where a reference to a Key Vault could stand.

use super::{held_by, report};
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Holder};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for secret in held_by(artifact, Holder::SparkSetting) {
        let setting = secret.node(artifact).key().unwrap_or_default();
        let message =
            format!("{} holds a literal {} in the setting \"{setting}\"", artifact.described(), secret.kind.words());
        report(artifact, sink, secret, message);
    }
}
