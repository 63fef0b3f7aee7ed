//! `synlint init`: the files with which a repository begins. What is there already is named and left as it is.

mod config;
mod host;

use super::arguments::{Analysis, Color, Init, Network};
use super::baseline as baselines;
use super::configuration::CONFIG;
use super::scope::Scope;
use super::setup::Setup;
use super::{Exit, Stop, print};
use crate::lint::Report;
use crate::policy::Overrides;
use crate::policy::baseline;
use std::path::{Path, PathBuf};

const GITHUB: &str = ".github/workflows/synlint.yml";
const AZURE: &str = "azure-pipelines-synlint.yml";
const AZURE_STEPS: &str = "azure-pipelines/synlint.yml";
const PRE_COMMIT: &str = ".pre-commit-config.yaml";
/// What the first line of the configuration names.
const SCHEMA: &str = "synlint.schema.json";
const HOOK: &str = include_str!("files/pre-commit.yml");

pub fn run(arguments: &Init) -> Result<Exit, Stop> {
    let analysis = everything()?;
    let setup = Setup::new(&analysis)?;
    let folder = Folder { base: setup.scope.base.clone() };
    let mut unread = Vec::new();
    match &setup.source {
        Some(_) => folder.left(CONFIG)?,
        None => {
            let report = found(&setup, &analysis)?;
            folder.write(CONFIG, &config::text(&report, &config::inventories(setup.files(), &report)))?;
            unread = setup.baselines_at_roots(&report);
        }
    }
    if arguments.github {
        folder.write(GITHUB, include_str!("files/github.yml"))?;
    }
    if arguments.azure {
        folder.write(AZURE, include_str!("files/azure.yml"))?;
        folder.write(AZURE_STEPS, include_str!("../../../azure-pipelines/synlint.yml"))?;
    }
    if arguments.pre_commit {
        hook(&folder)?;
    }
    if arguments.baseline {
        baselines::begin(&analysis)?;
    }
    for file in unread.iter().filter(|file| file.path != baseline::FILE) {
        let why = "with a configuration the baseline beside it is read";
        print(&format!("next: move {} to {}: {why}\n", file.path.escape_debug(), baseline::FILE))?;
    }
    print(&next(arguments, &folder.base))?;
    Ok(Exit::Clean)
}

/// The whole repository around the current folder, wherever in it that is.
fn everything() -> Result<Analysis, Stop> {
    let base = Scope::new(&[PathBuf::from(".")])?.base;
    Ok(Analysis {
        paths: vec![base],
        network: Network::Auto,
        inventory: None,
        config: None,
        no_config: false,
        allow_empty: false,
        color: Color::Auto,
        threads: None,
    })
}

/// What there is to configure.
fn found(setup: &Setup, analysis: &Analysis) -> Result<Report, Stop> {
    let none = Overrides { select: Some(Vec::new()), ..Overrides::default() };
    let report = setup.judge(analysis, none)?.report;
    if report.artifacts() == 0 {
        let (why, help) = setup.left_out().unwrap_or_else(|| {
            let why = "no folders of Synapse artifacts (pipeline, linkedService, …) here";
            (why.to_owned(), "run it in the repository of a workspace")
        });
        return Err(Stop::failure(format!("error: nothing to configure: {why}\n  help: {help}")));
    }
    Ok(report)
}

/// Adds the hook, or says what to add.
fn hook(folder: &Folder) -> Result<(), Stop> {
    if !folder.has(PRE_COMMIT) {
        return folder.write(PRE_COMMIT, &format!("repos:\n{HOOK}"));
    }
    folder.left(PRE_COMMIT)?;
    print(&format!("to have the hook, add below its `repos:`\n\n{HOOK}\n"))
}

/// What to do now: the command that shows findings, and what else fits the repository's host.
fn next(arguments: &Init, base: &Path) -> String {
    let mut out = String::new();
    let mut say = |command: &str, why: &str| out.push_str(&format!("next: {command:46} {why}\n"));
    if !arguments.baseline {
        say("synlint init --baseline", "keep what is found today from counting");
    }
    if arguments.pre_commit {
        say("pre-commit install", "check before every commit");
    }
    if !base.join(SCHEMA).exists() {
        say(&format!("synlint schema config > {SCHEMA}"), "let editors complete and check synlint.toml");
    }
    match host::of(base) {
        Some(host::Host::GitHub) if !arguments.github => say("synlint init --github", "check pull requests on GitHub"),
        Some(host::Host::Azure) if !arguments.azure => {
            say("synlint init --azure", "check pull requests in Azure Pipelines");
        }
        _ => {}
    }
    say("synlint", "see what is found");
    out
}

/// Where files are written: the Git root, else the current folder.
struct Folder {
    base: PathBuf,
}

impl Folder {
    fn has(&self, path: &str) -> bool {
        self.base.join(path).symlink_metadata().is_ok()
    }

    /// Writes a file unless there is one of that name.
    fn write(&self, path: &str, text: &str) -> Result<(), Stop> {
        if self.has(path) {
            return self.left(path);
        }
        let file = self.base.join(path);
        let failed = |error: std::io::Error| Stop::failure(format!("error: cannot write {path}: {error}"));
        file.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
        let mut options = std::fs::OpenOptions::new();
        let opened = options.write(true).create_new(true).open(&file);
        opened.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes())).map_err(failed)?;
        print(&format!("wrote {path}\n"))
    }

    fn left(&self, path: &str) -> Result<(), Stop> {
        print(&format!("left {} as it is\n", path.escape_debug()))
    }
}
