//! `sas-token`: a signed URL with its signature.

use super::{held_by, report};
use crate::rule::{Context, Sink, within};
use crate::workspace::{Artifact, Holder};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for secret in held_by(artifact, Holder::SignedUrl) {
        let message = format!("{} holds a URL with its signature", within(artifact, secret.node(artifact)));
        report(artifact, sink, secret, message);
    }
}
