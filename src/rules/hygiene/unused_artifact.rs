//! `unused-artifact`: a linked service, dataset or data flow that nothing uses.

use crate::catalog::{self, NetworkClass};
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Kind, Target, Workspace};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let workspace = context.workspace;
    if artifact.is_built_in()
        || workspace.of_kind(Kind::Pipeline).next().is_none()
        || !workspace.is_unused(artifact)
        || may_be_meant(workspace, artifact.kind)
        || (artifact.kind == Kind::LinkedService && may_be_used_unseen(workspace, artifact))
    {
        return;
    }
    sink.report(artifact.anchor(), format!("nothing in this workspace uses {}", artifact.described()));
}

/// May an artifact of this kind be meant where it cannot be seen: in a broken file, or by a reference that
/// says only at deployment or at run time whom it means?
fn may_be_meant(workspace: &Workspace, kind: Kind) -> bool {
    let mut references = workspace.artifacts.iter().flat_map(|artifact| &artifact.references);
    let mut broken = workspace.artifacts.iter().filter(|one| one.problem.is_some());
    references.any(|reference| reference.kind == kind && reference.target == Target::Unknown) || broken.next().is_some()
}

/// Can code that is not here, or a name that is computed, use the linked service? Or Studio, which leaves no trace?
fn may_be_used_unseen(workspace: &Workspace, artifact: &Artifact) -> bool {
    let known = artifact.type_name().and_then(|name| catalog::linked_service(&name));
    let Some(known) = known.filter(|known| known.class != NetworkClass::Studio) else { return true };
    let code_elsewhere =
        || workspace.has_exported_notebooks() || workspace.of_kind(Kind::SparkJobDefinition).next().is_some();
    let computed = || workspace.artifacts.iter().any(|one| one.code().computes_a_service());
    known.spark && (code_elsewhere() || computed())
}
