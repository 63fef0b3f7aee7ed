//! `misplaced-private-endpoint`: an endpoint outside the folder the service reads.

use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Kind};

const FOLDER: &str = "managedVirtualNetwork/default/managedPrivateEndpoint";

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let root = &context.workspace.root;
    let inside = artifact.path.strip_prefix(root.as_str()).unwrap_or(&artifact.path).trim_start_matches('/');
    let Some((folder, _)) = inside.rsplit_once('/') else { return };
    // A folder with nothing but endpoints is no workspace, but what somebody deploys from.
    let is_workspace = context.workspace.artifacts.iter().any(|other| other.kind != Kind::ManagedPrivateEndpoint);
    if folder.eq_ignore_ascii_case(FOLDER) || !is_workspace || artifact.is_closed_folder() {
        return;
    }
    let message = format!("{} lies in \"{folder}\", where the service does not read it", artifact.described());
    sink.report(artifact.anchor(), message).subject(folder).help(format!("move it to \"{FOLDER}\""));
}
