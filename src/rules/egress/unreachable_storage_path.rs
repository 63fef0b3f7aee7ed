//! `unreachable-storage-path`: code uses an account of storage that no private endpoint covers.

use super::code::Blocked;
use crate::network::Destination;
use crate::rule::{Context, Sink};
use crate::rules::reach::{endpoint_to_make, partial};
use crate::workspace::Artifact;

/// The account of Microsoft's open data sets, to which nobody else can approve an endpoint.
const OPEN_DATA: &str = "azureopendatastorage";

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for blocked in Blocked::of(context, artifact, &[Destination::Storage]) {
        let host = blocked.call.host.as_str();
        let message = format!("{} uses {host}, which no managed private endpoint covers", artifact.described());
        let help = match host.split('.').next() {
            Some(OPEN_DATA) => "copy the data into an account of your own: this one approves no endpoints".to_owned(),
            _ => endpoint_to_make(host),
        };
        partial(context, blocked.report(context, artifact, sink, message).help(help));
    }
}
