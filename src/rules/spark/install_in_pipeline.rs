//! `install-in-pipeline`: a notebook that a pipeline runs installs packages of R.

use crate::network::Profile;
use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::workspace::Artifact;
use crate::workspace::code::{Tool, What};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        let What::Install(install) = &fact.what else { continue };
        // Where the internet is out of reach, that is the fault, and another rule's.
        if install.tool != Tool::R || (context.network.profile == Profile::Dep && !install.local) {
            continue;
        }
        let Some((pipeline, node)) = context.workspace.pipeline_that_runs(artifact) else { return };
        let message = format!(
            "{} installs R packages, and {} runs it: in a pipeline run they cannot be installed",
            artifact.described(),
            pipeline.described()
        );
        let draft =
            in_code::at_fact(artifact, sink, fact, &install.command, message).label("switched off in pipelines");
        draft.related(pipeline, node, "run from here");
    }
}
