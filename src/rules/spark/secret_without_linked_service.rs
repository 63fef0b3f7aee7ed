//! `secret-without-linked-service`: a notebook that a pipeline runs asks a vault with the identity of a user.

use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::workspace::Artifact;
use crate::workspace::code::{Given, What};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        let What::Library(call) = &fact.what else { continue };
        if call.function != "getSecret" || call.service != Given::Absent || call.secret == Given::Absent {
            continue;
        }
        let Some((pipeline, node)) = context.workspace.pipeline_that_runs(artifact) else { return };
        let vault = call.vault.literal().map_or("a vault".to_owned(), |(vault, _)| format!("vault \"{vault}\""));
        let message = format!(
            "{} asks {vault} for a secret without a linked service; where {} runs it, the identity of the workspace asks, which needs its role on the vault",
            artifact.described(),
            pipeline.described()
        );
        let subject = call.secret.literal().map_or("getSecret", |(secret, _)| secret);
        let draft = in_code::at_fact(artifact, sink, fact, subject, message).label("signs in as whoever runs it");
        draft.related(pipeline, node, "run from here");
    }
}
