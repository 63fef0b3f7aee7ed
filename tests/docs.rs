//! What the documents say, held against the repository: paths exist, commands run.
#![allow(clippy::unwrap_used)]

mod common;

use common::{compare, repository, synlint};
use synlint::rules::Registry;

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

#[test]
fn the_readme_shows_what_its_first_command_prints() {
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    assert!(readme.contains("$ cargo run --release -- check fixtures/workspaces/contoso\n```\n<!-- output -->"));
    let run = synlint(&repository(""), &["check", "fixtures/workspaces/contoso"]);
    // Three of the findings tell what the tool is for; the rest would fill the screen.
    let chosen = ["\"ls_rest_loyalty\" calls", "\"nb_enrich_loyalty\" asks", "\"bussinessDate\", which pipeline"];
    let is_chosen = |part: &&str| chosen.iter().any(|words| part.replace('\n', " ").contains(words));
    assert_eq!(run.stdout.split("\n\n").filter(is_chosen).count(), chosen.len(), "{}", run.stdout);
    let mut findings: Vec<&str> =
        run.stdout.split("\n\n").map(|part| if is_chosen(&part) { part } else { "…" }).collect();
    findings.dedup();
    let shown = format!("```text\n{}\n\n{}\n```\n", findings.join("\n\n"), run.stderr.trim());
    compare("README.md", &between(&readme, "output", &shown));
}

#[test]
fn the_readme_shows_the_beginning_of_the_egress_map() {
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    let run = synlint(&repository(""), &["egress", "fixtures/workspaces/contoso"]);
    // Up to the hosts that leave by another way, which is what a reviewer looks at first.
    let (first, _) = run.stdout.split_once("\noutside:").unwrap();
    compare("README.md", &between(&readme, "egress", &format!("```text\n{first}\n…\n```\n")));
}

/// The document with another text between `<!-- name -->` and `<!-- /name -->`.
fn between(document: &str, name: &str, text: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = document.find(&open).unwrap() + open.len();
    let end = document.find(&close).unwrap();
    format!("{}{text}{}", &document[..start], &document[end..])
}

#[test]
fn the_configuration_in_the_readme_is_sound() {
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    let toml = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let config = synlint::policy::Config::parse("synlint.toml", toml, synlint::rules::Registry::shipped());
    assert!(config.is_ok(), "{config:#?}");
}

#[test]
fn every_rule_of_the_peer_table_exists_and_every_check_has_an_answer() {
    let text = std::fs::read_to_string(repository("docs/peer-checks.md")).unwrap();
    let mut rows = 0;
    for row in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| check")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 3, "{row}");
        let (covers, remark) = (cells[1], cells[2]);
        assert!(!covers.is_empty() || remark.len() > 20, "neither rule nor reason: {row}");
        for name in covers.split(", ").filter(|name| !name.is_empty()) {
            let (label, target) = name.trim_start_matches('[').split_once("](").unwrap_or((name, ""));
            let rule = Registry::shipped().find(label).unwrap_or_else(|| panic!("no rule is called {label}: {row}"));
            assert_eq!(target.trim_end_matches(')'), format!("../rules/{}/{label}.md", rule.group()), "{row}");
        }
        rows += 1;
    }
    assert!(rows >= 56, "the table has {rows} rows");
}
