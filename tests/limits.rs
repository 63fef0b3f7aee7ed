//! What a host has room for, and findings that do not count.
#![allow(clippy::unwrap_used)]

mod common;

use common::{copy_of, edit, synlint, write};
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant};
use synlint::date::Date;
use synlint::finding::{Edit, Excepted, Fix, Level, Status};
use synlint::lint::{self, Options, Report};
use synlint::report::{Format, Style, View};
use synlint::rule::{Logic, Page, Rule, RuleLevel};
use synlint::rules::Registry;
use synlint::workspace::files::Memory;

const PLAIN: Style = Style { color: false, unicode: true, width: 80, links: None, verbose: false };
const TEXT: &str = "{\n  \"name\": \"p\",\n  \"é\": 1\n}";

fn registry() -> Registry {
    let front = "+++\nsummary = \"x\"\nlevel = \"warning\"\nconfidence = \"high\"\n+++\n";
    let check: synlint::rule::Check = |_, artifact, sink| {
        sink.report(artifact.anchor(), "a fault");
    };
    Registry::of(vec![Rule { page: Page::parse("test", "a-rule", front).unwrap(), logic: Logic::Native(check) }])
}

/// A report of equal findings.
fn report(count: usize) -> Report {
    let level = RuleLevel { level: Level::Warning, set_by_user: false };
    let options = Options {
        levels: [("a-rule".to_owned(), level)].into_iter().collect(),
        today: Date::default(),
        ..Options::default()
    };
    let files: Memory = [("pipeline/p.json".to_owned(), TEXT.as_bytes().to_vec())].into_iter().collect();
    let mut report = lint::check(&files, "", &options, &registry());
    report.findings = vec![report.findings[0].clone(); count];
    report
}

fn sarif(report: &Report) -> Value {
    let registry = registry();
    serde_json::from_str(&Format::Sarif.render(&View::new(report).with_rules(&registry), &PLAIN)).unwrap()
}

/// A pipeline with many activities that wait for one that is not there.
fn faulty_pipeline(folder: &Path, path: &str, count: usize) {
    let activity = |at: usize| {
        serde_json::json!({ "name": format!("Wait{at}"), "type": "Wait", "typeProperties": { "waitTimeInSeconds": 1 },
            "dependsOn": [{ "activity": format!("Gone{at}"), "dependencyConditions": ["Succeeded"] }] })
    };
    let name = path.trim_start_matches("pipeline/").trim_end_matches(".json");
    let pipeline = serde_json::json!({ "name": name, "properties": {
        "activities": (0..count).map(activity).collect::<Vec<_>>() } });
    write(folder, &[(path, pipeline.to_string().as_bytes())]);
}

#[test]
fn ten_annotations_a_level_are_spread_over_the_files() {
    let folder = tempfile::tempdir().unwrap();
    faulty_pipeline(folder.path(), "pipeline/a.json", 30);
    faulty_pipeline(folder.path(), "pipeline/b.json", 2);
    faulty_pipeline(folder.path(), "pipeline/c.json", 1);
    for (format, mark, file) in [("github", "::error ", "file=pipeline/"), ("azure", "##vso[", "sourcepath=pipeline/")]
    {
        let out = synlint(folder.path(), &["check", "--select", "unknown-dependency", "-o", format]).stdout;
        let commands: Vec<&str> = out.lines().take_while(|line| line.starts_with(mark)).collect();
        let files: String =
            commands.iter().filter_map(|line| line.split_once(file)).map(|(_, own)| &own[..1]).collect();
        assert_eq!(files, "abcabaaaa", "{out}");
        assert!(commands[9].contains("24 more findings of level error") && commands.len() == 10, "{}", commands[9]);
        assert_eq!(out.lines().count(), 10 + 33);
    }
}

#[test]
fn markdown_fits_a_comment_and_counts_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    faulty_pipeline(folder.path(), "pipeline/a.json", 2000);
    let out = synlint(folder.path(), &["check", "--select", "unknown-dependency", "-o", "markdown"]).stdout;
    assert!(out.chars().count() <= 60_000 && out.chars().count() > 59_000, "{}", out.len());
    let rows = out.lines().filter(|line| line.contains("<code>")).count();
    assert!(out.ends_with(&format!("\n\n{} findings more than there is room for.\n", 2000 - rows)), "{rows}");
}

#[test]
fn sarif_holds_the_worst_that_github_takes() {
    let mut report = report(25_010);
    report.findings[25_009].level = Level::Error;
    report.findings[0].status = Status::Excepted;
    let results = sarif(&report)["runs"][0]["results"].as_array().unwrap().clone();
    assert_eq!((results.len(), results[0]["level"].as_str()), (25_000, Some("error")));
    assert!(results.iter().all(|result| result.get("suppressions").is_none()));
    let word = Format::Sarif.left_out(&View::new(&report)).unwrap();
    assert_eq!(word, "sarif holds 25000 findings, the worst; 10 are left out, as GitHub takes no more");
    report.findings.truncate(25_000);
    assert_eq!(Format::Sarif.left_out(&View::new(&report)), None);
}

