//! What must never depend on what, by reading the sources.
#![allow(clippy::unwrap_used)]

mod common;

use common::repository;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(String, String)> {
    fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push(path);
            }
        }
    }
    let root = repository(folder);
    let mut files = Vec::new();
    if root.is_dir() {
        collect(&root, &mut files)
    } else {
        files.push(root.with_extension("rs"))
    }
    files.sort();
    let shown = |path: &Path| path.strip_prefix(repository("")).unwrap().to_string_lossy().into_owned();
    files.into_iter().map(|path| (shown(&path), code(&std::fs::read_to_string(&path).unwrap()))).collect()
}

/// The source without comments and without its tests.
fn code(text: &str) -> String {
    let shipped = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = shipped.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn layers_hold() {
    let forbidden: [(&str, &[&str]); 16] = [
        ("src/json", &["crate::workspace", "crate::network", "crate::rule", "crate::finding", "std::fs", "std::env"]),
        ("src/language", &["crate::json", "crate::workspace", "crate::rule", "crate::catalog", "std::fs", "std::env"]),
        ("src/catalog", &["crate::"]),
        ("src/suggest", &["crate::"]),
        ("src/date", &["crate::"]),
        (
            "src/workspace",
            &["crate::rule", "crate::finding", "crate::lint", "crate::policy", "crate::report", "crate::cli"],
        ),
        (
            "src/network",
            &["crate::rule", "crate::finding", "crate::lint", "crate::policy", "crate::report", "crate::cli"],
        ),
        (
            "src/delivery",
            &["crate::rule", "crate::finding", "crate::lint", "crate::policy", "crate::report", "crate::cli"],
        ),
        (
            "src/infrastructure",
            &["crate::network", "crate::rule", "crate::finding", "crate::lint", "crate::policy", "std::fs"],
        ),
        ("src/rule", &["crate::rules", "crate::lint", "crate::policy", "crate::report", "crate::cli"]),
        ("src/finding", &["crate::rule", "crate::lint", "crate::policy", "crate::report", "crate::cli"]),
        ("src/rules", &["crate::lint", "crate::policy", "crate::report", "crate::cli", "LineIndex"]),
        ("src/lint", &["crate::policy", "crate::report", "crate::cli"]),
        ("src/policy", &["crate::report", "crate::cli"]),
        ("src/report", &["crate::cli", "crate::policy", "lint::check", "std::fs"]),
        ("src/cli", &["miette", "walkdir", "jsonpath_rust"]),
    ];
    let mut broken = Vec::new();
    for (folder, words) in forbidden {
        for (path, code) in sources(folder) {
            broken.extend(words.iter().filter(|word| code.contains(**word)).map(|word| format!("{path} uses {word}")));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn no_rule_knows_another() {
    let files = sources("src/rules");
    let stem = |path: &str| Path::new(path).file_stem().unwrap().to_string_lossy().into_owned();
    let rules: Vec<String> =
        files.iter().filter(|(_, code)| code.contains("pub fn check(")).map(|(path, _)| stem(path)).collect();
    assert!(rules.len() > 100);
    let mut broken = Vec::new();
    // The registry knows them all.
    for (path, code) in files.iter().filter(|(path, _)| path != "src/rules/mod.rs") {
        let names = |rule: &&String| {
            let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
            code.match_indices(&format!("{rule}::")).any(|(at, _)| !code[..at].ends_with(is_of_name))
        };
        broken.extend(rules.iter().filter(names).map(|rule| format!("{path} uses the rule {rule}")));
    }
    assert!(broken.is_empty(), "what rules share has a module of its own: {broken:#?}");
}

#[test]
fn each_tool_has_one_home() {
    let homes = [
        ("jsonpath_rust", "src/json/query"),
        ("miette", "src/report/text"),
        ("clap::", "src/cli"),
        ("hcl_edit", "src/infrastructure/terraform"),
        ("walkdir", "src/workspace/files.rs"),
        ("std::fs", "src/workspace/files.rs"),
        ("std::env", "src/cli"),
        ("SystemTime", "src/cli"),
        ("process::Command", "src/cli/git.rs"),
        ("println!", "src/cli"),
        ("process::exit", "src/cli"),
    ];
    let mut broken = Vec::new();
    for (path, code) in sources("src") {
        for (word, home) in homes {
            // Reports are written to files by the command line.
            let allowed = path.starts_with(home) || (word == "std::fs" && path.starts_with("src/cli"));
            if code.contains(word) && !allowed {
                broken.push(format!("{path} uses {word}, whose place is {home}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
