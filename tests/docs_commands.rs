//! Every `synlint` command that a document shows, run as a reader would: each document from top to bottom, in a workspace in a
//! Git repository of its own. A command that is to fail says so behind it: `# exits with 1`.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod common;

use common::{Run, copy, repository, run, write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Commands of others, which are not run here.
const OTHERS: [&str; 3] = ["pre-commit install", "cargo ", "cd path/to/your/repository"];

/// A fenced block, with what is said right above it.
struct Block<'t> {
    above: &'t str,
    lines: Vec<&'t str>,
}

/// The blocks of a document, and the text between them.
fn parts(text: &str) -> (Vec<Block<'_>>, String) {
    let (mut blocks, mut prose, mut above) = (Vec::new(), String::new(), "");
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let fence = &line[..line.len() - line.trim_start_matches('`').len()];
        if fence.len() >= 3 {
            blocks.push(Block { above, lines: lines.by_ref().take_while(|line| *line != fence).collect() });
        } else {
            prose += line;
            prose.push('\n');
            above = if line.is_empty() { above } else { line };
        }
    }
    (blocks, prose)
}

impl<'t> Block<'t> {
    /// The file that the block shows: the text above it ends with its name, as in "In `synlint.toml`:".
    fn file(&self) -> Option<&'t str> {
        self.above.strip_suffix("`:").and_then(|text| text.rsplit('`').next())
    }

    /// The commands that the block shows.
    fn commands(&self) -> impl Iterator<Item = &'t str> {
        self.lines.iter().filter_map(|line| line.strip_prefix("$ ").or(line.starts_with("synlint ").then_some(*line)))
    }
}

/// The commands within sentences, but for those with a placeholder, as in `synlint explain RULE`.
fn mentioned(prose: &str) -> impl Iterator<Item = &str> {
    let spans = prose.split('`').skip(1).step_by(2).filter(|span| span.starts_with("synlint "));
    let placeholder = |word: &str| word.starts_with('[') || word.chars().all(|c| c.is_ascii_uppercase());
    spans.filter(move |span| !span.split(' ').any(placeholder))
}

/// A workspace with findings, `synapse`, in a repository whose branch has just left `origin/main`.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let synapse = folder.path().join("synapse");
    copy(&repository("fixtures/workspaces/contoso"), &synapse);
    std::fs::remove_file(synapse.join("synlint.toml")).unwrap();
    let pipeline = br#"{ "name": "pl_load", "properties": { "activities": [] } }"#;
    write(&synapse, &[("pipeline/pl_load.json", pipeline)]);
    let made = shell(
        folder.path(),
        "git init -q && git add . && git -c user.name=c -c user.email=c@contoso.example commit -qm 'Begin' &&
         git update-ref refs/remotes/origin/main HEAD",
    );
    assert_eq!(made.code, 0, "{}", made.stderr);
    folder
}

fn shell(folder: &Path, command: &str) -> Run {
    let program = Path::new(env!("CARGO_BIN_EXE_synlint")).parent().unwrap().to_owned();
    let path = std::env::var_os("PATH").unwrap();
    let folders = std::iter::once(program).chain(std::env::split_paths(&path));
    let path = std::env::join_paths(folders).unwrap();
    run(Command::new("sh").args(["-c", command]).env("PATH", path).current_dir(folder))
}

fn documents() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(repository("docs")).unwrap();
    let files = folder.map(|entry| entry.unwrap().path());
    let mut documents: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|own| own == "md")).collect();
    documents.sort();
    documents.push(repository("README.md"));
    documents
}

#[test]
fn every_command_in_the_documents_runs() {
    let mut count = 0;
    for document in documents() {
        let text = std::fs::read_to_string(&document).unwrap();
        let (blocks, prose) = parts(&text);
        let folder = workspace();
        for block in &blocks {
            if let Some(path) = block.file() {
                write(folder.path(), &[(path, (block.lines.join("\n") + "\n").as_bytes())]);
            }
        }
        for command in blocks.iter().flat_map(Block::commands) {
            if OTHERS.iter().any(|other| command.starts_with(other)) {
                continue;
            }
            let expected = i32::from(command.contains("# exits with 1"));
            let run = shell(folder.path(), command);
            assert_eq!(run.code, expected, "{}: {command}\n{}{}", document.display(), run.stdout, run.stderr);
            count += 1;
        }
        // What is mentioned may find something; that it can be run is what counts.
        for command in mentioned(&prose) {
            let run = shell(folder.path(), command);
            // The README speaks of the pages that docs/policies.md shows, where they are tested.
            let no_page = command == "synlint rules test" && run.stderr.contains("there is no page to test");
            assert!(run.code < 2 || no_page, "{}: {command}\n{}", document.display(), run.stderr);
            count += 1;
        }
    }
    assert!(count > 35, "{count} commands");
}

#[test]
fn links_between_documents_lead_somewhere() {
    for document in documents() {
        let text = std::fs::read_to_string(&document).unwrap();
        for link in text.split("](").skip(1).map(|rest| rest.split([')', '#']).next().unwrap()) {
            if !link.is_empty() && !link.contains("://") {
                assert!(document.with_file_name(link).exists(), "{}: {link}", document.display());
            }
        }
    }
}
