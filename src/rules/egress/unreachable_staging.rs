//! `unreachable-staging`: storage in which activities stage data, without an endpoint. Once a linked service, at the
//! first activity that stages there.

use crate::network::Fault;
use crate::rule::{Context, Sink};
use crate::rules::reach::{endpoint_to_make, partial};
use crate::workspace::pipeline::{around, name};
use crate::workspace::{Artifact, Kind};
use std::collections::BTreeSet;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let references = artifact.references.iter().filter(|reference| reference.kind == Kind::LinkedService);
    let services = references.filter_map(|reference| context.workspace.target(reference));
    let services: BTreeSet<usize> = services.map(|service| service.id).collect();
    for service in services.into_iter().map(|id| &context.workspace.artifacts[id]) {
        for found in context.reach.unreachable(service) {
            let (Fault::Staging(users), Some(host)) = (&found.fault, found.endpoint.host.name()) else { continue };
            let Some((first, place)) = users.first().filter(|(first, _)| *first == artifact) else { continue };
            let message = format!(
                "activity \"{}\" stages data in {host}, which no managed private endpoint covers",
                around(*place).find_map(name).unwrap_or_else(|| first.name.as_str().into())
            );
            let draft = sink.report(*place, message).subject(host).help(endpoint_to_make(host));
            let mut draft = partial(context, draft).related(service, found.endpoint.node, "the staging storage");
            for (user, node) in users.iter().skip(1).take(3) {
                draft = draft.used_by(user, *node, format!("used by {}", user.described()));
            }
        }
    }
}
