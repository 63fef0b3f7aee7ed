//! What is recognised in notebook code: the real snippets that were collected, the same call in every language and
//! spelling, and notebooks that no one should write.
#![allow(clippy::unwrap_used)]

mod common;

use common::repository;
use serde_json::{Value, json};
use synlint::workspace::code::{Given, Tool, What};
use synlint::workspace::files::Memory;
use synlint::workspace::{self, Artifact, Kind, Workspace};

/// A notebook of some cells in one language.
fn notebook(language: &str, cells: &[&str]) -> Value {
    let cell = |text: &&str| {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        json!({ "cell_type": "code", "metadata": {}, "source": lines })
    };
    let cells: Vec<Value> = cells.iter().map(cell).collect();
    json!({ "name": "nb", "properties": { "metadata": { "language_info": { "name": language } }, "cells": cells } })
}

fn load(notebook: &Value) -> Workspace {
    let files: Memory = [("notebook/nb.json", notebook.to_string())].into_iter().collect();
    workspace::load(&files, "").remove(0)
}

fn facts(workspace: &Workspace) -> Vec<What> {
    let notebook: &Artifact = workspace.of_kind(Kind::Notebook).next().unwrap();
    notebook.code().iter().map(|fact| fact.what.clone()).collect()
}

fn literal(given: &Given) -> Option<&str> {
    given.literal().map(|(text, _)| text)
}

/// What the collected snippets hold, one by one, and whether it was found. A name in `$` is a variable.
fn found(key: &str, value: &Value, facts: &[What], comment: bool) -> Option<bool> {
    let text = value.as_str().unwrap_or_default();
    let any = |test: &dyn Fn(&What) -> bool| Some(facts.iter().any(test));
    let each = |test: &dyn Fn(&str) -> bool| Some(value.as_array()?.iter().all(|item| test(item.as_str().unwrap())));
    if text.starts_with('$') {
        return None;
    }
    let named = |pick: &dyn Fn(&What) -> Option<Given>| {
        any(&|what| pick(what).is_some_and(|given| literal(&given) == Some(text)))
    };
    match key {
        "keyVault" => named(&|what| match what {
            What::Library(call) => Some(call.vault.clone()),
            _ => None,
        }),
        "secret" => named(&|what| match what {
            What::Library(call) => Some(call.secret.clone()),
            _ => None,
        }),
        "linkedService" if value.is_null() => {
            any(&|what| matches!(what, What::Library(call) if call.service == Given::Absent))
        }
        "linkedService" => named(&|what| match what {
            What::Library(call) => Some(call.service.clone()),
            What::Mount(mount) => Some(mount.service.clone()),
            What::Setting(setting) => Some(setting.value.clone()),
            What::Connector(connector) => connector.option("spark.synapse.linkedService").cloned(),
            _ => None,
        }),
        // Code in a comment does nothing.
        "notebook" | "notebookPath" if comment => Some(!facts.iter().any(|what| matches!(what, What::Run(_)))),
        "notebook" | "notebookPath" => any(&|what| match what {
            What::Run(run) => literal(&run.target).is_some_and(|target| target.ends_with(text)),
            _ => false,
        }),
        "hosts" => each(&|host| {
            facts.iter().any(|what| match what {
                What::Url(known) => known.text.contains(host),
                What::Install(install) => install.command.contains(host),
                _ => false,
            })
        }),
        // The secrets of the model, which has tests of its own.
        "secretMaterial" => None,
        "mavenPackages" | "mavenRepos" => each(&|item| {
            facts.iter().any(|what| matches!(what, What::Setting(setting) if literal(&setting.value) == Some(item)))
        }),
        "packageInstall" => any(&|what| match what {
            What::Install(install) => {
                let tool = if install.tool == Tool::Conda { "conda" } else { "pip" };
                format!("{tool} {}", install.command) == text
            }
            _ => false,
        }),
        "sqlPoolTable" => any(&|what| matches!(what, What::PoolTable(table) if table.literal() == Some(text))),
        "outboundHttp" => any(&|what| matches!(what, What::Outbound(_))),
        "sdk" => any(&|what| *what == What::Sdk(text.to_owned())),
        "shell" => any(&|what| matches!(what, What::Shell(command) if command.split(' ').next() == Some(text))),
        "note" | "comment" | "linkedServiceVar" => None,
        other => panic!("a snippet holds something new: {other}"),
    }
}

#[test]
fn everything_in_the_collected_snippets_is_found() {
    let path = repository("../shared/domain/languages/snippets.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "skipped: no snippets at {}", path.display());
        return;
    };
    let (mut expected, mut missed) = (0, Vec::new());
    for line in text.lines() {
        let snippet: Value = serde_json::from_str(line).unwrap();
        let code = snippet["code"].as_str().unwrap();
        let language = snippet["language"].as_str().unwrap();
        let whole = match language {
            "configure" if !code.starts_with("%%") => format!("%%configure\n{{\"conf\": {{{code}}}}}"),
            _ => code.to_owned(),
        };
        let workspace = load(&notebook(language, &[&whole]));
        let facts = facts(&workspace);
        let comment = snippet["extract"]["comment"] == true;
        for (key, value) in snippet["extract"].as_object().unwrap() {
            let Some(found) = found(key, value, &facts, comment) else { continue };
            expected += 1;
            if !found {
                missed.push(format!("{key} = {value} in {code}\n  {facts:?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} of {expected} missed:\n{}", missed.len(), missed.join("\n"));
    assert_eq!(expected, 112, "things that the snippets hold and that are not the name of a variable");
}
