//! The baseline: what is found today does not count, one more does; names and not lines decide what is the same.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Run, corpus, edit, synlint, write};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

const FILE: &str = ".synlint-baseline.json";

fn linked_service(name: &str, url: &str) -> Value {
    json!({ "name": name, "properties": { "type": "HttpServer",
        "typeProperties": { "url": url, "authenticationType": "Anonymous" } } })
}

/// An activity whose linked service is gone, which is an error.
fn activity(name: &str, linked_service: &str) -> Value {
    let reference = json!({ "referenceName": linked_service, "type": "LinkedServiceReference" });
    json!({ "name": name, "type": "SqlServerStoredProcedure", "dependsOn": [], "linkedServiceName": reference,
        "typeProperties": { "storedProcedureName": "dbo.load" } })
}

fn pipeline(activities: Vec<Value>) -> Value {
    json!({ "name": "Load", "properties": { "activities": activities } })
}

fn put(folder: &Path, path: &str, value: &Value) {
    write(folder, &[(path, serde_json::to_string_pretty(value).unwrap().as_bytes())]);
}

/// Cells of a notebook, of which two hold the same fault.
fn cells() -> Vec<Value> {
    let cell = |lines: &[&str]| json!({ "cell_type": "code", "metadata": {}, "source": lines });
    let fault = "mssparkutils.credentials.getSecretWithLS('Gone', 'key')";
    vec![cell(&["x = 1\n", fault]), cell(&[fault])]
}

fn notebook(cells: Vec<Value>) -> Value {
    json!({ "name": "Read", "properties": { "metadata": { "language_info": { "name": "python" } }, "cells": cells } })
}

fn old_activities() -> Vec<Value> {
    vec![activity("First", "Gone"), activity("Second", "Gone"), activity("Third", "Lost")]
}

/// A workspace with faults of its own, without a baseline.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "linkedService/Rates.json", &linked_service("Rates", "http://rates.contoso.example"));
    put(folder.path(), "pipeline/Load.json", &pipeline(old_activities()));
    put(folder.path(), "notebook/Read.json", &notebook(cells()));
    folder
}

/// A workspace whose faults are in its baseline.
fn held() -> TempDir {
    let folder = workspace();
    let created = synlint(folder.path(), &["baseline", "create"]);
    assert_eq!(created.code, 0, "{}", created.stderr);
    folder
}

fn check(folder: &Path) -> Run {
    synlint(folder, &["check", "-o", "json"])
}

/// The findings that count, as `rule in artifact`.
fn new(folder: &Path) -> Vec<String> {
    let counting = check(folder).findings().into_iter().filter(|finding| finding["status"] == "new");
    let shown = |finding: Value| {
        format!("{} in {}", finding["rule"].as_str().unwrap(), finding["artifact"]["name"].as_str().unwrap_or("-"))
    };
    counting.map(shown).collect()
}

fn baseline(folder: &Path) -> String {
    std::fs::read_to_string(folder.join(FILE)).unwrap()
}

#[test]
fn what_was_there_is_counted_and_does_not_gate() {
    let folder = workspace();
    let before = check(folder.path());
    assert_eq!(before.code, 1);
    let found = before.findings().len();
    assert_eq!(synlint(folder.path(), &["baseline", "create"]).code, 0);
    let after = synlint(folder.path(), &["check", "--fail-on", "note", "-o", "json"]);
    assert_eq!(after.code, 0, "{}", after.stderr);
    assert_eq!(after.json()["summary"]["baseline"], found);
    assert_eq!(after.json()["summary"]["error"], 0);
    let human = synlint(folder.path(), &["check"]);
    assert_eq!(human.stdout, "");
    assert!(human.stderr.contains(&format!("({found} in the baseline)")), "{}", human.stderr);
}

#[test]
fn its_file_is_one_sorted_entry_a_line_and_holds_no_secret() {
    let folder = workspace();
    let key = "q3Vt8Zp1LwXn5RyK0bJf7HdMs2GcTe9uAaPoIiNk4Vx6BzQhWrCjSgDlFmEyU8tO1v2w3x4y5z6A7B8C9D0E1A==";
    let text = format!("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey={key}");
    let secret = json!({ "name": "Store", "properties": { "type": "AzureBlobStorage",
        "typeProperties": { "connectionString": text } } });
    put(folder.path(), "linkedService/Store.json", &secret);
    synlint(folder.path(), &["baseline", "create"]);
    let text = baseline(folder.path());
    let parsed: Value = serde_json::from_str(&text).unwrap();
    let entries = parsed["findings"].as_array().unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("\"rule\"")).collect();
    assert!(entries.len() > 4 && lines.len() == entries.len(), "{text}");
    assert!(text.contains("\"artifact\":\"linkedService/Store\""), "{text}");
    assert!(!text.contains("q3Vt8Zp1"), "{text}");
    let key = |entry: &Value| format!("{} {} {}", entry["artifact"], entry["rule"], entry["place"]);
    assert!(entries.iter().map(key).is_sorted(), "{text}");
    let total: u64 = entries.iter().map(|entry| entry["count"].as_u64().unwrap()).sum();
    assert_eq!(total, check(folder.path()).json()["summary"]["baseline"].as_u64().unwrap());
}

