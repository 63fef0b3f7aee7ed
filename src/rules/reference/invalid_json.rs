//! `invalid-json`: the file cannot be parsed.

use crate::finding::Level;
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Problem};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    if let Some(Problem::Syntax(error)) = &artifact.problem {
        let message = format!("{} is not JSON: {error}", artifact.described());
        let mut draft = sink.report_span(error.span.clone(), message).label("here").subject(error.message.as_str());
        if let Some(help) = error.help {
            draft = draft.help(help);
        }
        if let Some(opened) = &error.opened {
            draft.related_text(opened.clone(), "never closed");
        }
    }
    if let Some(Problem::NotAnObject(span)) = &artifact.problem {
        let message = format!("{} is no JSON object, as every artifact is", artifact.described());
        sink.report_span(span.clone(), message).label("here").subject("object");
    }
    for span in artifact.document.lone_surrogates() {
        let escape = &artifact.document.text()[span.clone()];
        let message =
            format!("{} holds {escape}, half of a character; many readers refuse the file", artifact.described());
        let help = "write the whole surrogate pair, or the character itself";
        sink.report_span(span.clone(), message).level(Level::Warning).help(help).subject(escape);
    }
}
