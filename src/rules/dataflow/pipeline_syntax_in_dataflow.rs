//! `pipeline-syntax-in-dataflow`: `@pipeline()` and its like in a script, where only a pipeline understands them.

use super::place::report;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(flow) = artifact.dataflow() else { return };
    let Ok(script) = flow.script() else { return };
    for span in &script.pipeline_expressions {
        let message = format!(
            "the script of {} has \"{}\", an expression of pipelines that data flows do not know",
            artifact.described(),
            flow.at(span)
        );
        report(sink, artifact, flow, span, message).label("only a pipeline evaluates this");
    }
}
