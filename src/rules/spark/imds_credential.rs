//! `imds-credential`: code asks for an identity by classes that need the metadata service of a machine.

use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::workspace::Artifact;
use crate::workspace::code::What;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        let What::Identity(class) = &fact.what else { continue };
        // With a client and its secret in the environment the default finds those first.
        if class.starts_with("Default") && artifact.document.text().contains("AZURE_CLIENT_ID") {
            continue;
        }
        let message = format!(
            "{} asks for an identity by {class}, which finds none: a Spark pool has no metadata service to ask",
            artifact.described()
        );
        in_code::at_fact(artifact, sink, fact, class, message).label("fails at run time");
    }
}
