//! `data-lake-without-dfs`: an account used as a Data Lake has a private endpoint, but not the one for `dfs`.

use crate::network::Fault;
use crate::rule::{Context, Sink};
use crate::rules::reach::{partial, used_by};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let network = context.network;
    for found in context.reach.unreachable(artifact) {
        let Fault::DataLakeWithoutDfs(sibling) = found.fault else { continue };
        let Some(host) = found.endpoint.host.name() else { continue };
        let message = format!(
            "{} uses {host} as a Data Lake, but the account has a private endpoint for \"{}\" only",
            artifact.described(),
            sibling.group
        );
        let help = format!("create a managed private endpoint to \"{}\", group \"dfs\"", sibling.resource_name);
        let draft = sink.report(found.endpoint.node, message).subject(host).help(help);
        let mut draft = partial(context, draft);
        if let Some(other) = network.artifact_of(context.workspace, sibling) {
            let group = other.property(&["groupId"]).unwrap_or(other.anchor());
            draft = draft.related(other, group, "the endpoint the account has");
        }
        used_by(context.workspace, artifact, draft);
    }
}
