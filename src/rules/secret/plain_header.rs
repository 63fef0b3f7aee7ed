//! `plain-header`: an authentication header of a linked service as plain text.

use super::{held_by, report};
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Holder};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for secret in held_by(artifact, Holder::Header) {
        let message = format!("{} keeps the header \"{}\" as plain text", artifact.described(), secret.name);
        report(artifact, sink, secret, message);
    }
}
