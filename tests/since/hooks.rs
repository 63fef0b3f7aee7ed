//! Hooks: Git's own, and those for pre-commit.

use crate::OLD_FAULT;
use crate::common::{Run, repository as file, run, write};
use crate::contoso::{Repository, dataset, git, isolated, pipeline};
use std::path::Path;
use std::process::Command;

#[test]
fn a_hook_sees_what_is_being_committed() {
    let repository = Repository::contoso();
    let elsewhere = Repository::contoso();
    elsewhere.write("ws/dataset/ds_else.json", &dataset("ds_else", "nowhere"));
    elsewhere.git(&["add", "--all"]);
    let binary = env!("CARGO_BIN_EXE_synlint");
    let other = elsewhere.root.to_str().unwrap();
    let hook = format!(
        "#!/bin/sh\n'{binary}' check --staged -q -o concise --select dangling-reference || exit 1\n\
         cd '{other}' && '{binary}' check --staged -q -o concise --select dangling-reference > '{other}/../seen'\nexit 0\n"
    );
    let path = repository.root.join(".git/hooks/pre-commit");
    write(&repository.root, &[(".git/hooks/pre-commit", hook.as_bytes())]);
    make_executable(&path);
    let commit_in = |folder: &Path, arguments: &[&str]| {
        let mut command = Command::new("git");
        isolated(&mut command).arg("commit").args(["--quiet", "--message", "Try"]).args(arguments);
        run(command.current_dir(folder))
    };
    let commit = |arguments: &[&str]| commit_in(&repository.root, arguments);
    let seen = || std::fs::read_to_string(elsewhere.root.join("../seen")).unwrap();
    repository.write("ws/dataset/ds_bad.json", &dataset("ds_bad", "nowhere"));
    repository.write("ws/dataset/ds_good.json", &dataset("ds_good", "ls_store"));
    repository.git(&["add", "--all"]);
    let blocked = commit(&[]);
    assert_eq!(blocked.code, 1);
    let said = format!("{}{}", blocked.stdout, blocked.stderr);
    assert!(said.starts_with("ws/dataset/ds_bad.json:4:45: error[dangling-reference]"), "{said}");
    // A commit of one path has an index of its own.
    let passed = commit(&["--", "ws/dataset/ds_good.json"]);
    assert_eq!(passed.code, 0, "{}{}", passed.stdout, passed.stderr);
    assert!(seen().starts_with("ws/dataset/ds_else.json:4:45: error"), "another repository, its own index: {}", seen());
    // A commit in another work tree: Git names its own folder to the hook.
    let side = repository.root.parent().unwrap().join("side tree");
    repository.git(&["worktree", "add", "--quiet", "-b", "side", "../side tree"]);
    write(&side, &[("ws/dataset/ds_side.json", dataset("ds_side", "ls_store").as_bytes())]);
    git(&side, &["add", "--all"]);
    write(&elsewhere.root, &[("../seen", b"")]);
    assert_eq!(commit_in(&side, &[]).code, 0);
    assert!(
        seen().starts_with("ws/dataset/ds_else.json:4:45: error"),
        "another repository, its own folder: {}",
        seen()
    );
    write(&side, &[("ws/dataset/ds_side.json", dataset("ds_side", "nowhere").as_bytes())]);
    git(&side, &["add", "--all"]);
    assert_eq!(commit_in(&side, &[]).code, 1);
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn make_executable(_: &Path) {}

/// Where synlint is to be found as a program.
fn path() -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_synlint")).parent().unwrap().display().to_string();
    format!("{folder}:{}", std::env::var("PATH").unwrap_or_default())
}

/// A repository whose commits go through one of the hooks that are offered to pre-commit; `None` where pre-commit is
/// not installed. Everything but the language is as it is offered: to build synlint for each test would take minutes.
fn with_pre_commit(id: &str) -> Option<Repository> {
    if Command::new("pre-commit").arg("--version").output().is_err() {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "skipped: there is no program pre-commit");
        return None;
    }
    let repository = Repository::contoso();
    let offered = std::fs::read_to_string(file(".pre-commit-hooks.yaml")).unwrap();
    let hook = offered.split("\n\n").find(|part| part.lines().any(|line| line == format!("- id: {id}"))).unwrap();
    assert!(hook.contains("  language: rust\n"), "{hook}");
    let hook = hook.replace("language: rust", "language: system").replace('\n', "\n      ");
    repository.write(".pre-commit-config.yaml", &format!("repos:\n  - repo: local\n    hooks:\n      {hook}\n"));
    repository.commit("Hooks");
    let mut install = Command::new("pre-commit");
    let installed = run(isolated(&mut install).arg("install").current_dir(&repository.root));
    assert_eq!(installed.code, 0, "{}", installed.stderr);
    Some(repository)
}

