//! `unreadable-file`: a file that cannot be read or decoded.

use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Problem};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    if let Some(Problem::ClosedFolder(why)) = &artifact.problem {
        let message = format!("{} cannot be looked into: {why}", artifact.described());
        let help = "let synlint read it; until then nothing is said of what may lie there";
        sink.report_span(0..0, message).subject(why.as_str()).help(help);
    }
    let Some(Problem::Unreadable { why, span, help }) = &artifact.problem else { return };
    let message = format!("{} cannot be read: {why}", artifact.described());
    let draft = sink.report_span(span.clone(), message).subject(why.as_str());
    if let Some(help) = help {
        draft.help(*help);
    }
}
