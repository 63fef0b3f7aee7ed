//! The baselines of a run: where they lie, and what they hold.

use super::say;
use crate::finding::Finding;
use crate::lint::Report;
use crate::policy::baseline::{self, Outcome};
use crate::report::counted;
use crate::workspace::discover::is_below;
use std::path::{Path, PathBuf};

/// Where a baseline lies, relative to the base, and whose it is.
#[derive(Debug)]
pub struct BaselineFile {
    pub path: String,
    /// The one root it is for; `None` for all.
    root: Option<String>,
}

impl BaselineFile {
    /// Where it lies on disk.
    pub fn on_disk(&self, base: &Path) -> PathBuf {
        base.join(&self.path)
    }

    /// Does a finding belong into it?
    pub fn holds(&self, finding: &Finding) -> bool {
        self.root.as_ref().is_none_or(|root| is_below(&finding.location.path, root))
    }
}

/// Those at the roots of workspaces.
pub fn at_roots(report: &Report) -> Vec<BaselineFile> {
    let roots = report.workspaces.iter().map(|analysed| analysed.workspace.root.as_str());
    roots.map(|root| BaselineFile { path: joined(root), root: Some(root.to_owned()) }).collect()
}

/// That of a configuration in this folder.
pub fn beside(folder: &str) -> BaselineFile {
    BaselineFile { path: joined(folder), root: None }
}

fn joined(folder: &str) -> String {
    if folder.is_empty() { baseline::FILE.to_owned() } else { format!("{folder}/{}", baseline::FILE) }
}

/// What is to be said of a baseline that no longer is what is found.
pub fn outdated(path: &str, outcome: &Outcome) -> Option<String> {
    let stale: usize = outcome.stale.iter().map(|entry| entry.count).sum();
    let gone = (stale > 0)
        .then(|| format!("holds {} that {} gone", counted(stale, "finding"), if stale == 1 { "is" } else { "are" }));
    let renamed = outcome.renamed.len();
    let followed =
        (renamed > 0).then(|| format!("was followed to {} that got a new name", counted(renamed, "artifact")));
    let said: Vec<String> = gone.into_iter().chain(followed).collect();
    (!said.is_empty())
        .then(|| format!("baseline {path} {}: `synlint baseline update` writes it anew", said.join(" and ")))
}

/// Says which baselines lie at roots, and are not read as there is a configuration.
pub fn tell_unread(base: &Path, at_roots: &[BaselineFile], read: &[BaselineFile]) {
    let [read] = read else { return };
    let unread: Vec<&str> = at_roots.iter().map(|file| file.path.as_str()).filter(|path| *path != read.path).collect();
    let Some(first) = unread.first() else { return };
    let others = unread.len() - 1;
    let verb = match (others, read.on_disk(base).exists()) {
        (0, false) => "move it",
        (0, true) => "move its entries",
        _ => "move their entries",
    };
    let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
    let (first, why) = (first.escape_debug(), "with a configuration the one beside it is");
    say(format_args!("warning: the baseline {first}{more} is not read: {why}\n  help: {verb} to {}", read.path));
}
