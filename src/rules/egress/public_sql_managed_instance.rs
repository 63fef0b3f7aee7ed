//! `public-sql-managed-instance`: the public name of a SQL managed instance, which no private endpoint stands for.

use crate::network::Fault;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for found in context.reach.unreachable(artifact) {
        let (Fault::PublicManagedInstance, Some(host)) = (&found.fault, found.endpoint.host.name()) else { continue };
        let private = host.replacen(".public.", ".", 1);
        let what = if private == host { "port 3342, the public endpoint" } else { "the public endpoint" };
        let message = format!("{} connects to {what} of a SQL managed instance, {host}", artifact.described());
        let help = format!(
            "connect to \"{private},1433\" and create a managed private endpoint to the instance, group \"managedInstance\""
        );
        let mut draft = sink.report(found.endpoint.node, message);
        if let Some(range) = found.endpoint.range.clone() {
            draft = draft.within(found.endpoint.node, range);
        }
        draft.subject(host).label("blocked by data exfiltration protection").help(help);
    }
}
