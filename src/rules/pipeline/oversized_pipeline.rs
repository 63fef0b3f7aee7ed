//! `oversized-pipeline`: a pipeline that is larger than the service takes, white space left out.

use crate::json::text::length_without_white_space;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let limit = context.options.oversized_pipeline.max_kilobytes;
    let (text, most) = (artifact.document.text(), limit as usize * 1024);
    // White space only ever adds, so most files need no counting; a file that is no JSON has no size to speak of.
    if text.len() <= most || artifact.problem.is_some() {
        return;
    }
    let length = length_without_white_space(text);
    if length > most {
        let size = length.div_ceil(1024);
        let message = format!("{} is {size} KB without white space; the limit is {limit} KB", artifact.described());
        sink.report(artifact.anchor(), message).subject("size");
    }
}
