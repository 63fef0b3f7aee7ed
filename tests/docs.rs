//! What the documents say, held against the repository: paths exist, commands run.
#![allow(clippy::unwrap_used)]

mod common;

use common::{repository, synlint};

fn code_spans(document: &str) -> Vec<String> {
    let text = std::fs::read_to_string(repository(document)).unwrap();
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn paths_in_contributing_exist() {
    let folders = ["src/", "rules/", "tests/", "fixtures/", "schemas/", "benches/", ".ci/"];
    let paths: Vec<String> = code_spans("CONTRIBUTING.md")
        .into_iter()
        .filter(|span| folders.iter().any(|folder| span.starts_with(folder)) && !span.contains('<'))
        .collect();
    assert!(paths.len() > 8, "{paths:?}");
    for path in paths {
        assert!(repository(&path).exists(), "CONTRIBUTING.md names {path}, which does not exist");
    }
}

/// The block of the README that follows a mark, without its fences.
fn block(mark: &str) -> String {
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    let behind = readme.split_once(mark).unwrap_or_else(|| panic!("README.md has no `{mark}`")).1;
    behind.split("```").nth(1).unwrap().split_once('\n').unwrap().1.to_owned()
}

#[test]
fn the_first_command_prints_what_the_readme_shows() {
    let shown = block("<!-- output -->");
    let run = synlint(&repository(""), &["check", "fixtures/workspaces/contoso"]);
    let all = format!("{}{}", run.stdout, run.stderr);
    for part in shown.trim_end().split("\n\n") {
        assert!(
            all.contains(part.trim_end()),
            "the README shows what synlint does not print:\n{part}\n\nit prints:\n{all}"
        );
    }
}
