//! The GitHub Action and the template of Azure Pipelines: their YAML is sound, and their shell does what it says.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Run, copy_of, repository, run};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_synlint");

fn text(path: &str) -> String {
    std::fs::read_to_string(repository(path)).unwrap()
}

/// What follows a prefix wherever it stands, as far as a name goes.
fn names<'t>(text: &'t str, prefix: &str) -> BTreeSet<&'t str> {
    let name = |rest: &'t str| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next().unwrap();
    text.split(prefix).skip(1).map(name).collect()
}

/// The scripts of a YAML file: what stands behind `run:` or `bash:`, a line or a block.
fn scripts(text: &str, key: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let begins = |line: &&str| line.trim_start().trim_start_matches("- ").starts_with(&format!("{key}: "));
    let script = |at: usize| {
        let (_, rest) = lines[at].split_once(": ").unwrap();
        if rest != "|" {
            return rest.to_owned();
        }
        let indent = lines[at + 1].len() - lines[at + 1].trim_start().len();
        let block = lines[at + 1..].iter().take_while(|line| line.is_empty() || line.starts_with(&" ".repeat(indent)));
        block.map(|line| line.get(indent..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
    };
    (0..lines.len()).filter(|at| begins(&lines[*at])).map(script).collect()
}

fn parses(path: &str) {
    let text = text(path);
    for event in saphyr_parser::Parser::new_from_str(&text) {
        assert!(event.is_ok(), "{path}: {event:?}");
    }
}

#[test]
fn the_action_uses_the_inputs_it_declares_and_evaluates_none() {
    parses("action.yml");
    let action = text("action.yml");
    let (declared, steps) = action.split_once("\noutputs:\n").unwrap();
    let declared: BTreeSet<&str> = declared
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':'))
        .map(|line| line.trim().trim_end_matches(':'))
        .collect();
    assert_eq!(names(steps, "inputs."), declared);
    let set: BTreeSet<&str> = names(steps, "        INPUT_");
    let read = text("ci/action.sh").replace("${INPUT_", "$INPUT_");
    assert_eq!(names(&read, "$INPUT_"), set, "variables of action.yml and ci/action.sh");
    let scripts = scripts(&action, "run");
    assert_eq!(scripts.len(), 3);
    assert!(scripts.iter().all(|script| !script.contains("${{")), "{scripts:?}");
    assert_eq!(names(&action, "uses: "), BTreeSet::from(["github"]), "one action that is not ours");
}

/// A run of the action's steps on a copy of a workspace, with a runner's variables.
struct Runner {
    workspace: tempfile::TempDir,
    runner: tempfile::TempDir,
}

impl Runner {
    fn new() -> Self {
        Self { workspace: copy_of("fixtures/workspaces/func-otel"), runner: tempfile::tempdir().unwrap() }
    }

    fn step(&self, step: &str, variables: &[(&str, &str)]) -> Run {
        let defaults = [
            ("INPUT_PATH", "."),
            ("INPUT_FAIL_ON", ""),
            ("INPUT_NETWORK", ""),
            ("INPUT_ANNOTATIONS", "true"),
            ("INPUT_SUMMARY", "true"),
            ("INPUT_UPLOAD_SARIF", "false"),
            ("SYNLINT_PROGRAM", PROGRAM),
        ];
        let at = |name: &str| self.runner.path().join(name);
        let mut command = Command::new("bash");
        command.arg(repository("ci/action.sh")).arg(step).current_dir(self.workspace.path());
        command.envs(defaults).env("RUNNER_TEMP", self.runner.path()).env("GITHUB_WORKSPACE", self.workspace.path());
        command.env("GITHUB_OUTPUT", at("output")).env("GITHUB_STEP_SUMMARY", at("summary"));
        command.env("GITHUB_ACTION_PATH", repository("")).envs(variables.iter().copied());
        run(&mut command)
    }

    fn written(&self, name: &str) -> String {
        std::fs::read_to_string(self.runner.path().join(name)).unwrap_or_default()
    }
}

