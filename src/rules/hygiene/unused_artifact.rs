//! `unused-artifact`: a linked service, dataset or data flow that nothing uses.

use crate::catalog::{self, NetworkClass};
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Kind, Workspace};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let workspace = context.workspace;
    if artifact.is_built_in()
        || workspace.of_kind(Kind::Pipeline).next().is_none()
        || !workspace.is_unused(artifact)
        || workspace.may_mean_any(artifact.kind)
        || (artifact.kind == Kind::LinkedService && may_be_used_unseen(workspace, artifact))
    {
        return;
    }
    sink.report(artifact.anchor(), format!("nothing in this workspace uses {}", artifact.described()));
}

/// Code that uses it names the machine learning workspace instead, so that its use cannot be seen.
const NAMED_BY_ITS_WORKSPACE: &str = "AzureMLService";

/// Can code that is not here, or a name that is computed, use the linked service? Or Studio, which leaves no trace?
fn may_be_used_unseen(workspace: &Workspace, artifact: &Artifact) -> bool {
    let known = artifact.type_name().and_then(|name| catalog::linked_service(&name));
    let Some(known) = known.filter(|known| known.class != NetworkClass::Studio && known.name != NAMED_BY_ITS_WORKSPACE)
    else {
        return true;
    };
    let code_elsewhere =
        || workspace.has_exported_notebooks() || workspace.of_kind(Kind::SparkJobDefinition).next().is_some();
    let computed = || workspace.artifacts.iter().any(|one| one.code().computes_a_service());
    known.spark && (code_elsewhere() || computed())
}
