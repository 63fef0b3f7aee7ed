//! Flags by the environment, as a user of a hook or a build agent sets them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Run, copy_of, run};
use std::path::Path;
use std::process::Command;

const WORKSPACE: &str = "fixtures/workspaces/func-otel";

fn with(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_synlint"));
    run(command.current_dir(folder).args(arguments).envs(variables.iter().copied()))
}

#[test]
fn every_flag_has_a_variable() {
    let copy = copy_of(WORKSPACE);
    let code = |variables: &[(&str, &str)], arguments: &[&str]| with(copy.path(), variables, arguments).code;
    assert_eq!(code(&[], &["check"]), 1);
    for verb in [&["check"][..], &[]] {
        assert_eq!(code(&[("SYNLINT_FAIL_ON", "never")], verb), 0);
        assert_eq!(code(&[("SYNLINT_IGNORE", "spark,tls")], verb), 0);
        assert_eq!(code(&[("SYNLINT_SELECT", "tls")], verb), 0);
        assert_eq!(code(&[("SYNLINT_LEVEL", "unsupported-linked-service=warning")], verb), 0);
        assert_eq!(code(&[("SYNLINT_CONFIG", "nowhere.toml")], verb), 2);
        let json = with(copy.path(), &[("SYNLINT_OUTPUT", "json"), ("SYNLINT_QUIET", "yes")], verb);
        assert!(json.stdout.starts_with('{') && json.stderr.is_empty(), "{}", json.stderr);
    }
    let public = with(copy.path(), &[("SYNLINT_NETWORK", "public")], &["egress"]);
    assert!(public.stdout.contains("network public"), "{}", public.stdout);
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(with(empty.path(), &[("SYNLINT_ALLOW_EMPTY", "1")], &["check"]).code, 0);
}

#[test]
fn the_format_is_that_of_each_verb_that_has_it() {
    let copy = copy_of(WORKSPACE);
    let output = |value: &str, arguments: &[&str]| with(copy.path(), &[("SYNLINT_OUTPUT", value)], arguments);
    for verb in [&["egress"][..], &["rules"], &["explain", "plain-http"]] {
        let usual = with(copy.path(), &[], verb);
        let json = output("json", verb);
        assert!(json.code == 0 && json.stdout.starts_with(['{', '[']), "{verb:?}: {}", json.stderr);
        // What only `check` can write is said of `check`.
        for value in ["sarif", "json=report.json", "human,sarif=report.sarif"] {
            assert_eq!(output(value, verb).stdout, usual.stdout, "{verb:?} {value}");
        }
        let wrong = output("jsn", verb);
        assert_eq!(wrong.code, 2, "{verb:?}");
        assert!(wrong.stderr.contains("environment variable SYNLINT_OUTPUT"), "{}", wrong.stderr);
    }
}

#[test]
fn what_may_be_repeated_takes_a_list() {
    let copy = copy_of(WORKSPACE);
    let outputs = [("SYNLINT_OUTPUT", "concise,json=report.json"), ("SYNLINT_FAIL_ON", "never")];
    let both = with(copy.path(), &outputs, &["check"]);
    assert_eq!(both.code, 0, "{}", both.stderr);
    assert!(both.stdout.contains(": error[") && copy.path().join("report.json").is_file());
    let levels = "unsupported-linked-service=note,plain-http=warning";
    assert_eq!(with(copy.path(), &[("SYNLINT_LEVEL", levels)], &["check"]).code, 0);
    let wrong = with(copy.path(), &[("SYNLINT_LEVEL", "plain-http=warning,tls")], &["check"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("environment variable SYNLINT_LEVEL"), "{}", wrong.stderr);
}

#[test]
fn booleans() {
    let copy = copy_of(WORKSPACE);
    let quiet = |value: &str| with(copy.path(), &[("SYNLINT_QUIET", value)], &["check"]);
    for value in ["1", "true", "yes", "on", "TRUE"] {
        assert_eq!(quiet(value).stderr, "", "{value}");
    }
    for value in ["0", "false", "no", "off", ""] {
        assert!(quiet(value).stderr.contains("18 artifacts"), "{value}");
    }
    let wrong = quiet("perhaps");
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("environment variable SYNLINT_QUIET"), "{}", wrong.stderr);
}

#[test]
fn the_command_line_wins() {
    let copy = copy_of(WORKSPACE);
    let code = |variables: &[(&str, &str)], arguments: &[&str]| with(copy.path(), variables, arguments).code;
    assert_eq!(code(&[("SYNLINT_FAIL_ON", "never")], &["check", "--fail-on", "error"]), 1);
    assert_eq!(code(&[("SYNLINT_CONFIG", "nowhere.toml")], &["check", "--no-config", "--fail-on", "never"]), 0);
    assert_eq!(code(&[("SYNLINT_NO_CONFIG", "1")], &["check", "--config", "synlint.toml"]), 1);
    let loud = with(copy.path(), &[("SYNLINT_QUIET", "1")], &["check", "--verbose"]);
    assert!(loud.stderr.contains("configuration:"), "{}", loud.stderr);
    let both = with(copy.path(), &[("SYNLINT_QUIET", "1"), ("SYNLINT_VERBOSE", "1")], &["check"]);
    assert_eq!(both.code, 2, "two variables that contradict each other");
    let wrong = with(copy.path(), &[("SYNLINT_NETWORK", "dap")], &["check"]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("environment variable SYNLINT_NETWORK"), "{}", wrong.stderr);
    assert!(!with(copy.path(), &[], &["check", "--network", "dap"]).stderr.contains("environment variable"));
}
