//! Expressions that parse and are wrong where they stand: each is found by the rule that is responsible, and by no
//! other; and no pipeline is too large for that.
#![allow(clippy::unwrap_used)]

mod common;

use common::{repository, synlint, write};
use serde_json::{Value, json};

/// A workspace with one artifact for each expression; gives the rules that speak of each.
fn spoken_of(cases: &[(&str, &str)]) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let artifacts = cases.iter().enumerate().map(|(at, (place, text))| {
        let name = format!("case_{at:03}");
        let (kind, properties) = match *place {
            "dataset" => ("dataset", json!({"type": "Json", "typeProperties": {"location": {"fileName": text}}})),
            "linked service" => ("linkedService", json!({"type": "AzureBlobFS", "typeProperties": {"url": text}})),
            place => {
                let variable = if place == "its own variable" { "v" } else { "other" };
                let activity = json!({"name": "Set", "type": "SetVariable", "typeProperties": {"variableName": variable, "value": text}});
                let variables = json!({"v": {"type": "String"}, "other": {"type": "String"}});
                ("pipeline", json!({"activities": [activity], "parameters": {"p": {"type": "string"}}, "variables": variables}))
            }
        };
        (format!("{kind}/{name}.json"), json!({"name": name, "properties": properties}).to_string())
    });
    let artifacts: Vec<(String, String)> = artifacts.collect();
    let files: Vec<(&str, &[u8])> = artifacts.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    write(folder.path(), &files);
    let findings =
        synlint(folder.path(), &["check", "--select", "expression,self-assignment", "-o", "json"]).findings();
    let of = |path: &str| {
        let own = findings.iter().filter(|finding| finding["path"] == path);
        own.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    };
    artifacts.iter().map(|(path, _)| of(path)).collect()
}

#[test]
fn each_fault_has_one_rule() {
    let cases = [
        ("pipeline", "@pipeline().parameters.nope", "undeclared-parameter"),
        ("pipeline", "@variables('nope')", "undeclared-variable"),
        ("pipeline", "@activity('nope').output", "unknown-activity"),
        ("pipeline", "@activity('Set').output", "activity-not-upstream"),
        ("pipeline", "@item().x", "item-outside-loop"),
        ("pipeline", "@dataset().x", "misplaced-root"),
        ("pipeline", "@linkedService().x", "misplaced-root"),
        ("pipeline", "@trigger().outputs.windowStartTime", "misplaced-root"),
        ("dataset", "@pipeline().parameters.p", "misplaced-root"),
        ("dataset", "@dataset().x", "undeclared-parameter"),
        ("dataset", "@item()", "item-outside-loop"),
        ("linked service", "https://@{linkedService().x}/", "undeclared-parameter"),
        ("its own variable", "@variables('V')", "self-assignment"),
        ("pipeline", "@concat()", "wrong-arity"),
        ("pipeline", "@isnull(1)", "unknown-function"),
        ("pipeline", "@not('x')", "literal-type"),
        ("pipeline", "@concat('a'", "expression-syntax"),
        ("pipeline", " @concat('a')", "missing-at"),
        ("pipeline", "@concat(pipeline().parameters.P, variables('V'), activity(variables('v')).output)", ""),
    ];
    let spoken = spoken_of(&cases.map(|(place, text, _)| (place, text)));
    for ((_, text, rule), spoken) in cases.iter().zip(spoken) {
        let expected: Vec<&str> = if rule.is_empty() { Vec::new() } else { vec![rule] };
        assert_eq!(spoken, expected, "{text}");
    }
}

#[test]
fn faults_of_meaning_beside_the_repository() {
    let path = repository("../shared/domain/languages/expr_invalid.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "skipped: no {}", path.display());
        return;
    };
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let lines: Vec<&Value> = lines.iter().filter(|line| line["class"] != "syntax").collect();
    let expected = |line: &Value| line["expected"].as_str().unwrap().to_owned();
    let place = |line: &Value| match expected(line) {
        said if said.contains("inside a dataset") => "dataset",
        said if said.starts_with("E-SELF") => "its own variable",
        _ => "pipeline",
    };
    let rule = |line: &Value| match expected(line) {
        said if said.starts_with("E-LIMIT") => "expression-too-long",
        said if said.starts_with("E-FUNC-ARITY") => "wrong-arity",
        said if said.starts_with("E-FUNC") => "unknown-function",
        said if said.starts_with("E-TYPE") => "literal-type",
        said if said.starts_with("E-REF parameter") => "undeclared-parameter",
        said if said.starts_with("E-REF variable") => "undeclared-variable",
        said if said.starts_with("E-REF activity") => "unknown-activity",
        said if said.starts_with("E-SCOPE item") => "item-outside-loop",
        said if said.starts_with("E-SELF") => "self-assignment",
        said if said.starts_with("E-SCOPE") => "misplaced-root",
        said => panic!("{said}"),
    };
    let cases: Vec<(&str, &str)> = lines.iter().map(|line| (place(line), line["expr"].as_str().unwrap())).collect();
    for (line, spoken) in lines.iter().zip(spoken_of(&cases)) {
        assert!(spoken.contains(&rule(line).to_owned()), "{}: {spoken:?}", line["expr"]);
    }
}

#[test]
fn a_pipeline_of_ten_thousand_activities() {
    let count = 10_000;
    let activity = |at: usize| {
        let before = at.saturating_sub(1);
        let depends = if at == 0 {
            json!([])
        } else {
            json!([{"activity": format!("A{before}"), "dependencyConditions": ["Succeeded"]}])
        };
        json!({"name": format!("A{at}"), "type": "SetVariable", "dependsOn": depends, "typeProperties":
            {"variableName": "v", "value": format!("@concat(activity('A{}').output.x, pipeline().parameters.p{at})", at / 2)}})
    };
    let activities: Vec<Value> = (0..count).map(activity).collect();
    let parameters: serde_json::Map<String, Value> =
        (1..count).map(|at| (format!("p{at}"), json!({"type": "string"}))).collect();
    let text = json!({"name": "big", "properties": {"activities": activities, "parameters": parameters, "variables": {"v": {"type": "String"}}}});
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("pipeline/big.json", text.to_string().as_bytes())]);
    let run =
        synlint(folder.path(), &["check", "--select", "expression,self-assignment,unused-parameter", "-o", "concise"]);
    let found: Vec<&str> = run.stdout.lines().map(|line| line.split_once("error[").unwrap().1).collect();
    // The first reads itself, and a parameter that is not there.
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("activity-not-upstream] activity \"A0\" reads its own output"), "{found:#?}");
    assert!(found[1].starts_with("undeclared-parameter] activity \"A0\" reads the parameter \"p0\""), "{found:#?}");
}
