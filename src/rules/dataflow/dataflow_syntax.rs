//! `dataflow-syntax`: a script that does not parse.

use super::place::{related, report};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(flow) = artifact.dataflow() else { return };
    let Err(error) = flow.script() else { return };
    let message = format!("the script of {} does not parse: {error}", artifact.described());
    let draft = report(sink, artifact, flow, &error.span, message).label("here").subject(error.message.as_str());
    if let Some(opened) = &error.opened {
        related(draft, artifact, flow, opened, "opened here");
    }
}
