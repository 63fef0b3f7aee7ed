//! The list of rules, the pages, the fixtures and the README against each other. Each failure says what mends it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{compare, repository};
use std::collections::BTreeSet;
use synlint::rules::Registry;

/// Rules that no workspace can provoke.
const WITHOUT_FIXTURES: [&str; 1] = ["internal-error"];

#[test]
fn every_page_is_listed_and_the_list_is_sorted() {
    let mut pages = BTreeSet::new();
    for group in std::fs::read_dir(repository("rules")).unwrap() {
        let group = group.unwrap();
        for page in std::fs::read_dir(group.path()).unwrap() {
            let name = page.unwrap().file_name().into_string().unwrap();
            pages.insert(format!("{}/{}", group.file_name().to_string_lossy(), name.trim_end_matches(".md")));
        }
    }
    let listed: Vec<String> =
        Registry::shipped().iter().map(|rule| format!("{}/{}", rule.group(), rule.name())).collect();
    for page in &pages {
        assert!(listed.contains(page), "rules/{page}.md has no line in src/rules/mod.rs: add one");
    }
    assert!(listed.is_sorted(), "keep the list in src/rules/mod.rs sorted by group and name");
    let names: BTreeSet<&str> = Registry::shipped().iter().map(|rule| rule.name()).collect();
    assert_eq!(names.len(), listed.len(), "a rule's name is unique over all groups");
}

#[test]
fn every_rule_has_fixtures_and_every_fixture_a_rule() {
    for rule in Registry::shipped().iter().filter(|rule| !WITHOUT_FIXTURES.contains(&rule.name())) {
        for side in ["bad", "good"] {
            let folder = format!("fixtures/rules/{}/{side}", rule.name());
            assert!(
                repository(&folder).is_dir(),
                "{folder} is missing: make the smallest workspace that shows the rule"
            );
        }
    }
    for folder in std::fs::read_dir(repository("fixtures/rules")).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        assert!(Registry::shipped().find(&name).is_some(), "fixtures/rules/{name} belongs to no rule: remove it");
    }
}

#[test]
fn every_page_has_its_headings_in_order_and_something_below_each() {
    const HEADINGS: [&str; 6] =
        ["What it finds", "Why it matters", "How to fix it", "Known gaps", "Sources", "Example"];
    for rule in Registry::shipped().iter() {
        let sections: Vec<(&str, &str)> =
            rule.page.prose.split("\n## ").map(|part| part.split_once('\n').unwrap_or((part, ""))).collect();
        let found: Vec<&str> = sections.iter().map(|(heading, _)| heading.trim_start_matches("## ")).collect();
        assert_eq!(found, HEADINGS, "rules/{}/{}.md: these headings in this order", rule.group(), rule.name());
        for (heading, body) in sections {
            assert!(body.trim().len() > 20, "rules/{}/{}.md: nothing below {heading}", rule.group(), rule.name());
        }
    }
}

#[test]
fn the_readme_lists_every_rule() {
    let (mut table, mut last) = (String::new(), "");
    for rule in Registry::shipped().iter() {
        let when = match rule.page.when {
            synlint::rule::When::Any => "",
            synlint::rule::When::Managed => "managed",
            synlint::rule::When::Dep => "dep",
            synlint::rule::When::ManagedOnly => "managed only",
        };
        let (group, name, page) = (rule.group(), rule.name(), &rule.page);
        if group != last {
            let gap = if last.is_empty() { "" } else { "\n" };
            table += &format!("{gap}### {group}\n\n| rule | level | when | finds |\n|---|---|---|---|\n");
            last = group;
        }
        table +=
            &format!("| [{name}](rules/{group}/{name}.md) | {} | {when} | {} |\n", page.shown_level(), page.summary);
    }
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    let (open, close) = ("<!-- rules -->\n", "<!-- /rules -->");
    let start = readme.find(open).expect("README.md has a `<!-- rules -->` line") + open.len();
    let end = readme.find(close).expect("README.md has a `<!-- /rules -->` line");
    compare("README.md", &format!("{}{table}{}", &readme[..start], &readme[end..]));
}
