//! Which workspaces are found, from wherever synlint is called.
#![allow(clippy::unwrap_used)]

mod common;

use common::{synlint, write};

fn named(name: &str) -> Vec<u8> {
    format!("{{\"name\":\"{name}\",\"properties\":{{}}}}").into_bytes()
}

/// The workspaces of a run as `root kind artifacts`.
fn workspaces(folder: &std::path::Path, arguments: &[&str]) -> Vec<String> {
    let report = synlint(folder, &[arguments, &["-o", "json"]].concat()).json();
    let shown = |w: &serde_json::Value| {
        format!("{} {} {}", w["root"].as_str().unwrap(), w["kind"].as_str().unwrap(), w["artifacts"])
    };
    report["workspaces"].as_array().unwrap().iter().map(shown).collect()
}

fn repository_of_many() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let x = named("x");
    let factory = b"{\"name\":\"x\",\"type\":\"Microsoft.DataFactory/factories/pipelines\",\"properties\":{}}";
    write(
        folder.path(),
        &[
            ("synapse/pipeline/x.json", &x),
            ("synapse/notebook/x.JSON", &x),
            ("synapse/managedVirtualNetwork/default/managedPrivateEndpoint/x.json", &x),
            ("synapse/database/Sales/table/x.json", &x),
            ("a/b/c/Dataset/x.json", &x),
            ("adf/factory/x.json", &x),
            ("adf/pipeline/x.json", factory),
            ("linkedService/x.json", &x),
            (".hidden/pipeline/x.json", &x),
            ("node_modules/pipeline/x.json", &x),
            ("build/CACHEDIR.TAG", b"Signature: 8a477f597d28d172789f06886806bc55"),
            ("build/pipeline/x.json", &x),
            ("published/TemplateForWorkspace.json", b"{}"),
            ("published/pipeline/x.json", &x),
            ("web/database/x.json", b"[1, 2]"),
            ("docs/readme.json", &x),
        ],
    );
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    folder
}

#[test]
fn every_root_of_a_repository() {
    let folder = repository_of_many();
    let all = [". synapse 1", "a/b/c synapse 1", "adf data-factory 2", "synapse synapse 4"];
    assert_eq!(workspaces(folder.path(), &["check"]), all);
    assert_eq!(workspaces(folder.path(), &[]), all);
}

#[test]
fn the_whole_workspace_from_anywhere_inside_it() {
    let folder = repository_of_many();
    let only = ["synapse synapse 4"];
    for path in ["synapse", "synapse/pipeline", "synapse/pipeline/x.json", "./synapse/database/Sales"] {
        assert_eq!(workspaces(folder.path(), &["check", path]), only, "{path}");
    }
    assert_eq!(workspaces(&folder.path().join("synapse/notebook"), &["check"]), only);
    assert_eq!(workspaces(&folder.path().join("adf"), &["check", "../synapse/pipeline"]), only);
    assert_eq!(
        workspaces(folder.path(), &["check", "synapse/pipeline", "adf"]),
        ["adf data-factory 2", "synapse synapse 4"]
    );
}

#[test]
fn only_what_lies_under_the_path_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("pipeline/x.json", b"{,}"), ("dataset/y.json", b"{,}"), ("notes.txt", b"")]);
    let rules = |path: &str| synlint(folder.path(), &["check", path, "-o", "concise"]).stdout.lines().count();
    assert_eq!((rules("."), rules("pipeline"), rules("dataset/y.json")), (2, 1, 1));
    let none = synlint(folder.path(), &["check", "notes.txt"]);
    assert_eq!((none.stdout.as_str(), none.code), ("", 0));
    assert!(none.stderr.contains("no artifact"), "{}", none.stderr);
}