/// Commits what is staged; everything that the hooks say.
fn commit(repository: &Repository) -> (i32, String) {
    let mut command = Command::new("git");
    isolated(&mut command).args(["commit", "--quiet", "--message", "Try"]).current_dir(&repository.root);
    let home = repository.root.parent().unwrap().join("pre-commit");
    let Run { stdout, stderr, code } = run(command.env("PATH", path()).env("PRE_COMMIT_HOME", home));
    (code, stdout + &stderr)
}

#[track_caller]
fn passes(repository: &Repository, word: &str) {
    let (code, said) = commit(repository);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains(word), "{said}");
}

#[track_caller]
fn is_stopped(repository: &Repository, words: &[&str]) {
    let (code, said) = commit(repository);
    assert_eq!(code, 1, "{said}");
    words.iter().for_each(|word| assert!(said.contains(word), "{word}\n{said}"));
}

#[test]
fn a_commit_is_stopped_by_what_it_breaks() {
    let Some(repository) = with_pre_commit("synlint-staged") else { return };
    let stage = || repository.git(&["add", "--all"]);
    // Old faults elsewhere stop nobody, and nor does what has to do with no workspace.
    repository.write("READ me.md", "Read");
    repository.write("ws/dataset/ds_new é.json", &dataset("ds_new é", "ls_store"));
    stage();
    passes(&repository, "Passed");
    // What lies on disk has no say: it is what is staged that is committed.
    repository.write("ws/dataset/ds_new é.json", &dataset("ds_new é", "nowhere"));
    stage();
    repository.write("ws/dataset/ds_new é.json", &dataset("ds_new é", "ls_store"));
    is_stopped(&repository, &["synlint (staged)", "error[dangling-reference]", "no linked service has this name"]);
    stage();
    repository.write("READ me.md", "Read more");
    stage();
    passes(&repository, "Passed");
    // A commit that only deletes.
    repository.git(&["rm", "--quiet", "ws/dataset/ds orders.json"]);
    is_stopped(&repository, &["\"ds orders\"", "ws/pipeline/pl_load.json", "1 error, "]);
    repository.git(&["reset", "--quiet", "--hard"]);
    // Renamed, and what used it with it.
    repository.git(&["mv", "ws/dataset/ds orders.json", "ws/dataset/ds größer.json"]);
    repository.write("ws/dataset/ds größer.json", &dataset("ds größer", "ls_store"));
    stage();
    is_stopped(&repository, &["\"ds orders\""]);
    repository.write("ws/pipeline/pl_load.json", &pipeline("pl_load", &["ds_öffnen", "ds größer"]));
    stage();
    passes(&repository, "Passed");
}

#[test]
fn a_commit_is_stopped_by_the_whole_workspace() {
    let Some(repository) = with_pre_commit("synlint") else { return };
    repository.write("READ me.txt", "Read");
    repository.git(&["add", "--all"]);
    passes(&repository, "(no files to check)Skipped");
    repository.write("ws/dataset/ds orders.json", &dataset("ds orders", "ls_store").replace("raw", "cooked"));
    repository.git(&["add", "--all"]);
    let (old, _) = OLD_FAULT.split_once(' ').unwrap();
    is_stopped(&repository, &[old, "\"ds_old\""]);
    repository.write("ws/pipeline/pl_load.json", &pipeline("pl_load", &["ds_öffnen", "ds orders"]));
    repository.git(&["add", "--all"]);
    passes(&repository, "Passed");
    // What pre-commit does not count: the page on it says so.
    repository.git(&["rm", "--quiet", "ws/dataset/ds orders.json"]);
    passes(&repository, "(no files to check)Skipped");
}

#[test]
fn files_of_every_kind_start_the_hook() {
    let pattern_of = |hooks: &str| {
        let text = std::fs::read_to_string(file(hooks)).unwrap();
        text.lines().find_map(|line| line.trim().strip_prefix("files: ")).unwrap().to_owned()
    };
    let pattern = pattern_of(".pre-commit-hooks.yaml");
    assert_eq!(pattern, pattern_of("src/cli/init/files/pre-commit.yml"), "the hook that init writes");
    let pattern = regex::Regex::new(&pattern).unwrap();
    for kind in synlint::workspace::Kind::all() {
        let folder = kind.folder();
        for path in [format!("{folder}/x y.json"), format!("a/ws/{}/é/b.JSON", folder.to_uppercase())] {
            assert!(pattern.is_match(&path), "{path}");
        }
    }
    let others = ["synlint.toml", "a/.synlint-baseline.json", "ws/publish_config.json", "lint/no-ftp.md"];
    let code = [".github/workflows/deploy.yml", "ci.yaml", "infra/main.tf", "infra/dev.tfvars", "infra/workspace.json"];
    for path in others.into_iter().chain(code) {
        assert!(pattern.is_match(path), "{path}");
    }
    for path in ["LICENSE", "src/main.py", "pipeline/x.json.txt", "mytoml"] {
        assert!(!pattern.is_match(path), "{path}");
    }
}
