//! `foreign-default-endpoint`: an endpoint that the service made for another workspace.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(own) = context.network.own.certain_name() else { return };
    let name = artifact.name.to_lowercase();
    let plain = ["synapse-ws-sqlondemand--", "synapse-ws-sql--"].iter().find_map(|prefix| name.strip_prefix(prefix));
    let foreign = match (plain, name.strip_prefix("synapse-ws-custstgacct--")) {
        (Some(other), _) => other != own,
        // The workspace's name, a dash, the account's name: both may hold dashes.
        (None, Some(rest)) => !rest.strip_prefix(own).is_some_and(|rest| rest.starts_with('-')),
        (None, None) => return,
    };
    if foreign {
        let message =
            format!("{} was made by the service for another workspace; this one is \"{own}\"", artifact.described());
        sink.report(artifact.anchor(), message);
    }
}
