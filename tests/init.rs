//! `synlint init`, and the way of an old workspace that `docs/adopt.md` describes.
#![allow(clippy::unwrap_used)]

mod common;

use common::{copy_of, repository, synlint, write};
use std::path::Path;

const PIPELINE: &[u8] = br#"{ "name": "p", "properties": { "activities": [] } }"#;

fn read(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The configuration with every line that only needs uncommenting uncommented.
fn uncommented(config: &str) -> String {
    let option = |line: &str| {
        let rest = line.strip_prefix("# ")?;
        (rest.starts_with('[') || rest.contains(" = ")).then(|| rest.to_owned())
    };
    config.lines().map(|line| option(line).unwrap_or_else(|| line.to_owned())).collect::<Vec<_>>().join("\n")
}

fn accepted(text: &str) {
    let config = synlint::policy::Config::parse("synlint.toml", text, synlint::rules::Registry::shipped());
    assert!(config.is_ok(), "{config:#?}\n{text}");
}

#[test]
fn the_configuration_fits_what_is_found_and_is_accepted() {
    let folder = copy_of("fixtures/workspaces/contoso");
    std::fs::remove_file(folder.path().join("synlint.toml")).unwrap();
    write(
        folder.path(),
        &[(
            "private-endpoints.json",
            br#"[{ "name": "mpe", "properties": { "groupId": "sites", "privateLinkResourceId": "/x" } }]"#,
        )],
    );
    let before = synlint(folder.path(), &["-o", "json", "--inventory", "private-endpoints.json"]);
    let run = synlint(folder.path(), &["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("wrote synlint.toml\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\nnext: synlint schema config > synlint.schema.json "), "{}", run.stdout);
    let config = read(folder.path(), "synlint.toml");
    for part in ["#:schema ", "# roots = [\".\"]", "\ninventory = [\"private-endpoints.json\"]\n", "\n# network = \""] {
        assert!(config.contains(part), "{part} in {config}");
    }
    accepted(&config);
    accepted(&uncommented(&config));
    // It says what is so without it.
    assert_eq!(synlint(folder.path(), &["-o", "json"]).places(), before.places());
}

#[test]
fn two_roots_have_a_table_each() {
    let folder = tempfile::tempdir().unwrap();
    let network = br#"{ "name": "default", "properties": { "preventDataExfiltration": true } }"#;
    write(
        folder.path(),
        &[
            ("dev/pipeline/p.json", PIPELINE),
            ("dev/managedVirtualNetwork/default.json", network),
            ("te st/pipeline/p.json", PIPELINE),
        ],
    );
    std::fs::create_dir_all(folder.path().join(".git")).unwrap();
    // Written at the Git root, for all of the repository, wherever in it one stands.
    let run = synlint(&folder.path().join("dev/pipeline"), &["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let config = read(folder.path(), "synlint.toml");
    for part in [
        "# roots = [\"dev\", \"te st\"]",
        "path = \"dev\"\n# Network: known from dev/managedVirtualNetwork/default.json:1.\n# network = \"dep\"",
        "path = \"te st\"\n# Network: nothing shows a managed virtual network;",
    ] {
        assert!(config.contains(part), "{part} in {config}");
    }
    accepted(&config);
    accepted(&uncommented(&config));
    let run = synlint(folder.path(), &["check"]);
    assert!(!run.stderr.contains("warning: "), "{}", run.stderr);
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let mine: &[u8] = b"# mine\n";
    let files = [
        "synlint.toml",
        ".github/workflows/synlint.yml",
        "azure-pipelines-synlint.yml",
        "azure-pipelines/synlint.yml",
        ".pre-commit-config.yaml",
    ];
    write(folder.path(), &[("pipeline/p.json", PIPELINE)]);
    let all = ["init", "--baseline", "--github", "--azure", "--pre-commit"];
    let run = synlint(folder.path(), &all);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for file in files {
        assert!(run.stdout.contains(&format!("wrote {file}\n")), "{file} in {}", run.stdout);
        let text = read(folder.path(), file);
        if file != "synlint.toml" {
            for event in saphyr_parser::Parser::new_from_str(&text) {
                assert!(event.is_ok(), "{file}: {event:?}");
            }
        }
    }
    let baseline = read(folder.path(), ".synlint-baseline.json");
    for file in files {
        write(folder.path(), &[(file, mine)]);
    }
    let run = synlint(folder.path(), &all);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for file in files {
        assert!(run.stdout.contains(&format!("left {file} as it is\n")), "{file} in {}", run.stdout);
        assert_eq!(read(folder.path(), file), "# mine\n", "{file}");
    }
    assert!(run.stdout.contains("left .synlint-baseline.json as it is\n"), "{}", run.stdout);
    assert!(run.stdout.contains("- id: synlint\n"), "the hook to add by hand: {}", run.stdout);
    assert_eq!(read(folder.path(), ".synlint-baseline.json"), baseline);
}

#[test]
fn what_comes_next_follows_from_the_host() {
    let next = |path: &str, text: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("pipeline/p.json", PIPELINE), (path, text)]);
        synlint(folder.path(), &["init"]).stdout
    };
    let github = next(".github/CODEOWNERS", b"");
    assert!(github.contains("next: synlint init --github") && !github.contains("--azure"), "{github}");
    let azure = next(".git/config", b"[remote \"origin\"]\n\turl = https://dev.azure.com/contoso/_git/data\n");
    assert!(azure.contains("next: synlint init --azure") && !azure.contains("--github"), "{azure}");
}

#[test]
fn there_is_nothing_to_configure_where_no_artifact_is() {
    let folder = tempfile::tempdir().unwrap();
    let run = synlint(folder.path(), &["init"]);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""));
    assert!(run.stderr.starts_with("error: nothing to configure"), "{}", run.stderr);
    assert!(!folder.path().join("synlint.toml").exists());
}

