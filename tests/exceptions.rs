//! Exceptions: what they hide, what is said of those that hide nothing, and what nobody may except.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Run, synlint, write};
use std::path::Path;
use tempfile::TempDir;

/// A workspace whose linked services `Rates` and `Orders` are each called over plain http.
fn workspace(config: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["Rates", "Orders"] {
        write(folder.path(), &[(&format!("linkedService/{name}.json"), linked_service(name, "").as_bytes())]);
    }
    write(folder.path(), &[("synlint.toml", config.as_bytes())]);
    folder
}

fn linked_service(name: &str, annotation: &str) -> String {
    let url = format!("http://{}.contoso.example", name.to_lowercase());
    serde_json::to_string_pretty(&serde_json::json!({
        "name": name,
        "properties": {
            "annotations": [annotation],
            "type": "HttpServer",
            "typeProperties": { "url": url, "authenticationType": "Anonymous" }
        }
    }))
    .unwrap()
}

/// A check of plain http alone, with what is said of exceptions.
fn check(folder: &Path) -> Run {
    synlint(folder, &["check", "--select", "plain-http,policy", "-o", "json"])
}

/// `rule artifact status` of every finding.
fn told(run: &Run) -> Vec<String> {
    let shown = |finding: serde_json::Value| {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        format!("{} {} {}", text(&finding["rule"]), text(&finding["artifact"]["name"]), text(&finding["status"]))
    };
    run.findings().into_iter().map(shown).collect()
}

const EXCEPTION: &str =
    "[[exception]]\nrule = \"plain-http\"\nartifact = \"linkedService/Rates\"\nreason = \"agreed\"\n";

#[test]
fn an_excepted_finding_is_counted_and_does_not_gate() {
    let folder = workspace(EXCEPTION);
    let run = check(folder.path());
    assert_eq!(told(&run), ["plain-http Orders new", "plain-http Rates excepted"]);
    assert_eq!(run.json()["summary"]["excepted"], 1);
    assert_eq!(run.json()["summary"]["warning"], 1);
    let strict = ["check", "--select", "plain-http", "--fail-on", "note"];
    let run = synlint(folder.path(), &strict);
    assert_eq!(run.code, 1);
    assert!(!run.stdout.contains("Rates"), "{}", run.stdout);
    assert!(run.stderr.contains("1 warning, 0 notes (1 excepted)"), "{}", run.stderr);
    write(folder.path(), &[("synlint.toml", EXCEPTION.replace("Rates", "*").as_bytes())]);
    assert_eq!(synlint(folder.path(), &strict).code, 0);
}

#[test]
fn an_annotation_excepts_its_artifact_unless_that_is_not_allowed() {
    let folder = workspace("");
    let annotated = linked_service("Rates", "synlint:ignore=plain-http the supplier offers nothing else");
    write(folder.path(), &[("linkedService/Rates.json", annotated.as_bytes())]);
    assert_eq!(told(&check(folder.path())), ["plain-http Orders new", "plain-http Rates excepted"]);
    write(folder.path(), &[("synlint.toml", b"[lint]\nallow-inline = false\n")]);
    let run = check(folder.path());
    assert_eq!(told(&run), ["plain-http Orders new", "unused-exception Rates new", "plain-http Rates new"]);
    assert!(run.stdout.contains("the configuration allows none in artifacts"), "{}", run.stdout);
}

#[test]
fn an_exception_in_an_artifact_needs_a_rule_and_a_reason() {
    let folder = workspace("");
    for (annotation, said) in [
        ("synlint:ignore=plain-http", "gives no reason and does not count"),
        ("synlint:ignore=plain-htpp old", "there is no rule \\\"plain-htpp\\\": the exception hides nothing"),
        ("synlint:ignore plain-http old", "names no rule and does not count"),
    ] {
        write(folder.path(), &[("linkedService/Rates.json", linked_service("Rates", annotation).as_bytes())]);
        let run = check(folder.path());
        assert_eq!(told(&run)[1..], ["unused-exception Rates new", "plain-http Rates new"], "{annotation}");
        assert!(run.stdout.contains(said), "{annotation}: {}", run.stdout);
    }
}

fn notebook(language: &str, lines: &[&str]) -> String {
    let source: Vec<String> = lines.iter().map(|line| format!("{line}\n")).collect();
    serde_json::to_string_pretty(&serde_json::json!({
        "name": "Load",
        "properties": {
            "metadata": { "language_info": { "name": language } },
            "cells": [{ "cell_type": "code", "metadata": {}, "source": source }]
        }
    }))
    .unwrap()
}

