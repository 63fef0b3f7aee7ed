//! Findings in code: at a text with its literal, or at what the fact stands on.

use crate::rule::{Draft, Sink};
use crate::workspace::Artifact;
use crate::workspace::code::{Fact, Known};

/// Begins a finding at a text; where it came by a name, its literal is shown too.
pub fn at_text<'s>(
    artifact: &Artifact,
    sink: &'s mut Sink<'_>,
    fact: &Fact,
    known: &Known,
    message: String,
) -> Draft<'s> {
    let (node, within) = known.place.of(artifact);
    let draft = on_line(fact, sink.report_part(node, within, known.text.clone(), message));
    match &known.origin {
        Some(origin) => {
            let (node, within) = origin.of(artifact);
            draft.related_part(artifact, node, within, "its value")
        }
        None => draft,
    }
}

/// Begins a finding at a call, a key or a line.
pub fn at_fact<'s>(
    artifact: &Artifact,
    sink: &'s mut Sink<'_>,
    fact: &Fact,
    subject: &str,
    message: String,
) -> Draft<'s> {
    let (node, within) = fact.place.of(artifact);
    on_line(fact, sink.report_part(node, within, subject, message))
}

/// Names the line, where it is one of code.
fn on_line<'s>(fact: &Fact, draft: Draft<'s>) -> Draft<'s> {
    if fact.line.is_empty() { draft } else { draft.line(&fact.line) }
}
