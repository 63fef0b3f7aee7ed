//! `scm-only-fqdn`: an endpoint to a web app that lists nothing but the app's deployment (`.scm.`) name.

use crate::network::Profile;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(endpoint) = context.network.private_endpoint_of(artifact) else { return };
    let is_site = endpoint.is_to("Microsoft.Web/sites");
    let only_scm = !endpoint.fqdns.is_empty() && endpoint.fqdns.iter().all(|name| name.contains(".scm."));
    let Some(node) = artifact.property(&["fqdns"]).filter(|_| is_site && only_scm) else { return };
    let app = endpoint.fqdns[0].replacen(".scm.", ".", 1);
    if is_told_by_its_callers(context, &app) {
        return;
    }
    let message = format!(
        "{} lists only the deployment name \"{}\" and not \"{app}\", so calls to the app itself do not pass",
        artifact.described(),
        endpoint.fqdns[0]
    );
    sink.report(node, message).key(node).subject(app.as_str()).help(format!("add \"{app}\" to fqdns"));
}

/// Under the protection, what calls the app is told so, with this endpoint as the one that comes near.
fn is_told_by_its_callers(context: &Context<'_>, app: &str) -> bool {
    let mut artifacts = context.workspace.artifacts.iter().filter(|_| context.network.profile == Profile::Dep);
    artifacts
        .any(|artifact| context.reach.unreachable(artifact).iter().any(|found| found.endpoint.host.name() == Some(app)))
}