#[test]
fn the_action_annotates_sums_up_and_fails_once_at_the_end() {
    let runner = Runner::new();
    let install = runner.step("install", &[("INPUT_SYNLINT", PROGRAM)]);
    assert_eq!(install.code, 0, "{}", install.stderr);
    assert_eq!(runner.written("output"), format!("program={PROGRAM}\n"));

    let check = runner.step("check", &[("INPUT_SARIF", "out.sarif")]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    assert!(check.stdout.starts_with("::error "), "{}", check.stdout);
    assert!(runner.written("summary").starts_with("### synlint\n"));
    assert!(runner.written("output").ends_with("sarif=out.sarif\nexit-code=1\n"), "{}", runner.written("output"));
    let sarif = std::fs::read_to_string(runner.workspace.path().join("out.sarif")).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(runner.step("finish", &[("SYNLINT_EXIT", "1")]).code, 1);
}

#[test]
fn the_action_does_only_what_its_inputs_ask_for() {
    let runner = Runner::new();
    let variables = [("INPUT_ANNOTATIONS", "false"), ("INPUT_SUMMARY", "false"), ("INPUT_FAIL_ON", "never")];
    let check = runner.step("check", &variables);
    assert!(!check.stdout.contains("::error"), "{}", check.stdout);
    assert!(check.stdout.contains(": error["), "{}", check.stdout);
    assert_eq!((runner.written("summary").as_str(), runner.written("output").as_str()), ("", "exit-code=0\n"));

    let runner = Runner::new();
    let check = runner.step("check", &[("INPUT_PATH", "linkedService\n\npipeline\n"), ("INPUT_UPLOAD_SARIF", "true")]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    let sarif = runner.runner.path().join("synlint.sarif");
    assert!(runner.written("output").contains(&format!("sarif={}\n", sarif.display())));
}

#[test]
fn wrong_inputs_of_the_action_are_named() {
    let runner = Runner::new();
    let wrong = runner.step("check", &[("INPUT_SUMMARY", "yes")]);
    assert_eq!(wrong.code, 2);
    assert_eq!(wrong.stdout, "::error title=synlint::the input summary is neither true nor false\n");
    // What synlint itself refuses leaves no report behind, and fails at the end like findings do.
    let unknown = runner.step("check", &[("INPUT_ARGS", "--selct=tls"), ("INPUT_SARIF", "out.sarif")]);
    assert_eq!(unknown.code, 0);
    assert!(unknown.stderr.contains("--select"), "{}", unknown.stderr);
    assert_eq!(runner.written("output"), "exit-code=2\n");
    assert_eq!(runner.written("summary"), "");
}

#[test]
fn inputs_of_the_action_are_never_evaluated() {
    let runner = Runner::new();
    for input in ["INPUT_PATH", "INPUT_ARGS", "INPUT_CONFIG", "INPUT_FAIL_ON", "INPUT_NETWORK"] {
        for value in ["$(touch smuggled)", "`touch smuggled`", ".; touch smuggled", "a[$(touch smuggled)]"] {
            let check = runner.step("check", &[(input, value)]);
            assert!(!runner.workspace.path().join("smuggled").exists(), "{input}={value}");
            assert!(runner.written("output").ends_with("exit-code=2\n"), "{input}={value}: {}", check.stderr);
        }
    }
}

/// Runs a script of the Azure template as an agent does.
fn agent(script: &str, workspace: &Path, agent: &Path, variables: &[(&str, &str)]) -> Run {
    let defaults =
        [("PATHS", "."), ("CONFIG", ""), ("FAIL_ON", "error"), ("NETWORK", "auto"), ("ARGUMENTS", ""), ("SOURCE", "")];
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-c", script]).current_dir(workspace).envs(defaults);
    run(command.env("AGENT_TEMPDIRECTORY", agent).envs(variables.iter().copied()))
}

#[test]
fn the_azure_template_reports_in_every_way_and_fails_once_at_the_end() {
    parses("azure-pipelines/synlint.yml");
    let template = text("azure-pipelines/synlint.yml");
    let (declared, steps) = template.split_once("\nsteps:\n").unwrap();
    assert_eq!(names(steps, "parameters."), names(declared, "- name: "));
    let scripts = scripts(&template, "bash");
    let [install, check, result] = &scripts[..] else { panic!("{scripts:?}") };
    assert!(scripts.iter().all(|script| !script.contains("${{")), "{scripts:?}");

    let workspace = copy_of("fixtures/workspaces/func-otel");
    let folder = tempfile::tempdir().unwrap();
    let bin = folder.path().join("synlint-program/bin");
    std::fs::create_dir_all(&bin).unwrap();
    std::fs::copy(PROGRAM, bin.join("synlint")).unwrap();
    let unset = agent(install, workspace.path(), folder.path(), &[("SOURCE", "$(SYNLINT_SOURCE)")]);
    assert_eq!((unset.code, unset.stderr.as_str()), (1, ""));
    let said =
        "##vso[task.logissue type=error]the variable that the parameter source names is not set: SYNLINT_SOURCE ";
    assert!(unset.stdout.starts_with(said), "{}", unset.stdout);
    let checked = agent(check, workspace.path(), folder.path(), &[]);
    assert_eq!(checked.code, 0, "{}", checked.stderr);
    assert!(checked.stdout.contains("##vso[task.logissue type=error;"), "{}", checked.stdout);
    let reports = folder.path().join("synlint");
    let summary = format!("##vso[task.uploadsummary]{}/summary.md\n", reports.display());
    assert!(checked.stdout.contains(&summary), "{}", checked.stdout);
    for report in ["summary.md", "junit.xml", "sarif/synlint.sarif"] {
        assert!(reports.join(report).metadata().unwrap().len() > 100, "{report}");
    }
    assert_eq!(agent(result, workspace.path(), folder.path(), &[]).code, 1);

    for value in ["$(touch smuggled)", ".; touch smuggled"] {
        let variables = [("PATHS", value), ("ARGUMENTS", value), ("CONFIG", value)];
        let refused = agent(check, workspace.path(), folder.path(), &variables);
        assert!(!refused.stdout.contains("##vso[task."), "{}", refused.stdout);
        assert!(!workspace.path().join("smuggled").exists(), "{value}");
        assert_eq!(agent(result, workspace.path(), folder.path(), &[]).code, 2);
    }
}

#[test]
fn workflows_evaluate_nothing_and_may_no_more_than_they_need() {
    for path in [".github/workflows/ci.yml", ".github/workflows/release.yml"] {
        parses(path);
        let workflow = text(path);
        assert!(workflow.contains("\npermissions: {}\n"), "{path}");
        assert!(scripts(&workflow, "run").iter().all(|script| !script.contains("${{")), "{path}");
        assert_eq!(
            workflow.matches("actions/checkout@").count(),
            workflow.matches("persist-credentials: false").count()
        );
        assert!(!workflow.contains("secrets."), "{path}");
    }
    let release = text(".github/workflows/release.yml");
    let (before, publish) = release.split_once("\n  publish:\n").unwrap();
    assert!(!before.contains(": write") && publish.contains("contents: write"), "only the last job may write");
}

#[test]
fn a_release_needs_tag_manifest_and_changelog_to_agree() {
    let folder = tempfile::tempdir().unwrap();
    let version = env!("CARGO_PKG_VERSION");
    for file in ["Cargo.toml", "Cargo.lock"] {
        std::fs::copy(repository(file), folder.path().join(file)).unwrap();
    }
    let agree = |tag: &str, changelog: &str| {
        std::fs::write(folder.path().join("CHANGELOG.md"), changelog).unwrap();
        let mut command = Command::new("bash");
        run(command.arg(repository("ci/release.sh")).args(["agree", tag]).current_dir(folder.path()))
    };
    let (tag, told) = (format!("v{version}"), format!("# Changelog\n\n## {version}\n\n- It checks.\n\n## 0.0.1\n"));
    let run = agree(&tag, &told);
    assert_eq!((run.code, run.stdout.trim()), (0, version), "{}", run.stderr);
    for (tag, changelog, said) in [
        ("v99.0.0", told.as_str(), "the tag says 99.0.0, Cargo.toml"),
        (version, &told, "the tag is not v and a version"),
        ("v1.0.0\n::warning::x", &told, "the tag is not v and a version"),
        (&tag, &told.replace("- It checks.", ""), "or an empty one"),
        (&tag, "# Changelog\n\n## Unreleased\n\n- It checks.\n", "has no section"),
    ] {
        let run = agree(tag, changelog);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{tag}");
        assert!(run.stderr.contains(said) && run.stderr.lines().count() == 1, "{}", run.stderr);
    }
}
