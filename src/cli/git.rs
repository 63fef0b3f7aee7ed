//! The only place that starts Git. It asks what differs between two states of a work tree and reads what stood in
//! files; it knows nothing of artifacts or findings. Paths go in and out relative to the base of the files.

use super::Stop;
use crate::workspace::files::overlay::ReadElsewhere;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

/// What ties Git to one repository. A hook is started with some of these set.
const ENVIRONMENT: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_SHALLOW_FILE",
];

/// Git, asked about the repository at a folder.
#[derive(Debug)]
pub struct Git {
    base: PathBuf,
    /// Is the environment about another repository?
    is_foreign: bool,
}

/// A file that differs between two states.
#[derive(Debug)]
pub struct Difference {
    pub path: String,
    /// What stood there before; `None` when there was no file.
    pub before: Option<String>,
    pub kind: DifferenceKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    Edited,
    Removed,
    /// Two sides of a merge that nobody has settled.
    Unmerged,
}

/// Two states to compare.
#[derive(Debug, Clone, Copy)]
pub enum Between<'a> {
    /// A commit and the work tree.
    CommitAndTree(&'a str),
    /// The last commit, or nothing where there is none yet, and the index.
    HeadAndIndex,
    /// The index and the work tree.
    IndexAndTree,
}

impl Git {
    /// Git for the repository whose work tree is at `base`.
    pub fn at(base: &Path) -> Result<Self, Stop> {
        let mut git = Self { base: base.to_path_buf(), is_foreign: false };
        let is_in_hook = ENVIRONMENT.iter().any(|variable| std::env::var_os(variable).is_some());
        git.is_foreign = is_in_hook && git.is_called_from_elsewhere();
        let output = git.run(["rev-parse", "--is-inside-work-tree"])?;
        let said = String::from_utf8_lossy(&output.stderr);
        let shown = base.display();
        if said.contains("dubious ownership") {
            let help = format!("git config --global --add safe.directory '{shown}'");
            let why = "Git does not trust it, as it belongs to another user";
            return Err(Stop::usage(format!("error: {shown} cannot be compared: {why}\n  help: `{help}`")));
        }
        if output.status.success() && output.stdout.starts_with(b"true") {
            return Ok(git);
        }
        let why = "--since and --staged compare with a commit";
        Err(Stop::usage(format!("error: {shown} is no work tree of a Git repository; {why}")))
    }

    /// Does the environment that a hook was started with belong to another repository than the one that is checked?
    fn is_called_from_elsewhere(&self) -> bool {
        let own = git_folder(without_environment(&mut self.command()));
        let is_other = |asked: Option<PathBuf>| own.is_some() && asked != own;
        if std::env::var_os("GIT_DIR").is_some() && is_other(git_folder(&mut Command::new("git"))) {
            return true;
        }
        // A commit of single paths has an index of its own, in the folder of its repository.
        let index = std::env::var_os("GIT_INDEX_FILE").map(PathBuf::from).filter(|index| index.is_absolute());
        index.as_deref().and_then(Path::parent).is_some_and(|folder| {
            let of_index = git_folder(without_environment(Command::new("git").arg("-C").arg(folder)));
            of_index.is_some() && is_other(of_index)
        })
    }

    /// The commit in which `HEAD` left `reference`.
    pub fn merge_base(&self, reference: &str) -> Result<String, Stop> {
        let Some(other) = self.commit(reference)? else { return Err(self.unknown(reference)?) };
        let Some(head) = self.commit("HEAD")? else {
            return Err(Stop::usage("error: --since compares with a commit, and this repository has none yet"));
        };
        let output = self.run(["merge-base", &other, &head])?;
        let base = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if output.status.success() && !base.is_empty() {
            return Ok(base);
        }
        if self.is_shallow()? {
            let message = format!("this clone is too shallow to hold the commit in which HEAD left {reference}");
            return Err(Stop::usage(format!("error: --since: {message}\n  help: {DEEPEN}")));
        }
        Err(Stop::usage(format!("error: --since: HEAD and {reference} have no commit in common")))
    }