#[test]
fn a_workspace_behind_a_link() {
    #[cfg(unix)]
    {
        let (real, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(real.path(), &[("pipeline/x.json", &named("x"))]);
        std::os::unix::fs::symlink(real.path(), folder.path().join("linked")).unwrap();
        std::os::unix::fs::symlink(real.path(), folder.path().join("again")).unwrap();
        assert_eq!(workspaces(folder.path(), &["check"]).len(), 1, "one folder behind two links is one workspace");
    }
}

#[test]
fn one_run_is_for_one_repository() {
    let folder = tempfile::tempdir().unwrap();
    let x = named("x");
    let files: [(&str, &[u8]); 5] = [
        ("a/pipeline/x.json", &x),
        ("b/pipeline/x.json", &x),
        ("a/sub/pipeline/x.json", &x),
        ("c/pipeline/x.json", &x),
        ("d/pipeline/x.json", &x),
    ];
    write(folder.path(), &files);
    for repository in ["a", "a/sub", "b"] {
        std::fs::create_dir(folder.path().join(repository).join(".git")).unwrap();
    }
    let refused = synlint(folder.path(), &["check", "a", "b/pipeline/x.json"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    for part in ["different repositories", "/a and ", "/b\n", "once for each"] {
        assert!(refused.stderr.contains(part), "{part}: {}", refused.stderr);
    }
    let outside = synlint(folder.path(), &["check", "c", "a"]);
    assert_eq!(outside.code, 2);
    assert!(outside.stderr.contains("/c, which lies in none"), "{}", outside.stderr);
    let beside = synlint(&folder.path().join("c"), &["check", "pipeline", "../d"]);
    assert_eq!(beside.code, 2);
    assert!(
        beside.stderr.contains("/c/pipeline and ") && beside.stderr.contains("/d lie in no common"),
        "{}",
        beside.stderr
    );
    std::fs::create_dir(folder.path().join("c/deep")).unwrap();
    let higher = synlint(&folder.path().join("c/deep"), &["check", "../pipeline", "../../d"]);
    assert_eq!((higher.code, higher.stdout.as_str()), (2, ""), "{}", higher.stderr);
    assert!(higher.stderr.contains("/d lie in no common"), "{}", higher.stderr);
    // A submodule is found from outside as well, in whatever order the paths are given.
    for paths in [["a/sub", "a"], ["a", "a/sub"]] {
        assert_eq!(workspaces(folder.path(), &["check", paths[0], paths[1]]), [". synapse 1", "sub synapse 1"]);
    }
}

#[test]
fn one_configuration_is_for_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let x = named("x");
    let files: [(&str, &[u8]); 7] = [
        ("a/pipeline/x.json", &x),
        ("b/pipeline/x.json", &x),
        ("a/synlint.toml", b"[workspace]\nnetwork = \"dep\"\n"),
        ("b/synlint.toml", b"[workspace]\nnetwork = \"public\"\n"),
        ("docs/a.md", b"# a\n"),
        ("infra/main.tf", b""),
        ("tests/dataset/foo.json", b"[]"),
    ];
    write(folder.path(), &files);
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let refused = synlint(folder.path(), &["check", "a/pipeline/x.json", "b"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(
        refused.stderr.contains("different configurations: a/synlint.toml and b/synlint.toml"),
        "{}",
        refused.stderr
    );
    // What leads into no workspace has no say.
    for other in ["docs", "infra", "infra/main.tf", "tests/dataset/foo.json"] {
        let run = synlint(folder.path(), &["check", "a", other, "-v"]);
        assert!(run.code == 0 && run.stderr.contains("network dep (from a/synlint.toml:2)"), "{other}: {}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_configuration() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("pipeline/x.json", &named("x"))]);
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("synlint.toml")).status().unwrap();
    assert!(made.success());
    assert_eq!(workspaces(folder.path(), &["check"]), [". synapse 1"]);
}

#[test]
fn the_whole_workspace_from_inside_it_without_git() {
    let folder = tempfile::tempdir().unwrap();
    let x = named("x");
    let files: [(&str, &[u8]); 5] = [
        ("database/ws/notebook/x.json", &x),
        ("database/ws/pipeline/deeper/dataset/x.json", &x),
        ("database/ws/pipeline/x.json", &x),
        ("database/ws/managedVirtualNetwork/default/managedPrivateEndpoint/x.json", &x),
        ("database/web/config.json", b"[]"),
    ];
    write(folder.path(), &files);
    let whole = [". synapse 3", "pipeline/deeper synapse 1"];
    for (at, path) in [
        ("notebook", "."),
        ("notebook", "x.json"),
        ("notebook", "../pipeline/x.json"),
        ("managedVirtualNetwork/default", "managedPrivateEndpoint"),
        ("managedVirtualNetwork/default/managedPrivateEndpoint", "x.json"),
    ] {
        let found = workspaces(&folder.path().join("database/ws").join(at), &["check", path]);
        assert_eq!(found, whole[..1], "{at} {path}");
    }
    assert_eq!(workspaces(&folder.path().join("database/ws/notebook"), &["check", ".."]), whole);
    assert_eq!(workspaces(&folder.path().join("database/ws/pipeline/deeper"), &["check", "dataset"]), whole[1..]);
    // A folder that is called like one of artifacts and holds none leads nowhere.
    assert_eq!(workspaces(&folder.path().join("database"), &["check", "ws/notebook"]), ["ws synapse 3"]);
}

#[test]
fn a_workspace_that_is_left_out_is_so_for_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let x = named("x");
    let files: [(&str, &[u8]); 4] = [
        ("synlint.toml", b"[workspace]\nroots = [\"live\"]\n"),
        ("ws/TemplateForWorkspace.json", b"{}"),
        ("ws/pipeline/x.json", &x),
        ("old/pipeline/x.json", &x),
    ];
    write(folder.path(), &files);
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let export = "ws is no workspace, as the export of a published one lies there: ws/TemplateForWorkspace.json";
    let roots = "old is none of the `roots` that the configuration names";
    for (path, code, why) in
        [("ws", 3, export), ("ws/pipeline/x.json", 0, export), ("old", 3, roots), ("old/pipeline/x.json", 0, roots)]
    {
        let run = synlint(folder.path(), &["check", path]);
        assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{path}");
        assert!(run.stderr.contains(&format!("nothing to check: {path}: {why}")), "{path}: {}", run.stderr);
    }
    let doctor = synlint(folder.path(), &["doctor", "ws"]);
    let unfolded = doctor.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(unfolded.contains(&format!("none: {export} ")), "{}", doctor.stdout);
    std::fs::remove_file(folder.path().join("synlint.toml")).unwrap();
    std::fs::remove_dir_all(folder.path().join("old")).unwrap();
    let init = synlint(folder.path(), &["init"]);
    assert!(init.code == 3 && init.stderr.contains(&format!("nothing to configure: {export}\n")), "{}", init.stderr);
}
