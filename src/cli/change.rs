//! What a change is: the state it leads to, the state it came from, and the files that differ. It owns which states
//! `--since` and `--staged` mean.

use super::Stop;
use super::arguments::Changed;
use super::git::{Between, Difference, DifferenceKind, Git};
use crate::workspace::files::Disk;
use crate::workspace::files::overlay::Overlay;
use std::collections::BTreeSet;
use std::path::Path;

/// A change of a repository.
#[derive(Debug)]
pub struct Change {
    /// The state it leads to.
    pub now: Overlay,
    /// The state it came from.
    pub before: Overlay,
    /// What configuration is read from: the state it leads to, with files that Git does not know yet.
    pub configuration: Overlay,
    /// The files that differ, relative to the base of the files.
    pub files: BTreeSet<String>,
    /// What `now` is compared with, for people.
    pub compared_with: String,
}

impl Change {
    /// The change that is asked for, where one is.
    pub fn asked(arguments: &Changed, base: &Path) -> Result<Option<Self>, Stop> {
        match &arguments.since {
            Some(reference) => Self::since(&Git::at(base)?, reference, base).map(Some),
            None if arguments.staged => Self::staged(&Git::at(base)?, base).map(Some),
            None => Ok(None),
        }
    }

    /// From the commit in which `HEAD` left `reference` to the work tree with all that is not committed.
    fn since(git: &Git, reference: &str, base: &Path) -> Result<Self, Stop> {
        let commit = git.merge_base(reference)?;
        let differences = git.differences(Between::CommitAndTree(&commit))?;
        let untracked = git.untracked()?;
        let now = Overlay::new(Disk::new(base), git.blobs()?);
        let mut before = now.clone();
        untracked.iter().for_each(|path| before.leave_out(path));
        undo(&differences, &mut before);
        let files = differences.into_iter().map(|one| one.path).chain(untracked).collect();
        let compared_with = format!("{}, the merge base of {reference} and HEAD", &commit[..commit.len().min(12)]);
        Ok(Self { configuration: now.clone(), now, before, files, compared_with })
    }

    /// From the last commit to the index.
    fn staged(git: &Git, base: &Path) -> Result<Self, Stop> {
        let differences = git.differences(Between::HeadAndIndex)?;
        let mut configuration = Overlay::new(Disk::new(base), git.blobs()?);
        undo(&git.differences(Between::IndexAndTree)?, &mut configuration);
        let mut now = configuration.clone();
        git.untracked()?.iter().for_each(|path| now.leave_out(path));
        // What the index has lost may lie on disk still, and be ignored.
        let removed = differences.iter().filter(|one| one.kind == DifferenceKind::Removed);
        removed.for_each(|one| now.leave_out(&one.path));
        let mut before = now.clone();
        undo(&differences, &mut before);
        let files = differences.into_iter().map(|one| one.path).collect();
        Ok(Self { now, before, configuration, files, compared_with: "the last commit".to_owned() })
    }
}

/// Lets files be what they were before they differed.
fn undo(differences: &[Difference], state: &mut Overlay) {
    for one in differences.iter().filter(|one| one.kind != DifferenceKind::Unmerged) {
        match &one.before {
            Some(name) => state.replace(&one.path, name),
            None => state.leave_out(&one.path),
        }
    }
}
