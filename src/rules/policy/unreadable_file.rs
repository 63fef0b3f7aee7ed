//! `unreadable-file`: a file that cannot be read or decoded.

use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Problem};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(Problem::Unreadable { why, span, help }) = &artifact.problem else { return };
    let message = format!("{} cannot be read: {why}", artifact.described());
    let draft = sink.report_span(span.clone(), message).subject(why.as_str());
    if let Some(help) = help {
        draft.help(*help);
    }
}
