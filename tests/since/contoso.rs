//! Repositories to change.

use crate::common::{Run, run, write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A repository in a folder whose name needs quoting.
pub struct Repository {
    _folder: tempfile::TempDir,
    pub root: PathBuf,
}

const BLOB: &str = r#"{ "name": "ls_store", "properties": { "type": "AzureBlobFS", "typeProperties": { "url": "https://contoso.dfs.core.windows.net" } } }"#;

pub fn dataset(name: &str, linked_service: &str) -> String {
    format!(
        r#"{{
  "name": "{name}",
  "properties": {{
    "linkedServiceName": {{ "referenceName": "{linked_service}", "type": "LinkedServiceReference" }},
    "type": "Binary",
    "typeProperties": {{ "location": {{ "type": "AzureBlobFSLocation", "fileSystem": "raw" }} }}
  }}
}}
"#
    )
}

pub fn pipeline(name: &str, datasets: &[&str]) -> String {
    let activity = |(at, dataset): (usize, &&str)| {
        format!(
            r#"{{ "name": "Look {at}", "type": "GetMetadata", "typeProperties": {{ "fieldList": ["exists"],
        "dataset": {{ "referenceName": "{dataset}", "type": "DatasetReference" }} }} }}"#
        )
    };
    let activities: Vec<String> = datasets.iter().enumerate().map(activity).collect();
    format!(r#"{{ "name": "{name}", "properties": {{ "activities": [ {} ] }} }}"#, activities.join(",\n      "))
}

impl Repository {
    /// An empty repository with the branch `main`.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("my répository");
        std::fs::create_dir(&root).unwrap();
        let repository = Self { _folder: folder, root };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// One commit: a linked service, two datasets, and a pipeline that uses both and one that is nowhere.
    pub fn contoso() -> Self {
        let repository = Self::empty();
        repository.write("ws/linkedService/ls_store.json", BLOB);
        repository.write("ws/dataset/ds_öffnen.json", &dataset("ds_öffnen", "ls_store"));
        repository.write("ws/dataset/ds orders.json", &dataset("ds orders", "ls_store"));
        repository.write("ws/pipeline/pl_load.json", &pipeline("pl_load", &["ds_öffnen", "ds orders", "ds_old"]));
        repository.commit("One");
        repository
    }

    pub fn write(&self, path: &str, text: &str) {
        write(&self.root, &[(path, text.as_bytes())]);
    }

    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.root.join(path)).unwrap();
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        git(&self.root, arguments)
    }

    pub fn check(&self, arguments: &[&str]) -> Run {
        check(&self.root, arguments)
    }

    /// What a run reports, by file and rule.
    pub fn found(&self, arguments: &[&str]) -> Vec<String> {
        found(&self.check(&[arguments, &["-o", "json"]].concat()))
    }
}

pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    let output = isolated(&mut command).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

pub fn synlint() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_synlint"));
    isolated(&mut command);
    command
}

pub fn check(folder: &Path, arguments: &[&str]) -> Run {
    run(synlint().arg("check").args(arguments).current_dir(folder))
}

/// Without the settings of whoever runs the tests, and without the repository of a hook that runs them.
pub fn isolated(command: &mut Command) -> &mut Command {
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Ann").env(format!("GIT_{role}_EMAIL"), "ann@contoso.com");
    }
    command
}

pub fn found(run: &Run) -> Vec<String> {
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let worth = run.findings().into_iter().filter(|finding| finding["level"] != "note");
    worth.map(|finding| format!("{} {}", text(&finding, "path"), text(&finding, "rule"))).collect()
}