#[test]
fn create_overwrites_nothing_and_the_others_need_a_baseline() {
    let folder = workspace();
    for action in ["update", "check"] {
        let run = synlint(folder.path(), &["baseline", action]);
        assert!(
            run.code == 2 && run.stderr.contains("there is no baseline at .synlint-baseline.json"),
            "{}",
            run.stderr
        );
    }
    synlint(folder.path(), &["baseline", "create"]);
    let before = baseline(folder.path());
    let again = synlint(folder.path(), &["baseline", "create"]);
    assert!(again.code == 2 && again.stderr.contains("there is a baseline already"), "{}", again.stderr);
    assert_eq!(baseline(folder.path()), before);
}

#[test]
fn it_lies_beside_the_configuration() {
    let folder = workspace();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    write(folder.path(), &[("synlint.toml", b"")]);
    let inner = folder.path().join("pipeline");
    assert_eq!(synlint(&inner, &["baseline", "create"]).code, 0);
    assert!(folder.path().join(FILE).is_file());
    assert_eq!(new(folder.path()), [""; 0]);
}

#[test]
fn one_that_a_configuration_leaves_unread_is_named() {
    let folder = tempfile::tempdir().unwrap();
    common::copy(workspace().path(), &folder.path().join("synapse"));
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    assert_eq!(synlint(folder.path(), &["baseline", "create"]).code, 0);
    let file = format!("synapse/{FILE}");
    assert!(folder.path().join(&file).is_file());
    let init = synlint(folder.path(), &["init"]);
    assert!(init.stdout.contains(&format!("\nnext: move {file} to {FILE}: ")), "{}", init.stdout);
    let unread = check(folder.path());
    assert_eq!(unread.code, 1);
    let warning = format!(
        "warning: the baseline {file} is not read: with a configuration the one beside it is\n  help: move it to {FILE}\n"
    );
    assert!(unread.stderr.contains(&warning), "{}", unread.stderr);
    put(&folder.path().join("other"), "pipeline/Pause.json", &serde_json::json!({ "name": "Pause", "properties": {} }));
    assert!(!synlint(folder.path(), &["check", "other"]).stderr.contains("not read"), "it is of what is not reported");
    std::fs::rename(folder.path().join(&file), folder.path().join(FILE)).unwrap();
    assert_eq!(check(folder.path()).code, 0);
    assert!(!check(folder.path()).stderr.contains("not read"));
}

#[test]
fn one_more_equal_fault_is_exactly_one_and_another_host_is_new() {
    let folder = held();
    let mut more = cells();
    more.push(more[1].clone());
    put(folder.path(), "notebook/Read.json", &notebook(more));
    assert_eq!(new(folder.path()), ["unknown-linked-service in Read"]);
    put(folder.path(), "notebook/Read.json", &notebook(cells()));
    put(folder.path(), "linkedService/Rates.json", &linked_service("Rates", "http://prices.contoso.example"));
    assert_eq!(new(folder.path()), ["plain-http in Rates"]);
}

#[test]
fn update_only_takes_out() {
    let folder = held();
    let before = baseline(folder.path());
    put(folder.path(), "pipeline/Load.json", &pipeline(vec![activity("First", "Gone"), activity("Fourth", "Gone")]));
    let run = check(folder.path());
    assert_eq!(new(folder.path()), ["dangling-reference in Load"]);
    assert!(run.stderr.contains("`synlint baseline update` writes it anew"), "{}", run.stderr);
    assert_eq!(synlint(folder.path(), &["baseline", "check"]).code, 1);
    assert_eq!(baseline(folder.path()), before, "check writes nothing");
    let updated = synlint(folder.path(), &["baseline", "update"]);
    assert!(updated.code == 0 && updated.stderr.contains("gone: dangling-reference"), "{}", updated.stderr);
    let after = baseline(folder.path());
    let entries = |text: &str| text.lines().map(|line| line.trim_end_matches(',').to_owned()).collect::<Vec<_>>();
    assert!(entries(&after).iter().all(|line| entries(&before).contains(line)), "{after}");
    assert_eq!(new(folder.path()), ["dangling-reference in Load"]);
    let checked = synlint(folder.path(), &["baseline", "check"]);
    assert!(checked.code == 0 && checked.stderr.contains("up to date"), "{}", checked.stderr);
}

