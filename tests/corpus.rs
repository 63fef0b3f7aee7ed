//! Real workspaces, when they are there: nothing panics, every file is sound JSON, the bytes never depend on threads,
//! and the counts per rule are a snapshot, so that a change of behaviour on real files is seen in review.
#![allow(clippy::unwrap_used)]

mod common;

use common::{corpus, synlint};
use std::collections::BTreeMap;
use std::path::Path;

fn repositories(corpus: &Path) -> Vec<String> {
    let folders = std::fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap());
    let mut names: Vec<String> =
        folders.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_repository_alone_and_all_together() {
    let Some(corpus) = corpus() else { return };
    let mut counts = String::new();
    for name in repositories(&corpus) {
        for network in ["auto", "dep"] {
            let run = synlint(&corpus, &["check", &name, "-o", "json", "--network", network]);
            assert!(run.code == 0 || run.code == 1, "{name}: exit {}\n{}", run.code, run.stderr);
            let mut rules: BTreeMap<String, usize> = BTreeMap::new();
            for finding in run.findings() {
                let rule = finding["rule"].as_str().unwrap();
                assert!(!["invalid-json", "unreadable-file", "internal-error"].contains(&rule), "{finding:#}");
                *rules.entry(format!("{} {rule}", finding["level"].as_str().unwrap())).or_default() += 1;
            }
            let shown: Vec<String> = rules.iter().map(|(rule, count)| format!("  {rule}: {count}\n")).collect();
            counts += &format!("{name} ({network})\n{}", shown.concat());
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("corpus", counts) });
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let Some(corpus) = corpus() else { return };
    let one = synlint(&corpus, &["check", ".", "-o", "json", "--network", "dep", "--threads", "1"]);
    for threads in ["2", "8"] {
        let many = synlint(&corpus, &["check", ".", "-o", "json", "--network", "dep", "--threads", threads]);
        assert!(one.stdout == many.stdout, "the report differs with {threads} threads");
    }
    assert!(one.findings().len() > 100, "the corpus has findings");
}
