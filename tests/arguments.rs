//! The rules about arguments side by side: each fault is told by one of them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{copy_of, edit, synlint};

const RULES: &str = "unknown-argument,missing-argument,argument-type";

#[test]
fn a_misspelt_argument_is_not_missing_too() {
    let folder = copy_of("fixtures/rules/unknown-argument/bad");
    let rules = |folder| -> Vec<String> {
        let findings = synlint(folder, &["check", "--select", RULES, "-o", "json"]).findings();
        let shown = |finding: &serde_json::Value| format!("{} {}", finding["rule"], finding["message"]);
        findings.iter().map(shown).filter(|shown| shown.contains("pl_load_region")).collect()
    };
    let found = rules(folder.path());
    assert!(found.len() == 1 && found[0].contains("has no parameter \\\"regoin\\\""), "{found:#?}");
    edit(folder.path(), "pipeline/pl_load_all.json", "\"regoin\": \"north\"", "\"colour\": \"blue\"");
    let found = rules(folder.path());
    assert!(found.len() == 2 && found.iter().any(|shown| shown.contains("needs the argument")), "{found:#?}");
}
