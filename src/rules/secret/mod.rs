//! Rules of the group `secret`. The model finds secrets and says what holds each; a rule speaks for one holder, so a
//! secret has one finding at most.

pub mod connection_string_secret;
pub mod function_key_in_url;
pub mod inline_secret;
pub mod logged_secret;
pub mod logged_secret_input;
pub mod plain_header;
pub mod sas_token;
pub mod secret_default;
pub mod secret_in_code;
pub mod secret_in_spark_setting;
pub mod secret_in_sql;
pub mod secret_in_variable;
mod vault;

use crate::rule::{Draft, Sink};
use crate::workspace::{Artifact, Holder, Secret};

/// Most findings in one string: what a generator wrote is told by its first hundred, and all of it is hidden.
const MOST: usize = 100;

/// The secrets of an artifact that a holder holds.
fn held_by(artifact: &Artifact, holder: Holder) -> impl Iterator<Item = &Secret> {
    let strings = artifact.secrets().chunk_by(|one, other| one.node == other.node);
    strings.flat_map(move |own| own.iter().filter(move |secret| secret.holder == holder).take(MOST))
}

/// Reports a secret at its own characters. What it is about is its name, never its value: changing the password
/// changes nothing about the finding.
fn report<'s>(artifact: &Artifact, sink: &'s mut Sink<'_>, secret: &Secret, message: String) -> Draft<'s> {
    let subject = format!("{} {}", secret.kind.words(), secret.name);
    sink.report(secret.node(artifact), message)
        .at(secret.span.clone())
        .subject(subject)
        .label("committed in plain text")
}
