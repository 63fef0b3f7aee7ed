//! `inline-secret`: a secret as the value of a property, a header or a secure string.

use super::{held_by, report};
use crate::rule::{Context, Sink, within};
use crate::workspace::{Artifact, Holder};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for secret in held_by(artifact, Holder::Property) {
        let who = within(artifact, secret.node(artifact));
        let place = if secret.name.is_empty() { String::new() } else { format!(" in \"{}\"", secret.name) };
        let message = format!("{who} holds a literal {}{place}", secret.kind.words());
        report(artifact, sink, secret, message);
    }
}