/// The lines of the one cell in which an unknown linked service still counts, from 0.
fn lines_left(language: &str, lines: &[&str]) -> (Vec<u64>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let text = notebook(language, lines);
    write(folder.path(), &[("notebook/Load.json", text.as_bytes())]);
    write(folder.path(), &[("linkedService/Rates.json", linked_service("Rates", "").as_bytes())]);
    let first = text.lines().position(|line| line.contains("\"source\"")).unwrap() as u64 + 2;
    let run = synlint(folder.path(), &["check", "--select", "unknown-linked-service,policy", "-o", "json"]);
    let new = run.findings().into_iter().filter(|finding| finding["status"] == "new");
    let (faults, policy): (Vec<_>, Vec<_>) = new.partition(|finding| finding["rule"] == "unknown-linked-service");
    let messages = policy.iter().map(|finding| finding["message"].as_str().unwrap().to_owned());
    (faults.iter().map(|finding| finding["line"].as_u64().unwrap() - first).collect(), messages.collect())
}

#[test]
fn a_comment_excepts_its_line_or_the_next() {
    let get = |comment: &str| format!("mssparkutils.credentials.getSecretWithLS('Gone', 'key')  {comment}");
    let (plain, own) = (get(""), get("# synlint: ignore[unknown-linked-service] agreed"));
    let lines = |list: &[&str]| lines_left("python", list);
    assert_eq!(lines(&["import requests", &plain, &plain]), (vec![1, 2], vec![]));
    assert_eq!(lines(&["import requests", &plain, &own, &plain]), (vec![1, 3], vec![]));
    let above = "  # synlint: ignore[unknown-linked-service] agreed";
    assert_eq!(lines(&["import requests", above, &plain, &plain]), (vec![3], vec![]));
    let (left, said) = lines(&["import requests", &plain, above, "x = 1"]);
    assert_eq!((left, said.len()), (vec![1], 1));
    assert!(said[0].contains("hides nothing"), "{said:?}");
    let (left, said) = lines(&["import requests", "# synlint: ignore[unknown-linked-service]", &plain]);
    assert_eq!(
        (left, said),
        (vec![2], vec!["the exception of unknown-linked-service gives no reason and does not count".to_owned()])
    );
    // Two above the same line.
    let other = "# synlint: ignore[unknown-linked-servic] agreed";
    let (left, said) = lines(&["import requests", above, other, &plain]);
    assert_eq!((left, said.len()), (vec![], 1), "{said:?}");
}

#[test]
fn a_comment_of_any_language_excepts() {
    let get = "mssparkutils.credentials.getSecretWithLS(\"Gone\", \"key\")";
    for (language, mark, call) in [
        ("scala", "//", get.to_owned()),
        ("csharp", "//", "TokenLibrary.GetSecretWithLS(\"Gone\", \"key\");".to_owned()),
        ("r", "#", "mssparkutils.credentials.getSecretWithLS(\"Gone\", \"key\")".to_owned()),
    ] {
        assert_eq!(lines_left(language, &["1", &call]).0, [1], "{language}");
        let above = format!("{mark} synlint: ignore[unknown-linked-service] agreed");
        assert_eq!(lines_left(language, &["1", &above, &call]), (vec![], vec![]), "{language}");
        let behind = format!("{call} {mark} synlint: ignore[unknown-linked-service] agreed");
        assert_eq!(lines_left(language, &["1", &behind]), (vec![], vec![]), "{language}");
    }
    // A cell of another language than its notebook's.
    let above = "// synlint: ignore[unknown-linked-service] agreed";
    assert_eq!(lines_left("python", &["%%spark", above, get]), (vec![], vec![]));
    // A comment of another language is none.
    assert_eq!(lines_left("python", &["1", &above.replace("//", "--"), get]).0, [2]);
}

#[test]
fn a_comment_in_the_sql_of_a_pipeline_excepts_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let status = |comment: &str| {
        let text = format!(
            "SELECT 1;\n{comment}\nCREATE EXTERNAL DATA SOURCE Rates WITH (LOCATION = 'http://rates.contoso.example/a');"
        );
        let activity = serde_json::json!({ "name": "Make", "type": "Script",
            "typeProperties": { "scripts": [{ "type": "NonQuery", "text": text }] } });
        let pipeline = serde_json::json!({ "name": "Load", "properties": { "activities": [activity] } });
        write(folder.path(), &[("pipeline/Load.json", pipeline.to_string().as_bytes())]);
        told(&synlint(folder.path(), &["check", "--select", "plain-http-in-sql,policy", "-o", "json"]))
    };
    assert_eq!(status(""), ["plain-http-in-sql Load new"]);
    assert_eq!(status("-- synlint: ignore[plain-http-in-sql] agreed"), ["plain-http-in-sql Load excepted"]);
}