#[test]
fn the_way_of_an_old_workspace_runs_as_described() {
    let folder = copy_of("fixtures/workspaces/contoso");
    std::fs::remove_file(folder.path().join("synlint.toml")).unwrap();
    let document = std::fs::read_to_string(repository("docs/adopt.md")).unwrap();
    let commands: Vec<&str> = document.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    assert!(commands.len() > 8, "{commands:?}");
    let arguments = |command: &'static str| command.split(' ').skip(1).collect::<Vec<_>>();
    assert_eq!(synlint(folder.path(), &arguments("synlint")).code, 1, "there is something to adopt");
    for command in commands.iter().filter(|command| command.split(' ').next() == Some("synlint")) {
        let run = synlint(folder.path(), &command.split(' ').skip(1).collect::<Vec<_>>());
        assert_eq!(run.code, 0, "{command}: {}{}", run.stdout, run.stderr);
        let shows = command.contains("--show-exceptions");
        assert!(!shows || run.stderr.contains("[[exception]]"), "{command}: nothing to paste");
    }
    let others: Vec<&&str> = commands.iter().filter(|command| !command.starts_with("synlint")).collect();
    assert_eq!(others, [&"pre-commit install"], "commands that no test runs");

    // One artifact breaks: one finding, and the run fails.
    let broken = br#"{ "name": "p_new", "properties": { "activities": [{ "name": "Wait", "type": "Wait",
        "dependsOn": [{ "activity": "Gone", "dependencyConditions": ["Succeeded"] }],
        "typeProperties": { "waitTimeInSeconds": 1 } }] } }"#;
    write(folder.path(), &[("pipeline/p_new.json", broken)]);
    let run = synlint(folder.path(), &["-o", "concise"]);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 1), "{}", run.stdout);
    assert!(run.stdout.starts_with("pipeline/p_new.json:2:"), "{}", run.stdout);
}
