//! Pointing into a script: what the rules about scripts share.

use crate::json::Span;
use crate::rule::{Draft, Sink};
use crate::workspace::Artifact;
use crate::workspace::dataflow::Dataflow;

/// Reports a place of a script. The subject is what stands there until the rule says better.
pub fn report<'s>(
    sink: &'s mut Sink<'_>,
    artifact: &Artifact,
    flow: &Dataflow,
    span: &Span,
    message: impl Into<Box<str>>,
) -> Draft<'s> {
    match flow.pieces().locate(&artifact.document, span.clone()) {
        Some((node, within)) => {
            sink.report_part(node, within, flow.at(span), message).line(flow.pieces().line_at(span.start))
        }
        None => sink.report(artifact.anchor(), message).subject(flow.at(span)),
    }
}

/// Adds another place of the same script.
pub fn related<'d>(
    draft: Draft<'d>,
    artifact: &Artifact,
    flow: &Dataflow,
    span: &Span,
    message: impl Into<Box<str>>,
) -> Draft<'d> {
    match flow.pieces().locate(&artifact.document, span.clone()) {
        Some((node, within)) => draft.related_part(artifact, node, within, message),
        None => draft,
    }
}