#[test]
fn a_comment_in_sql_excepts_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let script = |comment: &str| {
        let query = format!(
            "SELECT 1;\n{comment}\nCREATE EXTERNAL DATA SOURCE Rates WITH (LOCATION = 'http://rates.contoso.example/a');"
        );
        serde_json::json!({ "name": "Make", "properties": { "content": { "query": query } } }).to_string()
    };
    let status = |comment: &str| {
        write(folder.path(), &[("sqlscript/Make.json", script(comment).as_bytes())]);
        told(&synlint(folder.path(), &["check", "--select", "plain-http-in-sql,policy", "-o", "json"]))
    };
    assert_eq!(status(""), ["plain-http-in-sql Make new"]);
    assert_eq!(status("-- synlint: ignore[plain-http-in-sql] agreed"), ["plain-http-in-sql Make excepted"]);
}

#[test]
fn nothing_is_unused_while_its_rule_does_not_run() {
    let folder = workspace(&EXCEPTION.replace("plain-http", "sas-auth"));
    let unused = |arguments: &[&str]| {
        let run = synlint(folder.path(), &[&["check", "-o", "json"], arguments].concat());
        told(&run).iter().filter(|told| told.starts_with("unused-exception")).count()
    };
    assert_eq!(unused(&[]), 1);
    assert_eq!(unused(&["--ignore", "sas-auth"]), 0);
    assert_eq!(unused(&["linkedService"]), 0, "the configuration is not asked for");
    write(folder.path(), &[("linkedService/Broken.json", b"{")]);
    assert_eq!(unused(&[]), 0, "what a broken file holds is not known");
}

#[test]
fn an_expired_exception_brings_its_finding_back() {
    let folder = workspace(&format!("{EXCEPTION}expires = 2026-11-23\n"));
    assert_eq!(told(&check(folder.path()))[1..], ["plain-http Rates new", "expired-exception - new"]);
    write(folder.path(), &[("synlint.toml", format!("{EXCEPTION}expires = 2026-11-24\n").as_bytes())]);
    assert_eq!(told(&check(folder.path()))[1..], ["plain-http Rates excepted"]);
}

#[test]
fn thousands_of_exceptions_in_one_artifact_are_found_by_their_places() {
    let folder = tempfile::tempdir().unwrap();
    let activity = |at: usize| {
        let name = format!("Copy {at}");
        serde_json::json!({ "name": name, "type": "Copy", "policy": { "timeout": "7.00:00:00" } })
    };
    let activities: Vec<_> = (0..4000).map(activity).collect();
    let pipeline = serde_json::json!({ "name": "p", "properties": { "activities": activities } }).to_string();
    write(folder.path(), &[("pipeline/p.json", pipeline.as_bytes())]);
    let check = ["check", "--select", "week-long-timeout,policy", "--show-exceptions", "-q", "-o", "json"];
    let entries = synlint(folder.path(), &check).stderr.replace("reason = \"\"", "reason = \"agreed\"");
    assert_eq!(entries.matches("\nplace = ").count(), 4000);
    write(folder.path(), &[("synlint.toml", entries.as_bytes())]);
    let started = std::time::Instant::now();
    let run = synlint(folder.path(), &check);
    let took = started.elapsed();
    assert_eq!((run.code, run.json()["summary"]["excepted"].as_u64()), (0, Some(4000)), "{}", run.stderr);
    assert_eq!(run.findings().len(), 4000, "none hides nothing");
    assert!(took.as_secs() < 10, "each with each took {took:?}");
}

