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

const CALL: &str = "mssparkutils.credentials.getFullConnectionString(\"ls_rest_orders\")";

/// The linked services that are asked for, and the functions that ask.
fn asked(notebook: &Value) -> Vec<String> {
    let asked = |what: What| match what {
        What::Library(call) => Some(format!("{} {}", call.function, literal(&call.service)?)),
        _ => None,
    };
    facts(&load(notebook)).into_iter().filter_map(asked).collect()
}

#[test]
fn a_notebook_may_end_anywhere() {
    for language in ["python", "scala", "csharp", "r", "sql", "cobol"] {
        for end in [
            "\"", "'", "\"\"\"", "f\"{", "$@\"", "r\"(", "s\"${", "/*", "(", "{", "x = ", "%", "\\", "import ",
            "def f(", "é",
        ] {
            let cells = [CALL, end, CALL];
            let expected = if ["sql", "cobol"].contains(&language) { 0 } else { 2 };
            assert_eq!(
                asked(&notebook(language, &cells)).len(),
                expected,
                "{language}: cells end where they end: {end}"
            );
            let joined = format!("{CALL}\n{end}");
            assert_eq!(asked(&notebook(language, &[&joined])).len(), expected / 2, "{language}: {end}");
        }
    }
}

#[test]
fn ten_thousand_cells_are_read_once() {
    let mut cells: Vec<String> = (0..10_000).map(|at| format!("name_{at} = \"ls_{at}\"\nask({CALL})")).collect();
    cells.push("mssparkutils.credentials.getPropertiesAll(name_9999)".to_owned());
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let asked = asked(&notebook("python", &cells));
    assert_eq!((asked.len(), asked.last().map(String::as_str)), (10_001, Some("getPropertiesAll ls_9999")));
}

#[test]
fn cells_of_megabytes_are_read_once() {
    let rows = "    (\"a\", 1, \"it's\"), # \"\n".repeat(50_000);
    let table = format!("rows = [\n{rows}]\n{CALL}");
    let text = format!("text = \"{}\"\n{CALL}", "x".repeat(5_000_000));
    let nested = format!("{}{CALL}{}", "ask(".repeat(100_000), ")".repeat(100_000));
    let open = format!("{CALL}\n{}", "x <- { y = [ (".repeat(50_000));
    let chain = format!("df.write{}\n{CALL}", ".option(\"a\", \"b\")".repeat(50_000));
    let sum = format!("name = \"a\"{}\n{CALL}", " + \"a\"".repeat(100_000));
    for cell in [table, text, nested, open, chain, sum] {
        for language in ["python", "scala", "csharp", "r"] {
            let start: String = cell.chars().take(20).collect();
            assert_eq!(asked(&notebook(language, &[&cell])).len(), 1, "{language}: {start}");
        }
    }
}

#[test]
fn places_lead_through_lines_and_escapes() {
    let source = json!([
        "# \u{1F600} \"first\"\r\nname = \"ls_rest_orders\"\r\n",
        "x = \"\\t\"; mssparkutils.",
        "credentials.getPropertiesAll(name)\r\n"
    ]);
    let single = json!("# \"first\"\r\nmssparkutils.credentials.getPropertiesAll(\"ls_rest_orders\")");
    for (source, shown) in [(source, "name"), (single, "ls_rest_orders")] {
        let cell = json!({ "cell_type": "code", "source": source });
        let workspace = load(&json!({ "name": "nb", "properties": { "cells": [cell] } }));
        let notebook = workspace.of_kind(Kind::Notebook).next().unwrap();
        let known = notebook.code().services().next().unwrap().known.clone();
        let at = |place: &synlint::workspace::code::Place| {
            let (node, within) = place.of(notebook);
            notebook.document.text()[node.span_within(within)].to_owned()
        };
        assert_eq!(at(&known.place), shown);
        assert_eq!(known.origin.as_ref().map(at), (shown == "name").then(|| "ls_rest_orders".to_owned()));
    }
}
