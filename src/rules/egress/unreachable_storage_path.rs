//! `unreachable-storage-path`: code uses an account of storage that no private endpoint covers.

use super::code::Blocked;
use crate::network::Destination;
use crate::rule::{Context, Sink};
use crate::rules::reach::{endpoint_to_make, partial};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for blocked in Blocked::of(context, artifact, &[Destination::Storage]) {
        let host = blocked.call.host.as_str();
        let message = format!("{} uses {host}, which no managed private endpoint covers", artifact.described());
        partial(context, blocked.report(context, artifact, sink, message).help(endpoint_to_make(host)));
    }
}