/// What is said on standard error of a configuration, which must be refused.
fn refused(config: &str) -> String {
    let folder = workspace(config);
    let run = synlint(folder.path(), &["check"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{config}\n{}", run.stderr);
    run.stderr
}

#[test]
fn faults_of_an_exception_are_shown_at_their_place() {
    let said = refused(&EXCEPTION.replace("plain-http", "plain-htpp"));
    assert!(said.contains("there is no rule \"plain-htpp\"") && said.contains("synlint.toml:2:8"), "{said}");
    assert!(said.contains("did you mean \"plain-http\"?"), "{said}");
    assert!(refused(&EXCEPTION.replace("agreed", " ")).contains("an exception needs a reason"));
    assert!(
        refused(&EXCEPTION.replace("reason = \"agreed\"\n", "")).contains("\"reason\" is missing in [[exception]]")
    );
    assert!(refused(&EXCEPTION.replace("linkedService/", "linkedServce/")).contains("did you mean \"linkedService\"?"));
    assert!(refused(&EXCEPTION.replace("linkedService/Rates", "Rates")).contains("\"Rates\" names no kind"));
    let quoted = refused(&format!("{EXCEPTION}expires = \"2027-03-31\"\n"));
    assert!(quoted.contains("it is a day like 2027-03-31, without quotes"), "{quoted}");
    let timed = refused(&format!("{EXCEPTION}expires = 2020-01-01T00:00:00Z\n"));
    assert!(timed.contains("2020-01-01T00:00:00Z is no day") && timed.contains("write it as 2027-03-31"), "{timed}");
    assert!(refused("required-version = \">=99\"\nnonsense = 1\n").contains("\">=99\" is required"));
    assert!(refused("required-version = \"new\"\n").contains("\"new\" is no requirement of a version"));
}

/// A repository with a shared policy beside the workspace, which extends it.
fn with_policy(policy: &str, own: &str) -> TempDir {
    let folder = workspace("");
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    std::fs::remove_file(folder.path().join("synlint.toml")).unwrap();
    std::fs::create_dir(folder.path().join("synapse")).unwrap();
    std::fs::rename(folder.path().join("linkedService"), folder.path().join("synapse/linkedService")).unwrap();
    write(
        folder.path(),
        &[
            ("platform/synlint.toml", policy.as_bytes()),
            ("synapse/synlint.toml", format!("extends = [\"../platform/synlint.toml\"]\n{own}").as_bytes()),
        ],
    );
    folder
}

#[test]
fn a_shared_policy_is_built_on() {
    let shared = format!(
        "[rules]\nplain-http = \"error\"\nanonymous-access = \"error\"\n[lint]\nignore = [\"hygiene\"]\n{EXCEPTION}"
    );
    let folder = with_policy(&shared, "[rules]\nplain-http = \"note\"\n");
    let run = synlint(&folder.path().join("synapse"), &["check", "-o", "json"]);
    let levels = |rule: &str| {
        let own = run.findings().into_iter().filter(move |finding| finding["rule"] == rule);
        own.map(|finding| format!("{} {}", finding["level"].as_str().unwrap(), finding["status"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(levels("plain-http"), ["note new", "note excepted"], "the nearer level wins, exceptions add up");
    assert_eq!(levels("anonymous-access"), ["error new", "error new"]);
}

#[test]
fn what_cannot_be_extended_is_said_at_its_place() {
    let folder = with_policy("extends = [\"../synapse/synlint.toml\"]\n", "");
    let run = synlint(&folder.path().join("synapse"), &["check"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("extends itself") && run.stderr.contains("platform/synlint.toml:1:12"),
        "{}",
        run.stderr
    );
    std::fs::remove_file(folder.path().join("platform/synlint.toml")).unwrap();
    let run = synlint(&folder.path().join("synapse"), &["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("\"platform/synlint.toml\" cannot be read: it does not exist"), "{}", run.stderr);
    assert!(run.stderr.contains("synapse/synlint.toml:1:12"), "{}", run.stderr);
}

#[test]
fn nothing_below_may_silence_a_mandatory_rule() {
    let policy = "[lint]\nmandatory = [\"plain-http\"]\n";
    let refused = |own: &str, arguments: &[&str]| {
        let folder = with_policy(policy, own);
        let run = synlint(&folder.path().join("synapse"), &[&["check"], arguments].concat());
        assert_eq!(run.code, 2, "{own} {arguments:?}\n{}", run.stderr);
        assert!(run.stderr.contains("plain-http is mandatory by platform/synlint.toml"), "{}", run.stderr);
    };
    refused("[lint]\nignore = [\"plain-http\"]\n", &[]);
    refused("[lint]\nignore = [\"tls\"]\n", &[]);
    refused("[rules]\nplain-http = \"note\"\n", &[]);
    refused(EXCEPTION, &[]);
    refused("", &["--ignore", "plain-http"]);
    refused("", &["--ignore", "tls"]);
    refused("", &["--level", "plain-http=note"]);
    let folder = with_policy(policy, "[lint]\nselect = [\"policy\"]\n");
    let annotated = linked_service("Rates", "synlint:ignore=plain-http old");
    write(folder.path(), &[("synapse/linkedService/Rates.json", annotated.as_bytes())]);
    for arguments in [&["check", "-o", "json"][..], &["check", "--select", "policy", "-o", "json"]] {
        let run = synlint(&folder.path().join("synapse"), arguments);
        assert_eq!(told(&run), ["plain-http Orders new", "unused-exception Rates new", "plain-http Rates new"]);
        assert!(run.stdout.contains("plain-http is mandatory: the exception does not count"), "{}", run.stdout);
    }
    // The file that makes it mandatory may say what stays.
    let own = workspace(&format!("{policy}{EXCEPTION}"));
    assert_eq!(told(&check(own.path())), ["plain-http Orders new", "plain-http Rates excepted"]);
}
