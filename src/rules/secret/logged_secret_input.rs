//! `logged-secret-input`: a secret from a Key Vault is passed to an activity that logs its input.

use super::vault::{may_be_secure, uses};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

/// Activities that log no input of their own, and variables, which have a rule of their own.
const OTHERS: [&str; 9] =
    ["SetVariable", "AppendVariable", "IfCondition", "ForEach", "Until", "Switch", "Filter", "Wait", "Fail"];

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let logs = uses(artifact, |own| !OTHERS.contains(&own)).into_iter();
    for own in logs.filter(|own| !may_be_secure(own.activity, "secureInput")) {
        sink.report(own.node, format!("activity \"{}\" is given a secret and logs its input", own.name))
            .subject("secureInput")
            .label("shown in the run's history")
            .related(artifact, own.read.get("name").unwrap_or(own.read), "reads the secret");
    }
}
