//! The egress map, as a user sees it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{copy_of, repository, synlint};

const WORKSPACE: &str = "fixtures/workspaces/contoso";

#[test]
fn the_table_is_grouped_by_verdict_and_fits_a_terminal() {
    let run = synlint(&repository(""), &["egress", WORKSPACE]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let longest = run.stdout.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest <= 80, "{longest} columns");
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(run.stdout) });
}

#[test]
fn the_map_does_not_depend_on_threads() {
    let map =
        |threads: &str| synlint(&repository(""), &["egress", WORKSPACE, "-o", "json", "--threads", threads]).stdout;
    assert_eq!(map("1"), map("4"));
}

#[test]
fn the_inventory_tells_what_is_approved() {
    let copy = copy_of("fixtures/rules/unapproved-private-endpoint/bad");
    let verdicts = |arguments: &[&str]| {
        let run = synlint(copy.path(), &[&["egress", "-o", "json"], arguments].concat());
        let hosts = run.json()["workspaces"][0]["hosts"].clone();
        let shown = |host: &serde_json::Value| format!("{} {}", host["host"].as_str().unwrap(), host["verdict"]);
        hosts.as_array().unwrap().iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&[]), ["contosolake.dfs.core.windows.net \"pending\""]);
    let file = copy.path().join("approved.json");
    let text = std::fs::read_to_string(copy.path().join("private-endpoints.json")).unwrap();
    std::fs::write(&file, text.replace("Pending", "Approved")).unwrap();
    assert_eq!(verdicts(&["--inventory", "approved.json"]), ["contosolake.dfs.core.windows.net \"covered\""]);
    assert_eq!(verdicts(&["--no-config", "--network", "dep"]), ["contosolake.dfs.core.windows.net \"declared\""]);
}

#[test]
fn an_inventory_that_is_none_is_wrong_usage() {
    let copy = copy_of("fixtures/rules/unapproved-private-endpoint/bad");
    std::fs::write(copy.path().join("endpoints.json"), "{\"name\": \"mpe\"}").unwrap();
    for (file, says) in
        [("endpoints.json", "it is no list of managed private endpoints"), ("none.json", "it does not exist")]
    {
        let run = synlint(copy.path(), &["check", "--inventory", file]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(says) && run.stderr.contains(file), "{}", run.stderr);
    }
}
