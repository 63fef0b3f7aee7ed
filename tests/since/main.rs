//! `--since` and `--staged`: what a change touched or caused, in repositories made for the purpose.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod contoso;
mod hooks;

use common::{Run, run, write};
use contoso::{Repository, check, dataset, found, git, isolated, pipeline, synlint};
use std::process::Command;

/// What is wrong from the first commit on.
pub const OLD_FAULT: &str = "ws/pipeline/pl_load.json dangling-reference";

#[test]
fn nothing_changed_nothing_found() {
    let repository = Repository::contoso();
    assert_eq!(repository.found(&[]), [OLD_FAULT]);
    for flags in [&["--since", "HEAD"][..], &["--staged"]] {
        let run = repository.check(flags);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        assert!(run.stderr.starts_with("0 errors, 0 warnings, 0 notes in 0 changed files or caused by them\n  4 art"));
    }
}

#[test]
fn a_touched_file_shows_all_it_has() {
    let repository = Repository::contoso();
    let path = repository.root.join("ws/pipeline/pl_load.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("exists", "size")).unwrap();
    assert_eq!(repository.found(&["--since", "HEAD"]), [OLD_FAULT]);
    assert_eq!(repository.found(&["--staged"]), [""; 0], "it is not staged");
    let with =
        |name: &str, value: &str| run(synlint().args(["-o", "json"]).env(name, value).current_dir(&repository.root));
    assert_eq!(found(&with("SYNLINT_SINCE", "HEAD")), [OLD_FAULT]);
    assert_eq!(found(&with("SYNLINT_STAGED", "on")), [""; 0]);
    repository.git(&["add", "--all"]);
    assert_eq!(repository.found(&["--staged"]), [OLD_FAULT]);
    let run = repository.check(&["--staged"]);
    assert!(run.stderr.contains("in 1 changed file or caused by it\n"), "{}", run.stderr);
}

#[test]
fn what_a_change_causes_elsewhere_is_found_once() {
    let repository = Repository::contoso();
    repository.write("ws/pipeline/pl_twice.json", &pipeline("pl_twice", &["ds orders", "ds orders"]));
    repository.commit("Two");
    repository.git(&["checkout", "--quiet", "-b", "feature"]);
    // Renamed: gone under one name, there under the other.
    repository.git(&["mv", "ws/dataset/ds orders.json", "ws/dataset/ds_orders.json"]);
    repository.write("ws/dataset/ds_orders.json", &dataset("ds_orders", "ls_store"));
    let expected = [
        "ws/pipeline/pl_load.json dangling-reference",
        "ws/pipeline/pl_twice.json dangling-reference",
        "ws/pipeline/pl_twice.json dangling-reference",
    ];
    for commit in [false, true] {
        if commit {
            repository.commit("Rename");
        } else {
            repository.git(&["add", "--all"]);
            assert_eq!(repository.found(&["--staged"]), expected);
        }
        let run = repository.check(&["--since", "main", "--select", "dangling-reference", "-o", "json"]);
        assert_eq!(found(&run), expected);
        assert_eq!(run.code, 1);
        assert!(run.findings().iter().all(|one| one["message"].as_str().unwrap().contains("\"ds orders\"")));
    }
}

#[test]
fn what_is_gone_is_missed_where_it_was_used() {
    let repository = Repository::contoso();
    repository.remove("ws/linkedService/ls_store.json");
    assert_eq!(
        repository.found(&["--since", "HEAD", "--select", "dangling-reference"]),
        ["ws/dataset/ds orders.json dangling-reference", "ws/dataset/ds_öffnen.json dangling-reference"]
    );
}

const ENDPOINT: &str = r#"
resource "azurerm_synapse_managed_private_endpoint" "store" {
  name                 = "store"
  synapse_workspace_id = azurerm_synapse_workspace.main.id
  target_resource_id   = "/subscriptions/0/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/contoso"
  subresource_name     = "dfs"
}
"#;

#[test]
fn infrastructure_code_has_a_state_before_too() {
    let repository = Repository::contoso();
    repository.write("infra/main.tf", "resource \"azurerm_synapse_workspace\" \"main\" {\n  name = \"contoso\"\n}\n");
    repository.write("infra/endpoints.tf", ENDPOINT);
    repository.commit("Infrastructure");
    let dep = ["--network", "dep", "--select", "missing-private-endpoint", "ws"];
    assert_eq!(repository.found(&dep), [""; 0]);
    repository.git(&["rm", "--quiet", "infra/endpoints.tf"]);
    let expected = ["ws/linkedService/ls_store.json missing-private-endpoint"];
    assert_eq!(repository.found(&[&["--staged"], &dep[..]].concat()), expected);
    assert_eq!(repository.found(&[&["--since", "HEAD"], &dep[..]].concat()), expected);
    repository.commit("Remove");
    repository.write("infra/new.tf", ENDPOINT);
    assert_eq!(repository.found(&[&["--staged"], &dep[..]].concat()), [""; 0], "found before, too");
}

#[test]
fn files_that_nobody_touched_pass_no_test() {
    let repository = Repository::contoso();
    let suites =
        |flags: &[&str]| repository.check(&[flags, &["-o", "junit"]].concat()).stdout.matches("<testsuite ").count();
    assert_eq!(suites(&[]), 4);
    assert_eq!(suites(&["--since", "HEAD"]), 0);
    repository.write("ws/dataset/ds_new.json", &dataset("ds_new", "ls_store"));
    assert_eq!(suites(&["--since", "HEAD"]), 1);
}

#[test]
fn untracked_files_count_and_ignored_ones_do_not() {
    let repository = Repository::contoso();
    repository.write(".gitignore", "*local*\n");
    repository.commit("Ignore");
    repository.write("ws/pipeline/pl_new.json", &pipeline("pl_new", &["nowhere"]));
    repository.write("ws/pipeline/pl_local.json", &pipeline("pl_local", &["nowhere"]));
    assert_eq!(repository.found(&["--since", "HEAD"]), ["ws/pipeline/pl_new.json dangling-reference"]);
    assert_eq!(repository.found(&["--staged"]), [""; 0]);
    repository.git(&["add", "ws"]);
    assert_eq!(repository.found(&["--staged"]), ["ws/pipeline/pl_new.json dangling-reference"]);
}

#[test]
fn a_file_that_git_does_not_know_yet_causes_findings_elsewhere() {
    let repository = Repository::contoso();
    let network = r#"{ "name": "default", "properties": { "preventDataExfiltration": true } }"#;
    repository.write("ws/managedVirtualNetwork/default.json", network);
    let blocked = ["ws/linkedService/ls_store.json missing-private-endpoint"];
    assert_eq!(repository.found(&["--since", "HEAD", "--select", "missing-private-endpoint"]), blocked);
    assert_eq!(repository.found(&["--staged", "--select", "missing-private-endpoint"]), [""; 0]);
}

#[test]
fn staged_reads_the_index_and_not_the_disk() {
    let repository = Repository::contoso();
    let good = dataset("ds_new", "ls_store");
    repository.write("ws/dataset/ds_new.json", &dataset("ds_new", "ls_nowhere"));
    repository.git(&["add", "--all"]);
    repository.write("ws/dataset/ds_new.json", &good);
    let run = repository.check(&["--staged", "--select", "dangling-reference", "-o", "json"]);
    assert_eq!(found(&run), ["ws/dataset/ds_new.json dangling-reference"]);
    assert_eq!((&run.findings()[0]["line"], &run.findings()[0]["column"]), (&4.into(), &45.into()));
    // The other way about: sound in the index, broken or gone on disk.
    repository.git(&["add", "--all"]);
    repository.write("ws/dataset/ds_new.json", "{");
    repository.remove("ws/linkedService/ls_store.json");
    assert_eq!(repository.found(&["--staged"]), [""; 0]);
    // What the index lost may be ignored and on disk.
    repository.git(&["checkout", "--quiet", "--", "."]);
    repository.write(".gitignore", "ls_store.json\n");
    repository.git(&["rm", "--quiet", "--cached", "ws/linkedService/ls_store.json"]);
    assert_eq!(
        repository.found(&["--staged"]),
        [
            "ws/dataset/ds orders.json dangling-reference",
            "ws/dataset/ds_new.json dangling-reference",
            "ws/dataset/ds_öffnen.json dangling-reference"
        ]
    );
}

#[test]
fn the_first_commit_can_be_checked() {
    let repository = Repository::empty();
    repository.write("pipeline/pl_load.json", &pipeline("pl_load", &["nowhere"]));
    repository.git(&["add", "--all"]);
    assert_eq!(repository.found(&["--staged"]), ["pipeline/pl_load.json dangling-reference"]);
    let run = repository.check(&["--since", "HEAD"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("has no commit \"HEAD\""), "{}", run.stderr);
}

#[test]
fn the_base_is_where_the_branch_left() {
    let repository = Repository::contoso();
    repository.git(&["checkout", "--quiet", "-b", "feature"]);
    repository.write("ws/dataset/ds_feature.json", &dataset("ds_feature", "nowhere"));
    repository.commit("Feature");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("ws/dataset/ds_main.json", &dataset("ds_main", "nowhere"));
    repository.commit("Main");
    repository.git(&["checkout", "--quiet", "feature"]);
    assert_eq!(repository.found(&["--since", "main"]), ["ws/dataset/ds_feature.json dangling-reference"]);
    let base = repository.git(&["rev-parse", "main~1"]);
    let run = repository.check(&["--since", "main", "-v"]);
    let said = format!("compared with {}, the merge base of main and HEAD: 1 file differs", &base[..12]);
    assert!(run.stderr.contains(&said), "{}", run.stderr);
}

#[test]
fn paths_narrow_what_a_change_shows() {
    let repository = Repository::contoso();
    repository.remove("ws/linkedService/ls_store.json");
    let orders = ["ws/dataset/ds orders.json dangling-reference"];
    assert_eq!(repository.found(&["--since", "HEAD", "ws/dataset/ds orders.json"]), orders);
    let run = check(&repository.root.join("ws/dataset"), &["--since", "HEAD", "ds orders.json", "-o", "json"]);
    assert_eq!(found(&run), orders);
}

#[test]
fn configuration_is_taken_as_staged_or_as_it_lies_there_untracked() {
    let repository = Repository::contoso();
    repository.write("ws/dataset/ds_new.json", &dataset("ds_new", "nowhere"));
    repository.git(&["add", "--all"]);
    let strict = ["ws/dataset/ds_new.json dangling-reference"];
    repository.write("synlint.toml", "[lint]\nignore = [\"dangling-reference\"]\n");
    assert_eq!(repository.found(&["--staged"]), [""; 0]);
    repository.git(&["add", "synlint.toml"]);
    repository.write("synlint.toml", "");
    assert_eq!(repository.found(&["--staged"]), [""; 0]);
    repository.git(&["add", "synlint.toml"]);
    repository.write("synlint.toml", "[lint]\nignore = [\"dangling-reference\"]\n");
    assert_eq!(repository.found(&["--staged"]), strict);
}

#[test]
fn exceptions_and_baseline_hold_and_only_a_change_makes_them_stale() {
    let repository = Repository::contoso();
    let except = |artifact: &str| {
        format!("[[exception]]\nrule = \"dangling-reference\"\nartifact = \"{artifact}\"\nreason = \"made by hand\"\n")
    };
    repository.write("synlint.toml", &except("dataset/ds_new"));
    repository.git(&["add", "--all"]);
    repository.commit("Except");
    assert_eq!(repository.found(&[]), ["synlint.toml unused-exception", OLD_FAULT]);
    repository.write("READ me.md", "Read");
    repository.git(&["add", "--all"]);
    assert_eq!(repository.found(&["--staged"]), [""; 0], "it was unused before");
    // Excepted, in a file that is touched: shown as that, and it does not count.
    repository.write("ws/dataset/ds_new.json", &dataset("ds_new", "nowhere"));
    repository.git(&["add", "--all"]);
    let run = repository.check(&["--staged", "--select", "dangling-reference", "-o", "json"]);
    assert_eq!((run.code, run.findings()[0]["status"].as_str()), (0, Some("excepted")));
    repository.commit("New");
    // Mended: now it is the change that makes the exception unused.
    repository.write("ws/dataset/ds_new.json", &dataset("ds_new", "ls_store"));
    assert_eq!(repository.found(&["--since", "HEAD"]), ["synlint.toml unused-exception"]);
    repository.write("synlint.toml", "");
    let created = run_baseline(&repository);
    assert_eq!(created.code, 0, "{}", created.stderr);
    repository.commit("Baseline");
    repository
        .write("ws/pipeline/pl_load.json", &pipeline("pl_load", &["ds_öffnen", "ds orders", "ds_old", "ds_none"]));
    let run = repository.check(&["--since", "HEAD", "--select", "dangling-reference", "-o", "json"]);
    let statuses: Vec<_> = run.findings().iter().map(|one| one["status"].as_str().unwrap().to_owned()).collect();
    assert_eq!((run.code, statuses), (1, vec!["baseline".to_owned(), "new".to_owned()]));
}

fn run_baseline(repository: &Repository) -> Run {
    run(synlint().args(["baseline", "create"]).current_dir(&repository.root))
}

#[test]
fn an_unsettled_merge_is_read_from_the_disk() {
    let repository = Repository::contoso();
    repository.git(&["checkout", "--quiet", "-b", "feature"]);
    repository.write("ws/dataset/ds orders.json", &dataset("ds orders", "ls_one"));
    repository.commit("Feature");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("ws/dataset/ds orders.json", &dataset("ds orders", "ls_two"));
    repository.commit("Main");
    let mut merge = Command::new("git");
    let merged = run(isolated(&mut merge).args(["merge", "--quiet", "feature"]).current_dir(&repository.root));
    assert_eq!(merged.code, 1, "{}", merged.stderr);
    for flags in [&["--since", "HEAD"][..], &["--staged"]] {
        assert!(repository.found(flags)[0].starts_with("ws/dataset/ds orders.json "), "{flags:?}");
    }
}

#[test]
fn other_work_trees_and_submodules_have_a_state_of_their_own() {
    let repository = Repository::contoso();
    repository.git(&["worktree", "add", "--quiet", "-b", "side", "../side tree"]);
    let side = repository.root.parent().unwrap().join("side tree");
    write(&side, &[("ws/dataset/ds_side.json", dataset("ds_side", "nowhere").as_bytes())]);
    git(&side, &["add", "--all"]);
    let expected = ["ws/dataset/ds_side.json dangling-reference"];
    assert_eq!(found(&check(&side, &["--staged", "-o", "json"])), expected);
    assert_eq!(found(&check(&side, &["--since", "main", "-o", "json"])), expected);
    assert_eq!(repository.found(&["--staged"]), [""; 0]);

    let outer = Repository::empty();
    let inner = repository.root.to_str().unwrap();
    outer.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "module"]);
    outer.commit("Module");
    write(&outer.root, &[("module/ws/dataset/ds_in.json", dataset("ds_in", "nowhere").as_bytes())]);
    let expected = ["ws/dataset/ds_in.json dangling-reference"];
    assert_eq!(found(&check(&outer.root.join("module"), &["--since", "HEAD", "-o", "json"])), expected);
    assert_eq!(outer.found(&["--since", "HEAD"]), [""; 0], "a module is a repository of its own");
}