#[test]
fn what_is_gone_is_told_with_its_root_where_there_are_several() {
    let folder = tempfile::tempdir().unwrap();
    for root in ["dev", "test"] {
        common::copy(workspace().path(), &folder.path().join(root));
    }
    write(folder.path(), &[("synlint.toml", b"")]);
    assert_eq!(synlint(folder.path(), &["baseline", "create"]).code, 0);
    let rates = linked_service("Rates", "https://rates.example.org/");
    put(folder.path(), "test/linkedService/Rates.json", &rates);
    let gone = synlint(folder.path(), &["baseline", "check"]);
    let told: Vec<&str> = gone.stderr.lines().filter(|line| line.starts_with("gone: plain-http")).collect();
    assert!(told.len() == 1 && told[0].ends_with("(workspace test)"), "{}", gone.stderr);
}

#[test]
fn nothing_is_gone_that_was_not_looked_for() {
    let folder = held();
    let quiet = |arguments: &[&str]| !synlint(folder.path(), arguments).stderr.contains("gone");
    assert!(quiet(&["check", "--select", "tls"]));
    assert!(quiet(&["check", "linkedService"]));
    write(folder.path(), &[("pipeline/Load.json", b"{")]);
    assert!(quiet(&["check"]), "what a broken file holds is not known");
}

#[test]
fn a_renamed_artifact_is_followed() {
    let folder = held();
    std::fs::remove_file(folder.path().join("linkedService/Rates.json")).unwrap();
    put(folder.path(), "linkedService/Prices.json", &linked_service("Prices", "http://rates.contoso.example"));
    assert_eq!(new(folder.path()), [""; 0]);
    let updated = synlint(folder.path(), &["baseline", "update"]);
    assert!(updated.stderr.contains("renamed: linkedService/Rates is linkedService/Prices"), "{}", updated.stderr);
    assert!(baseline(folder.path()).contains("linkedService/Prices") && !baseline(folder.path()).contains("Rates"));
    assert_eq!(synlint(folder.path(), &["baseline", "check"]).code, 0);
    // A copy is no rename: the old one is still there.
    put(folder.path(), "linkedService/Copy.json", &linked_service("Copy", "http://rates.contoso.example"));
    assert!(new(folder.path()).contains(&"plain-http in Copy".to_owned()));
}

