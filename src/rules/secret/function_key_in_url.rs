//! `function-key-in-url`: the key of a function in the URL that calls it.

use super::{held_by, report};
use crate::rule::{Context, Sink, within};
use crate::workspace::{Artifact, Holder};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for secret in held_by(artifact, Holder::FunctionUrl) {
        let message = format!("{} calls a function with its key in the URL", within(artifact, secret.node(artifact)));
        report(artifact, sink, secret, message);
    }
}
