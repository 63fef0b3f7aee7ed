//! `dead-stream`: a stream that nothing reads, so that what makes it is for nothing.

use super::place::report;
use crate::language::dataflow::Source;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(flow) = artifact.dataflow() else { return };
    let statements = flow.statements();
    let is_end = |kind: &str| matches!(kind, "sink" | "output");
    // Without a sink the flow is a draft, and an input that leads nowhere may be meant for this stream.
    let finished = statements.iter().any(|statement| is_end(flow.kind(statement)));
    let connected = |source: &Source| matches!(source, Source::Statement(_) | Source::WholeSplit(_));
    if !finished || !flow.streams().sources.iter().flatten().all(connected) {
        return;
    }
    for (at, (statement, readers)) in statements.iter().zip(&flow.streams().readers).enumerate() {
        let (kind, name) = (flow.kind(statement), flow.name(statement));
        // The second stream of a name is a matter of `duplicate-stream`.
        if !readers.is_empty() || is_end(kind) || flow.streams().find(name) != Some(at) {
            continue;
        }
        let message = format!("nothing reads {kind} \"{name}\" of {}", artifact.described());
        report(sink, artifact, flow, &statement.output, message).label("ends here, and is no sink");
    }
}
