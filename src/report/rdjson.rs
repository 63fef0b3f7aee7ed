//! The diagnostics of reviewdog. Its columns count the bytes of a line in UTF-8, from 1; ends are exclusive.

use super::{View, json};
use crate::finding::{Edit, Finding, Fix, Level, Location};
use serde_json::{Value, json};

pub fn render(view: &View<'_>) -> String {
    let diagnostics: Vec<Value> = view.new_findings().map(|finding| diagnostic(view, finding)).collect();
    json::printed(&json!({ "source": { "name": "synlint" }, "diagnostics": diagnostics }))
}

fn diagnostic(view: &View<'_>, finding: &Finding) -> Value {
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|own| json!({ "message": own.message, "location": location(view, &own.location) }))
        .collect();
    json!({
        "message": finding.message,
        "location": location(view, &finding.location),
        "severity": severity(finding.level),
        "code": { "value": finding.rule },
        "suggestions": suggestion(view, finding).into_iter().collect::<Vec<_>>(),
        "related_locations": related,
    })
}

/// A safe fix of one edit in the finding's own file. Several suggestions are alternatives to reviewdog, so edits that
/// belong together cannot be told.
fn suggestion(view: &View<'_>, finding: &Finding) -> Option<Value> {
    let Fix { safe: true, edits, .. } = finding.fix.as_deref()? else { return None };
    let [Edit { path, span, text }] = edits.as_slice() else { return None };
    let place = Location { path: path.clone(), span: span.clone(), node: None };
    (*path == finding.location.path).then(|| json!({ "range": range(view, &place), "text": text }))
}

fn location(view: &View<'_>, place: &Location) -> Value {
    json!({ "path": place.path, "range": range(view, place) })
}

fn range(view: &View<'_>, place: &Location) -> Value {
    let position = |(line, column): (usize, usize)| json!({ "line": line, "column": column });
    let (start, end) = view.byte_positions(place);
    json!({ "start": position(start), "end": position(end) })
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Note => "INFO",
    }
}
