//! `runtime-type-drift`: an integration runtime that has another type in another workspace of the repository.

use crate::rule::{Context, Sink};
use crate::workspace::graph::is_placeholder;
use crate::workspace::{Artifact, Kind, Workspace};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(node) = artifact.property(&["type"]) else { return };
    let Some(own) = known_type(artifact).filter(|_| !artifact.is_built_in()) else { return };
    // Of two that differ, the later in path order is told: each pair once.
    let mut earlier = context.repository.iter().take_while(|other| !std::ptr::eq(**other, context.workspace));
    let other = earlier.find_map(|workspace| namesake(context, workspace, artifact, &own));
    let Some((workspace, other)) = other else { return };
    let (other_node, other_type) = (other.property(&["type"]).unwrap_or(other.root()), known_type(other));
    let message = format!(
        "{} is {own} here and {} in the workspace {}",
        artifact.described(),
        other_type.unwrap_or_default(),
        workspace.shown_root()
    );
    sink.report(node, message).related(other, other_node, "the same name");
}

/// The runtime of this name in another workspace of the same service, when its type differs.
fn namesake<'w>(
    context: &Context<'_>,
    workspace: &'w Workspace,
    artifact: &Artifact,
    own: &str,
) -> Option<(&'w Workspace, &'w Artifact)> {
    let same_service = workspace.product == context.workspace.product;
    let other = workspace.find(Kind::IntegrationRuntime, &artifact.name).filter(|_| same_service)?;
    known_type(other).is_some_and(|known| !known.eq_ignore_ascii_case(own)).then_some((workspace, other))
}

/// The type, where it is said and not filled in by a deployment.
fn known_type(runtime: &Artifact) -> Option<String> {
    let name = runtime.type_name()?;
    (!is_placeholder(&name) && !name.starts_with(['@', '['])).then(|| name.into_owned())
}
