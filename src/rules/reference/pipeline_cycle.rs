//! `pipeline-cycle`: pipelines that execute each other. Each ring is reported once, at its first pipeline.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for ring in context.workspace.pipeline_rings() {
        let Some(((first, call), rest)) = ring.split_first() else { continue };
        if *first != artifact {
            continue;
        }
        let names: Vec<&str> = ring.iter().map(|(pipeline, _)| pipeline.name.as_str()).collect();
        let message = match rest {
            [] => format!("pipeline \"{}\" executes itself", artifact.name),
            _ => format!("pipelines execute each other in a ring: {} › {}", names.join(" › "), artifact.name),
        };
        let mut draft = sink.report(*call, message).subject(names.join(" › ")).label("executes the next");
        for (pipeline, call) in rest {
            draft = draft.related(pipeline, *call, "executes the next");
        }
    }
}
