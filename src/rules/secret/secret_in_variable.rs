//! `secret-in-variable`: a variable is set from a secret, and variables are logged.

use super::vault::{may_be_secure, uses};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let sets = uses(artifact, |own| own == "SetVariable" || own == "AppendVariable").into_iter();
    let logged = |switch: &str, own: &super::vault::Use<'_>| !may_be_secure(own.activity, switch);
    for own in sets.filter(|own| logged("secureInput", own) || logged("secureOutput", own)) {
        sink.report(own.node, format!("activity \"{}\" keeps a secret in a variable and logs it", own.name))
            .subject("variable")
            .label("shown in the run's history")
            .related(artifact, own.read.get("name").unwrap_or(own.read), "reads the secret");
    }
}
