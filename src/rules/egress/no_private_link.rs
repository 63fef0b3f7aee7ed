//! `no-private-link`: a linked service on a managed-network runtime whose service has nothing a private endpoint could
//! lead to.

use crate::catalog::NetworkClass;
use crate::finding::Level;
use crate::network::{Caller, Fault};
use crate::rule::{Context, Sink};
use crate::rules::reach::used_by;
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for found in context.reach.unreachable(artifact) {
        let (Fault::NoTarget, Caller::LinkedService(entry)) = (&found.fault, found.endpoint.caller) else { continue };
        let name = artifact.described();
        let host = found.endpoint.host.name();
        let message = match (host, entry.class == NetworkClass::CustomerHosted) {
            (Some(host), true) => {
                format!("{name} connects to {host} by the managed network, and no Private Link Service lists that name")
            }
            (Some(host), false) => format!("{name} connects to {host}; {} has no private link target", entry.name),
            (None, _) => format!("{name} is of type {}, which has no private link target", entry.name),
        };
        let mut draft = sink.report(found.endpoint.node, message);
        if let Some(range) = found.endpoint.range.clone() {
            draft = draft.within(found.endpoint.node, range);
        }
        draft = draft.subject(host.unwrap_or(&entry.name)).label("blocked by data exfiltration protection");
        if entry.unsure {
            draft = draft.level(Level::Warning);
        }
        used_by(context.workspace, artifact, draft);
    }
}
