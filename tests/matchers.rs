//! The problem matchers that ship read what `-o concise` prints, as their hosts match it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{copy_of, nasty, repository, synlint};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a matcher says of a line: file, line, column, severity, code, message.
type Match = [String; 6];

const FIELDS: [&str; 6] = ["file", "line", "column", "severity", "code", "message"];

fn shipped(path: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(repository(path)).unwrap()).unwrap()
}

fn github() -> Value {
    shipped("editors/github-matcher.json")["problemMatcher"][0]["pattern"][0].clone()
}

fn vscode() -> Value {
    shipped("editors/vscode/tasks.json")["tasks"][0]["problemMatcher"]["pattern"].clone()
}

fn groups(pattern: &Value) -> [usize; 6] {
    FIELDS.map(|field| pattern[field].as_u64().unwrap() as usize)
}

fn matched(pattern: &Value, lines: &str) -> Vec<Match> {
    let regex = regex::Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
    let groups = groups(pattern);
    lines.lines().filter_map(|line| regex.captures(line)).map(|found| groups.map(|at| found[at].to_owned())).collect()
}

/// The same in JavaScript, which both hosts' documentation speaks of; `None` where there is no node.
fn matched_by_node(pattern: &Value, lines: &str) -> Option<Vec<Match>> {
    let script = "const [pattern, ...groups] = process.argv.slice(1);\
        const lines = require('fs').readFileSync(0, 'utf8').split('\\n');\
        const found = lines.map(line => new RegExp(pattern).exec(line)).filter(found => found);\
        console.log(JSON.stringify(found.map(found => groups.map(at => found[at]))));";
    let mut command = Command::new("node");
    command.args(["-e", script, "--", pattern["regexp"].as_str().unwrap()]);
    command.args(groups(pattern).map(|at| at.to_string())).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut node) = command.spawn() else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no node");
        return None;
    };
    node.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    Some(serde_json::from_slice(&node.wait_with_output().unwrap().stdout).unwrap())
}

fn expected(folder: &Path, levels: &[&str]) -> Vec<[String; 5]> {
    let findings = synlint(folder, &["check", "-o", "json"]).findings();
    let found = findings.into_iter().filter(|finding| levels.contains(&finding["level"].as_str().unwrap()));
    found
        .map(|finding| {
            ["path", "line", "column", "level", "rule"].map(|key| match &finding[key] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            })
        })
        .collect()
}

#[test]
fn they_read_every_line() {
    for folder in [copy_of("fixtures/workspaces/contoso"), nasty()] {
        let concise = synlint(folder.path(), &["check", "-o", "concise", "--color", "never"]).stdout;
        for (pattern, levels) in [(github(), &["error", "warning"][..]), (vscode(), &["error", "warning", "note"])] {
            let found = matched(&pattern, &concise);
            let told = expected(folder.path(), levels);
            assert!(told.len() > 17);
            assert_eq!(found.len(), told.len());
            for (found, told) in found.iter().zip(&told) {
                // Names of files are printed with escapes; all the rest is as it is.
                assert!(
                    found[0] == told[0] || told[0].contains(|c: char| c.is_control() || c == '#' || c == '\u{202e}')
                );
                assert_eq!(found[1..5], told[1..5]);
                assert!(concise.contains(&format!("[{}] {}\n", found[4], found[5])));
            }
            if let Some(by_node) = matched_by_node(&pattern, &concise) {
                assert_eq!(by_node, found);
            }
        }
    }
}

#[test]
fn they_read_the_paths_of_windows_and_nothing_else() {
    let lines = "C:\\work\\ws\\pipeline\\p.json:3:14: error[plain-http] calls http://x:80:1\n\
                 ..\\ws\\dataset\\d 1.json:1:2: warning[a-rule] x: y[z]\n\
                 18 errors, 1 warning, 5 notes\n   note: a.json:1:2\n";
    for pattern in [github(), vscode()] {
        let found = matched(&pattern, lines);
        let expected = [
            ["C:\\work\\ws\\pipeline\\p.json", "3", "14", "error", "plain-http", "calls http://x:80:1"],
            ["..\\ws\\dataset\\d 1.json", "1", "2", "warning", "a-rule", "x: y[z]"],
        ];
        assert_eq!(found, expected);
        if let Some(by_node) = matched_by_node(&pattern, lines) {
            assert_eq!(by_node, expected);
        }
    }
}

#[test]
fn the_task_is_a_command_that_runs() {
    let tasks = shipped("editors/vscode/tasks.json");
    let arguments: Vec<&str> =
        tasks["tasks"][0]["args"].as_array().unwrap().iter().map(|own| own.as_str().unwrap()).collect();
    let run = synlint(copy_of("fixtures/workspaces/contoso").path(), &arguments);
    assert_eq!(run.code, 1, "{}", run.stderr);
}
