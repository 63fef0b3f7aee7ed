//! SARIF 2.1.0, as GitHub takes it: every string it asks for is there, identities are ours instead of hashes of lines,
//! and each rule brings its page.

mod results;
mod rules;

use super::{View, json};
use crate::finding::{Finding, Status};
use serde_json::{Value, json};
use std::cmp::Reverse;

/// Most results of a run that GitHub takes.
const MOST: usize = 25_000;

/// Most characters GitHub takes of a description.
const LONGEST: usize = 1_024;

pub fn render(view: &View<'_>) -> String {
    let mut found = view.identified();
    if found.len() > MOST {
        found.sort_by_key(|(finding, ..)| (finding.status != Status::New, Reverse(finding.level)));
        found.truncate(MOST);
    }
    let compared = found.iter().any(|(finding, ..)| finding.status == Status::Baseline);
    let results: Vec<Value> = found.iter().map(|own| results::result(view, own, compared)).collect();
    let rules: Vec<Value> = view.rules.iter().map(|(page, level)| rules::rule(page, *level)).collect();
    json::printed(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "synlint",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "invocations": [{
                "executionSuccessful": !view.report.failed,
                "toolExecutionNotifications": failures(view),
            }],
            "automationDetails": { "id": "synlint/" },
            "originalUriBaseIds": { "SRCROOT": { "description": { "text": "the root of the Git repository" } } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

/// What is to be said where there are more findings than GitHub takes.
pub fn left_out(view: &View<'_>) -> Option<String> {
    let rest = view.report.findings.len().checked_sub(MOST).filter(|rest| *rest > 0)?;
    Some(format!("sarif holds {MOST} findings, the worst; {rest} are left out, as GitHub takes no more"))
}

fn failures(view: &View<'_>) -> Vec<Value> {
    let failed = view.findings().filter(|finding| view.report.failed && *finding.rule == *"internal-error");
    let notification = |finding: &Finding| {
        json!({
            "level": "error",
            "message": { "text": finding.message },
            "locations": [results::location(view, &finding.location)],
        })
    };
    failed.map(notification).collect()
}