#[test]
fn what_does_not_count_is_carried_or_left_out() {
    let mut report = report(3);
    report.findings[0].status = Status::Excepted;
    let reason = "public reference data".to_owned();
    report.findings[0].exception = Some(Box::new(Excepted { reason, owner: None, in_source: false }));
    report.findings[1].status = Status::Baseline;
    let results = sarif(&report)["runs"][0]["results"].clone();
    let suppression = serde_json::json!([{ "kind": "external", "status": "accepted",
        "justification": "public reference data" }]);
    assert_eq!(results[0]["suppressions"], suppression);
    let states: Vec<&Value> = (0..3).map(|at| &results[at]["baselineState"]).collect();
    assert_eq!(states, ["new", "unchanged", "new"]);
    let hash = |at: usize| results[at]["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned();
    assert_eq!([0, 1, 2].map(|at| hash(at).split_off(64)), [":1", ":2", ":3"]);
    let view = View::new(&report);
    let shown = |format: Format| format.render(&view, &PLAIN);
    for (format, count) in [
        (Format::Human, 1),
        (Format::Concise, 1),
        (Format::Github, 2), // the annotation and the line of the log
        (Format::Azure, 2),
        (Format::Gitlab, 1),
        (Format::Rdjson, 1),
        (Format::Markdown, 1),
        (Format::Json, 3),
        (Format::Jsonl, 3),
    ] {
        assert_eq!(shown(format).matches("a fault").count(), count, "{}", format.name());
    }
    let junit = shown(Format::Junit);
    assert!(junit.contains("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"2\""), "{junit}");
    assert!(junit.contains("message=\"excepted (public reference data): a fault\""));
    assert!(junit.contains("message=\"in the baseline: a fault\""));
    // The fingerprint of the one that counts is that of the third of its kind, whatever became of the others.
    assert!(shown(Format::Gitlab).contains(":3\""));
    let summary: Value = serde_json::from_str(&shown(Format::Json)).unwrap();
    assert_eq!(
        summary["summary"],
        serde_json::json!({ "error": 0, "warning": 1, "note": 0, "baseline": 1,
        "excepted": 1, "artifacts": 1, "rules": 1 })
    );
}

#[test]
fn safe_fixes_are_told_and_others_are_not() {
    let mut report = report(1);
    let start = TEXT.find("é").unwrap();
    let edit = Edit { path: "pipeline/p.json".into(), span: start..start + 2, text: "e".to_owned() };
    let fix = |safe: bool| Some(Box::new(Fix { safe, why: "plain".to_owned(), edits: vec![edit.clone()] }));
    report.findings[0].fix = fix(true);
    let change = &sarif(&report)["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "pipeline/p.json");
    let region = serde_json::json!({ "startLine": 3, "startColumn": 4, "endLine": 3, "endColumn": 5 });
    assert_eq!(change["replacements"][0]["deletedRegion"], region);
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "e");
    let rdjson: Value = serde_json::from_str(&Format::Rdjson.render(&View::new(&report), &PLAIN)).unwrap();
    let range = serde_json::json!({ "start": { "line": 3, "column": 4 }, "end": { "line": 3, "column": 6 } });
    assert_eq!(rdjson["diagnostics"][0]["suggestions"], serde_json::json!([{ "range": range, "text": "e" }]));
    report.findings[0].fix = fix(false);
    assert!(sarif(&report)["runs"][0]["results"][0].get("fixes").is_none());
    let rdjson: Value = serde_json::from_str(&Format::Rdjson.render(&View::new(&report), &PLAIN)).unwrap();
    assert_eq!(rdjson["diagnostics"][0]["suggestions"], serde_json::json!([]));
}

#[test]
fn sarif_says_when_a_rule_failed() {
    let mut report = report(1);
    assert_eq!(sarif(&report)["runs"][0]["invocations"][0]["executionSuccessful"], true);
    report.failed = true;
    report.findings[0].rule = "internal-error".into();
    let invocation = sarif(&report)["runs"][0]["invocations"][0].clone();
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"][0]["message"]["text"], "a fault");
}

#[test]
fn identities_in_sarif_outlive_new_lines() {
    let folder = copy_of("fixtures/workspaces/contoso");
    let identities = || -> Vec<String> {
        let out = synlint(folder.path(), &["check", "-o", "sarif"]).stdout;
        let report: Value = serde_json::from_str(&out).unwrap();
        let results = report["runs"][0]["results"].as_array().unwrap().clone();
        let identity = |result: &Value| result["partialFingerprints"]["synlint/v1"].as_str().unwrap().to_owned();
        results.iter().map(identity).collect()
    };
    let before = identities();
    edit(folder.path(), "linkedService/ls_sftp_suppliers.json", "\"properties\"", "\n\n\n\"properties\"");
    assert_eq!(identities(), before);
}

#[test]
fn junit_tells_only_of_what_was_asked_for() {
    let folder = copy_of("fixtures/workspaces/contoso");
    let out = synlint(folder.path(), &["check", "linkedService", "-o", "junit"]).stdout;
    let suites: Vec<&str> = out.lines().filter(|line| line.contains("<testsuite ")).collect();
    assert!(suites.len() > 3 && suites.iter().all(|line| line.contains("name=\"linkedService/")), "{suites:#?}");
}

/// Checks a folder of what a generator wrote, with every rule; gives what is found.
fn checked_in_time(folder: &Path, arguments: &[&str]) -> usize {
    let start = Instant::now();
    let run = synlint(folder, &[&["check", "--select", "all", "-o", "concise"], arguments].concat());
    // What grows with the square of the size takes several times as long.
    assert!(start.elapsed() < Duration::from_secs(10), "a debug build took {:?}", start.elapsed());
    run.stdout.lines().count()
}

#[test]
fn many_findings_in_one_string_take_time_in_proportion() {
    let folder = tempfile::tempdir().unwrap();
    let statements = |make: fn(usize) -> String, count: usize| (0..count).map(make).collect::<Vec<_>>().join("\n");
    let script = statements(|at| format!("source(allowSchemaDrift: true) ~> s{at}"), 10_000);
    let flow = serde_json::json!({ "name": "d", "properties": { "type": "MappingDataFlow",
        "typeProperties": { "sources": [], "sinks": [], "transformations": [], "script": script } } });
    write(folder.path(), &[("dataflow/d.json", flow.to_string().as_bytes())]);
    assert!(checked_in_time(folder.path(), &[]) >= 10_000);
    let folder = tempfile::tempdir().unwrap();
    let query = |at| format!("SELECT * FROM OPENROWSET(BULK 'http://h{at}.example.com/x', FORMAT = 'CSV') AS r;");
    let sql = serde_json::json!({ "name": "s", "properties": { "content": { "query": statements(query, 8_000) } } });
    write(folder.path(), &[("sqlscript/s.json", sql.to_string().as_bytes())]);
    assert!(checked_in_time(folder.path(), &[]) >= 8_000);
}

#[test]
fn long_lists_take_time_in_proportion() {
    const COUNT: usize = 20_000;
    for (shift, found) in [(1, "dependency-cycle"), (COUNT - 1, "too-many-activities")] {
        let folder = tempfile::tempdir().unwrap();
        let activity = |at: usize| {
            let waits = serde_json::json!([{ "activity": format!("Wait{}", (at + shift) % COUNT),
                "dependencyConditions": ["Succeeded"] }]);
            let none = serde_json::json!([]);
            serde_json::json!({ "name": format!("Wait{at}"), "type": "Wait", "typeProperties": { "waitTimeInSeconds": 1 },
                "dependsOn": if at == 0 && shift > 1 { none } else { waits } })
        };
        let activities: Vec<Value> = (0..COUNT).map(activity).collect();
        let pipeline = serde_json::json!({ "name": "p", "properties": { "activities": activities } });
        write(folder.path(), &[("pipeline/p.json", pipeline.to_string().as_bytes())]);
        assert!(checked_in_time(folder.path(), &[]) > 0, "{found}");
    }
}

#[test]
fn long_inventories_take_time_in_proportion() {
    const COUNT: usize = 1_000;
    let folder = tempfile::tempdir().unwrap();
    let endpoint = |at: usize| {
        let id = format!("/subscriptions/s/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/lake{at}");
        serde_json::json!({ "name": format!("mpe-{at}"), "properties": { "privateLinkResourceId": id,
            "groupId": "dfs", "connectionState": { "status": "Approved" } } })
    };
    for at in 0..COUNT {
        let path = format!("managedVirtualNetwork/default/managedPrivateEndpoint/mpe-{at}.json");
        write(folder.path(), &[(path.as_str(), endpoint(at).to_string().as_bytes())]);
    }
    let listed: Vec<Value> = (COUNT / 2..COUNT * 3 / 2).map(endpoint).collect();
    write(folder.path(), &[("inventory.json", Value::from(listed).to_string().as_bytes())]);
    // Half of them are missing in the inventory, and half of that in Git.
    assert!(checked_in_time(folder.path(), &["--inventory", "inventory.json"]) >= COUNT);
}