#[test]
fn a_broken_baseline_is_shown_at_its_place() {
    let folder = held();
    let sound = baseline(folder.path());
    let refused = |text: &str| {
        write(folder.path(), &[(FILE, text.as_bytes())]);
        let run = synlint(folder.path(), &["check"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{text}");
        run.stderr
    };
    let line = sound.lines().nth(3).unwrap();
    let conflict = sound.replace(line, &format!("<<<<<<< HEAD\n{line}\n=======\n>>>>>>> other"));
    let said = refused(&conflict);
    assert!(said.contains("a merge conflict is not resolved") && said.contains(&format!("{FILE}:4:1")), "{said}");
    assert!(refused("{\"schema\": ").contains(&format!("{FILE}:1:")));
    assert!(refused("{}").contains("this is no baseline"));
    assert!(refused(&sound.replacen("\"count\":1", "\"count\":0", 1)).contains("the entry has no \"count\""));
}

#[test]
fn mandatory_rules_are_never_held() {
    let folder = workspace();
    synlint(folder.path(), &["baseline", "create"]);
    write(folder.path(), &[("synlint.toml", b"[lint]\nmandatory = [\"plain-http\"]\n")]);
    assert_eq!(new(folder.path()), ["plain-http in Rates"]);
    std::fs::remove_file(folder.path().join(FILE)).unwrap();
    let created = synlint(folder.path(), &["baseline", "create"]);
    assert!(created.stderr.contains("1 finding of mandatory rules left out"), "{}", created.stderr);
    assert_eq!(new(folder.path()), ["plain-http in Rates"]);
}

#[test]
fn a_shown_exception_hides_its_finding_when_it_is_pasted() {
    let folder = workspace();
    let run = synlint(folder.path(), &["check", "-q", "--show-exceptions"]);
    let total = check(folder.path()).findings().len();
    write(folder.path(), &[("synlint.toml", run.stderr.as_bytes())]);
    assert_eq!(synlint(folder.path(), &["check"]).code, 2, "a reason is asked for");
    write(folder.path(), &[("synlint.toml", run.stderr.replace("\"\" #", "\"agreed\" #").as_bytes())]);
    let after = check(folder.path());
    assert_eq!(after.json()["summary"]["excepted"], total, "{}", after.stdout);
    assert_eq!((after.code, new(folder.path()).len()), (0, 0));
    assert!(total > 4);
}

/// The same value with the keys of its objects in another order.
fn reordered(value: &Value, turn: usize) -> String {
    match value {
        Value::Object(map) => {
            let mut fields: Vec<String> =
                map.iter().map(|(key, value)| format!("{}:{}", json!(key), reordered(value, turn))).collect();
            let count = fields.len().max(1);
            fields.rotate_left(turn % count);
            format!("{{\n{}}}", fields.join(",\t"))
        }
        Value::Array(items) => {
            format!("[ {} ]", items.iter().map(|item| reordered(item, turn)).collect::<Vec<_>>().join(" ,\n"))
        }
        scalar => scalar.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn layout_order_and_insertions_change_nothing(turn in 0usize..7, at in 0usize..4, cell in 0usize..3) {
        let folder = held();
        let mut activities = old_activities();
        let sound = json!({ "name": "Sound", "type": "Wait", "dependsOn": [], "typeProperties": { "waitTimeInSeconds": 1 } });
        activities.insert(at, sound);
        let mut cells = cells();
        cells.insert(cell, json!({ "cell_type": "code", "metadata": {}, "source": ["y = 2"] }));
        let rates = linked_service("Rates", "http://rates.contoso.example");
        for (path, value) in [
            ("pipeline/Load.json", pipeline(activities)),
            ("notebook/Read.json", notebook(cells)),
            ("linkedService/Rates.json", rates),
        ] {
            write(folder.path(), &[(path, reordered(&value, turn).as_bytes())]);
        }
        prop_assert_eq!(new(folder.path()), Vec::<String>::new());
        prop_assert_eq!(synlint(folder.path(), &["baseline", "check"]).code, 0);
    }
}

/// The workspace of the corpus with the most files.
fn largest(corpus: &Path) -> std::path::PathBuf {
    let report = synlint(corpus, &["check", ".", "--no-config", "--select", "plain-ftp", "-o", "json"]).json();
    let workspaces = report["workspaces"].as_array().unwrap();
    let largest = workspaces.iter().max_by_key(|workspace| workspace["artifacts"].as_u64()).unwrap();
    corpus.join(largest["root"].as_str().unwrap())
}

#[test]
fn an_old_workspace_is_clean_and_one_broken_artifact_is_one_finding() {
    let Some(corpus) = corpus() else { return };
    let folder = common::copy_of(largest(&corpus).to_str().unwrap());
    let run = |arguments: &[&str]| synlint(folder.path(), arguments);
    let created = run(&["baseline", "create"]);
    assert_eq!(created.code, 0, "{}", created.stderr);
    assert_eq!(run(&["check", "--fail-on", "note"]).code, 0);
    assert_eq!(new(folder.path()), [""; 0]);
    let broken = linked_service("synlint_rates", "http://rates.contoso.example");
    put(folder.path(), "linkedService/synlint_rates.json", &broken);
    edit(folder.path(), "linkedService/synlint_rates.json", "Anonymous", "ManagedServiceIdentity");
    let found = run(&["check", "--select", "plain-http", "-o", "json"]);
    let counting: Vec<Value> = found.findings().into_iter().filter(|finding| finding["status"] == "new").collect();
    assert_eq!(counting.len(), 1, "{counting:#?}");
    std::fs::remove_file(folder.path().join("linkedService/synlint_rates.json")).unwrap();
    let pipelines = std::fs::read_dir(folder.path().join("pipeline")).unwrap();
    let mut pipelines: Vec<_> = pipelines.map(|entry| entry.unwrap().path()).collect();
    pipelines.sort();
    let text = std::fs::read_to_string(&pipelines[0]).unwrap();
    std::fs::write(&pipelines[0], &text[..text.len() / 2]).unwrap();
    let errors = run(&["check", "-o", "json"]);
    let path = pipelines[0].file_name().unwrap().to_string_lossy().into_owned();
    let counting: Vec<Value> = errors.findings().into_iter().filter(|finding| finding["status"] == "new").collect();
    assert_eq!(counting.len(), 1, "{counting:#?}");
    assert!(counting[0]["path"].as_str().unwrap().ends_with(&path), "{counting:#?}");
}