    fn commit(&self, name: &str) -> Result<Option<String>, Stop> {
        let wanted = format!("{name}^{{commit}}");
        let output = self.run(["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok((output.status.success() && !commit.is_empty()).then_some(commit))
    }

    /// What to say of a name that is no commit.
    fn unknown(&self, reference: &str) -> Result<Stop, Stop> {
        let message = format!("error: --since: this clone has no commit \"{}\"", reference.escape_debug());
        let names = self.ask(["for-each-ref", "--format=%(refname:short)"])?;
        let names = String::from_utf8_lossy(&names).into_owned();
        let remote = format!("origin/{reference}");
        let near = names.lines().find(|name| *name == remote);
        let near = near.or_else(|| crate::suggest::closest(reference, names.lines()));
        let help = match (near, reference.split_once('/')) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            _ if self.is_shallow()? => DEEPEN.to_owned(),
            (None, Some(("origin", branch))) => format!("`git fetch origin {branch}` brings the branch"),
            (None, _) => "`git fetch` brings what the remote has".to_owned(),
        };
        Ok(Stop::usage(format!("{message}\n  help: {help}")))
    }

    fn is_shallow(&self) -> Result<bool, Stop> {
        Ok(self.ask(["rev-parse", "--is-shallow-repository"])?.starts_with(b"true"))
    }

    /// The files that differ between two states. Renamed files are one that is gone and one that is new.
    pub fn differences(&self, between: Between<'_>) -> Result<Vec<Difference>, Stop> {
        let mut arguments = vec!["diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--relative", "--no-ext-diff"];
        arguments.push("--ignore-submodules=all");
        match between {
            Between::CommitAndTree(commit) => arguments.push(commit),
            Between::HeadAndIndex => arguments.push("--cached"),
            Between::IndexAndTree => {}
        }
        arguments.push("--");
        Ok(differences(&self.ask(arguments)?))
    }

    /// The files that Git neither knows nor ignores. Repositories in the repository are not looked into.
    pub fn untracked(&self) -> Result<Vec<String>, Stop> {
        let listed = self.ask(["ls-files", "-z", "--others", "--exclude-standard"])?;
        let paths = listed.split(|byte| *byte == 0).map(|path| String::from_utf8_lossy(path).into_owned());
        Ok(paths.filter(|path| !path.is_empty() && !path.ends_with('/')).collect())
    }

    /// Reads what stood in files, one after the other, through one process.
    pub fn blobs(&self) -> Result<ReadElsewhere, Stop> {
        let mut command = self.command();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let blobs = command.spawn().ok().and_then(Blobs::of).ok_or_else(|| failed("cat-file", ""))?;
        let blobs = Mutex::new(blobs);
        Ok(Arc::new(move |name| {
            let mut blobs = blobs.lock().unwrap_or_else(PoisonError::into_inner);
            blobs.read(name).map_err(|error| format!("Git cannot read it: {error}"))
        }))
    }

    fn ask<S: AsRef<OsStr> + Copy>(&self, arguments: impl AsRef<[S]>) -> Result<Vec<u8>, Stop> {
        let arguments = arguments.as_ref();
        let output = self.run(arguments)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let verb = arguments.first().map(|verb| verb.as_ref().to_string_lossy().into_owned()).unwrap_or_default();
        Err(failed(&verb, &String::from_utf8_lossy(&output.stderr)))
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: impl AsRef<[S]>) -> Result<Output, Stop> {
        self.command().args(arguments.as_ref()).output().map_err(|error| {
            Stop::failure(format!("error: --since and --staged ask the program git, which cannot be started: {error}"))
        })
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.base).args(["--no-optional-locks", "-c", "core.quotepath=off"]);
        command.env("LC_ALL", "C");
        if self.is_foreign {
            without_environment(&mut command);
        }
        command
    }
}

