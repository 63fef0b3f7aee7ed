//! `connection-string-secret`: a password or key inside a connection string.

use super::{held_by, report};
use crate::rule::{Context, Sink, within};
use crate::workspace::{Artifact, Holder};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for secret in held_by(artifact, Holder::ConnectionString) {
        let who = within(artifact, secret.node(artifact));
        let message = format!("{who} holds a connection string with a literal {}", secret.kind.words());
        report(artifact, sink, secret, message);
    }
}
