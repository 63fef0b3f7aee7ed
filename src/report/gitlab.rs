//! The code quality report of GitLab. Its fingerprints tell a merge request which findings are its own, so equal ones
//! are told apart by their ordinal.

use super::{View, json};
use crate::finding::{Level, Status};
use serde_json::{Value, json};

pub fn render(view: &View<'_>) -> String {
    let all = view.identified();
    let new = all.iter().filter(|(finding, ..)| finding.status == Status::New);
    let entries: Vec<Value> = new
        .map(|(finding, fingerprint, ordinal)| {
            let (start, end) = view.positions(&finding.location);
            json!({
                "description": finding.message,
                "check_name": finding.rule,
                "fingerprint": if *ordinal == 1 { fingerprint.clone() } else { format!("{fingerprint}:{ordinal}") },
                "severity": severity(finding.level),
                "location": {
                    "path": finding.location.path,
                    "positions": {
                        "begin": { "line": start.line, "column": start.column },
                        "end": { "line": end.line, "column": end.column },
                    },
                },
            })
        })
        .collect();
    json::printed(&entries)
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Note => "info",
    }
}
