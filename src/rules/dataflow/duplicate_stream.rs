//! `duplicate-stream`: two statements that make a stream of the same name.

use super::place::{related, report};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(flow) = artifact.dataflow() else { return };
    for (at, statement) in flow.statements().iter().enumerate() {
        let name = flow.name(statement);
        let Some(first) = flow.streams().find(name).filter(|first| *first != at) else { continue };
        let first = &flow.statements()[first].output;
        let message = format!("{} makes two streams called \"{name}\"", artifact.described());
        let draft = report(sink, artifact, flow, &statement.output, message).label("again");
        related(draft, artifact, flow, first, "first");
    }
}