/// How a run ends that cannot compare: exit 2, with this sentence and this way out.
#[track_caller]
fn refused(run: &Run, sentence: &str, help: &str) {
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.starts_with(&format!("error: {sentence}")), "{}", run.stderr);
    assert!(run.stderr.contains(help), "{}", run.stderr);
}

#[test]
fn what_cannot_be_compared_is_said_with_the_way_out() {
    let repository = Repository::contoso();
    let remote = Repository::contoso();
    remote.write("README.md", "Two");
    remote.commit("Two");
    let (both, file) =
        (repository.check(&["--since", "HEAD", "--staged"]), format!("file://{}", remote.root.display()));
    assert_eq!(both.code, 2);
    assert!(both.stderr.contains("cannot be used with '--staged'"), "{}", both.stderr);
    refused(
        &repository.check(&["--since", "origin/main"]),
        "--since: this clone has no commit \"origin/main\"",
        "`git fetch origin main` brings",
    );
    refused(
        &repository.check(&["--since", "mian"]),
        "--since: this clone has no commit \"mian\"",
        "did you mean `main`?",
    );
    refused(&repository.check(&["--since=--output=x"]), "--since: this clone has no commit", "`git fetch`");
    repository.git(&["remote", "add", "origin", &file]);
    repository.git(&["fetch", "--quiet", "origin", "main:refs/remotes/origin/release"]);
    refused(&repository.check(&["--since", "release"]), "--since: this clone", "did you mean `origin/release`?");

    let shallow = repository.root.parent().unwrap().join("shallow");
    git(&repository.root, &["clone", "--quiet", "--depth=1", &file, shallow.to_str().unwrap()]);
    git(&shallow, &["checkout", "--quiet", "--orphan", "lone"]);
    git(&shallow, &["commit", "--quiet", "--message", "Lone"]);
    let too_shallow = check(&shallow, &["--since", "origin/main"]);
    refused(&too_shallow, "--since: this clone is too shallow", "`fetch-depth: 0` for actions/checkout");
    refused(&check(&shallow, &["--since", "v1"]), "--since: this clone has no commit", "`git fetch --deepen=100`");

    let plain = tempfile::tempdir().unwrap();
    write(plain.path(), &[("pipeline/x.json", b"{}")]);
    for flags in [&["--since", "HEAD"][..], &["--staged"]] {
        let shown = plain.path().display();
        refused(
            &check(plain.path(), flags),
            &format!("{shown} is no work tree of a Git repository"),
            "compare with a commit",
        );
    }
    let stranger =
        run(synlint().arg("--staged").env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").current_dir(&repository.root));
    let shown = repository.root.display();
    let help = format!("help: `git config --global --add safe.directory '{shown}'`");
    refused(&stranger, &format!("{shown} cannot be compared: Git does not trust it"), &help);
    let run = run(synlint().args(["check", "--staged"]).env("PATH", "").current_dir(&repository.root));
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("ask the program git, which cannot be started"), "{}", run.stderr);
}

#[test]
fn the_commands_of_the_page_run() {
    let page = std::fs::read_to_string(common::repository("docs/changed-only.md")).unwrap();
    let commands: Vec<&str> = page.lines().filter_map(|line| line.split("synlint check --s").nth(1)).collect();
    assert_eq!(commands.len(), 4, "{commands:?}");
    let repository = Repository::contoso();
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    for command in commands {
        let end = command.find(['#', '`']).unwrap_or(command.len());
        let arguments: Vec<&str> = command[..end].split_whitespace().collect();
        let first = format!("--s{}", arguments[0]);
        let run = repository.check(&[&[first.as_str()], &arguments[1..]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{command}: {}", run.stderr);
    }
}