const DEEPEN: &str = "fetch more of the history: `git fetch --deepen=100`, `fetch-depth: 0` for actions/checkout, \
                      `fetchDepth: 0` in Azure Pipelines";

/// The folder `.git` that a call of Git would use.
fn git_folder(command: &mut Command) -> Option<PathBuf> {
    let output = command.args(["rev-parse", "--absolute-git-dir"]).stderr(Stdio::null()).output().ok()?;
    let path = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
    output.status.success().then(|| PathBuf::from(&path).canonicalize().unwrap_or_else(|_| path.into()))
}

fn without_environment(command: &mut Command) -> &mut Command {
    ENVIRONMENT.iter().fold(command, |command, variable| command.env_remove(variable))
}

fn failed(verb: &str, said: &str) -> Stop {
    let said = said.lines().next().unwrap_or("it ended early").trim_start_matches("fatal: ");
    Stop::failure(format!("error: git {verb} failed: {}", said.escape_debug()))
}

/// Reads `git diff --raw -z --no-abbrev`: `:MODE MODE BEFORE AFTER STATUS`, then the path, each ended by a zero byte.
fn differences(raw: &[u8]) -> Vec<Difference> {
    let mut parts = raw.split(|byte| *byte == 0);
    let mut found = Vec::new();
    while let (Some(head), Some(path)) = (parts.next(), parts.next()) {
        let head = String::from_utf8_lossy(head);
        let [mode, _, before, _, status] = head.split(' ').collect::<Vec<_>>()[..] else { break };
        // Links and modules are no files of their own.
        let is_file = mode.starts_with(":100");
        found.push(Difference {
            path: String::from_utf8_lossy(path).into_owned(),
            before: (is_file && before.bytes().any(|digit| digit != b'0')).then(|| before.to_owned()),
            kind: match status {
                "D" => DifferenceKind::Removed,
                "U" => DifferenceKind::Unmerged,
                _ => DifferenceKind::Edited,
            },
        });
    }
    found
}

/// A running `git cat-file --batch`.
struct Blobs {
    // Ends when its input is closed.
    _process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Blobs {
    fn of(mut process: Child) -> Option<Self> {
        let (input, output) = (process.stdin.take()?, process.stdout.take()?);
        Some(Self { _process: process, input, output: BufReader::new(output) })
    }

    /// Answers are `NAME TYPE SIZE`, the bytes, a line break; or `NAME missing`.
    fn read(&mut self, name: &str) -> std::io::Result<Vec<u8>> {
        writeln!(self.input, "{name}")?;
        self.input.flush()?;
        let mut head = String::new();
        self.output.read_line(&mut head)?;
        let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
        let size: usize = size.ok_or_else(|| std::io::Error::other("the object is missing"))?;
        let mut bytes = Vec::new();
        self.output.by_ref().take(size as u64 + 1).read_to_end(&mut bytes)?;
        bytes.truncate(size);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_differences_are_read_whatever_their_paths() {
        let zero = "0".repeat(40);
        let one = "1".repeat(40);
        let raw = format!(
            ":100644 100644 {one} {zero} M\0a b\nc.json\0:000000 100644 {zero} {zero} A\0née.json\0\
             :100644 000000 {one} {zero} D\0x\0:120000 000000 {one} {zero} D\0link\0:000000 000000 {zero} {zero} U\0u\0"
        );
        let found = differences(raw.as_bytes());
        let shown: Vec<_> = found.iter().map(|one| (one.path.as_str(), one.before.is_some(), one.kind)).collect();
        use DifferenceKind::{Edited, Removed, Unmerged};
        assert_eq!(
            shown,
            [
                ("a b\nc.json", true, Edited),
                ("née.json", false, Edited),
                ("x", true, Removed),
                ("link", false, Removed),
                ("u", false, Unmerged)
            ]
        );
    }
}
