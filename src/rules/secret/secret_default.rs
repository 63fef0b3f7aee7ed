//! `secret-default`: a parameter with a literal secret as its default.

use super::{held_by, report};
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Holder};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for secret in held_by(artifact, Holder::Default) {
        let (words, name) = (secret.kind.words(), &secret.name);
        let message = format!("{} gives parameter \"{name}\" a literal {words} as its default", artifact.described());
        report(artifact, sink, secret, message);
    }
}
