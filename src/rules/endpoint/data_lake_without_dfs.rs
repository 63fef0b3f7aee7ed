//! `data-lake-without-dfs`: an account used as a Data Lake has a private endpoint, but not the one for `dfs`.

use crate::network::Fault;
use crate::rule::{Context, Sink};
use crate::rules::reach::{self, partial, used_by};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
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
        let draft = reach::sibling(context, partial(context, draft), sibling);
        used_by(context.workspace, artifact, draft);
    }
}
