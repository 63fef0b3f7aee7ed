//! A finding as SARIF tells it: where it is, what else has to do with it, who it is, and what became of it.

use crate::finding::{Edit, Finding, Fix, Location, Related, Status};
use crate::report::View;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most related places of a result that GitHub shows.
const MOST: usize = 100;

/// The result of a finding; `compared` when the run tells findings of the baseline from new ones.
pub fn result(view: &View<'_>, (finding, fingerprint, ordinal): &(&Finding, String, usize), compared: bool) -> Value {
    let identity = format!("{fingerprint}:{ordinal}");
    let mut place = location(view, &finding.location);
    place["logicalLocations"] = logical(finding);
    let mut result = json!({
        "ruleId": finding.rule,
        "level": finding.level.name(),
        "message": { "text": message(finding) },
        "locations": [place],
        "partialFingerprints": { "primaryLocationLineHash": identity, "synlint/v1": identity },
    });
    if let Some(index) = view.rules.iter().position(|(page, _)| page.name == finding.rule) {
        result["ruleIndex"] = json!(index);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().take(MOST).enumerate();
        result["relatedLocations"] = related.map(|(at, own)| related_location(view, at + 1, own)).collect();
    }
    if compared {
        result["baselineState"] = json!(if finding.status == Status::Baseline { "unchanged" } else { "new" });
    }
    if finding.status == Status::Excepted {
        result["suppressions"] = json!([suppression(finding)]);
    }
    if let Some(fix) = finding.fix.as_deref().and_then(|fix| fixed(view, fix)) {
        result["fixes"] = json!([fix]);
    }
    result
}

/// Where it is said that the finding may stay, and why.
fn suppression(finding: &Finding) -> Value {
    let in_source = finding.exception.as_ref().is_some_and(|own| own.in_source);
    let mut suppression = json!({ "kind": if in_source { "inSource" } else { "external" }, "status": "accepted" });
    if let Some(exception) = &finding.exception {
        suppression["justification"] = json!(exception.reason);
    }
    suppression
}

/// A place with its full region.
pub fn location(view: &View<'_>, place: &Location) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": artifact(&place.path),
        "region": region(view, place),
    } })
}

/// The message, with a link to each related place.
fn message(finding: &Finding) -> String {
    let mut out = literal(&finding.message);
    for (at, related) in finding.related.iter().take(MOST).enumerate() {
        let text = related.message.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
        let _ = write!(out, "{}[{text}]({})", if at == 0 { "\n" } else { ", " }, at + 1);
    }
    out
}

/// A text that holds what would be read as a link, without that link.
fn literal(text: &str) -> String {
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text.to_owned() }
}

fn related_location(view: &View<'_>, id: usize, related: &Related) -> Value {
    let mut place = location(view, &related.location);
    place["id"] = json!(id);
    let text = if related.message.is_empty() { &*related.location.path } else { &related.message };
    place["message"] = json!({ "text": literal(text) });
    place
}

/// The place by names.
fn logical(finding: &Finding) -> Value {
    let Some(id) = &finding.artifact else { return json!([]) };
    json!([{ "name": id.name, "fullyQualifiedName": finding.place, "kind": id.kind.folder() }])
}

fn region(view: &View<'_>, place: &Location) -> Value {
    let (start, end) = view.positions(place);
    json!({
        "startLine": start.line, "startColumn": start.column,
        "endLine": end.line, "endColumn": end.column,
    })
}

/// A safe fix whose every edit lies in a file the report knows.
fn fixed(view: &View<'_>, fix: &Fix) -> Option<Value> {
    if !fix.safe || !fix.edits.iter().all(|edit| view.source(&edit.path).is_some()) {
        return None;
    }
    let mut files: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for Edit { path, span, text } in &fix.edits {
        let place = Location { path: path.clone(), span: span.clone(), node: None };
        let replacement = json!({ "deletedRegion": region(view, &place), "insertedContent": { "text": text } });
        files.entry(path).or_default().push(replacement);
    }
    let changes = files
        .into_iter()
        .map(|(path, replacements)| json!({ "artifactLocation": artifact(path), "replacements": replacements }));
    Some(json!({ "description": { "text": fix.why }, "artifactChanges": changes.collect::<Value>() }))
}

fn artifact(path: &str) -> Value {
    json!({ "uri": uri(path), "uriBaseId": "SRCROOT" })
}

/// A relative reference: all but the unreserved characters of RFC 3986 as bytes of UTF-8.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte.into()),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
