//! From the paths a user gives to what is read, analysed and reported.

use super::Stop;
use super::arguments::Arguments;
use super::environment::{is_verb, verb_first};
use crate::workspace::discover::{discover, is_below};
use crate::workspace::files::{Disk, Files, WORKFLOW_FOLDERS, has_json_extension, relative_path};
use crate::workspace::{Kind, load_listed};
use clap::CommandFactory;
use std::path::{Component, Path, PathBuf};

/// What a run looks at. All paths but `base` are relative to it, with `/`.
#[derive(Debug)]
pub struct Scope {
    /// The Git root; else the root of the workspace that one stands in, else the current folder.
    pub base: PathBuf,
    /// The folder below which workspaces are looked for.
    pub folder: String,
    /// What is reported: the paths as given.
    pub reported: Vec<String>,
    /// Where configuration is looked for: from each of these folders upwards.
    pub starts: Vec<PathBuf>,
    /// Is anything given a folder? Files that are no artifacts are no error, an empty folder is.
    pub any_folder: bool,
}

impl Scope {
    /// Works out the scope of a run.
    pub fn new(paths: &[PathBuf]) -> Result<Self, Stop> {
        let current = current_folder()?;
        let given: Vec<PathBuf> = paths.iter().map(|path| existing(&current, path)).collect::<Result<_, _>>()?;
        let git = common_git_root(&given)?;
        let base = git.or_else(|| root_around(&current)).unwrap_or(current);
        in_or_out(&base, &given)?;
        let reported: Vec<String> = given.iter().map(|path| relative_path(&base, path)).collect();
        let folders: Vec<String> =
            given.iter().zip(&reported).map(|(path, shown)| analysed(shown, path.is_dir())).collect();
        let folder = folders.iter().skip(1).fold(folders[0].clone(), |common, folder| common_folder(&common, folder));
        let leading = given.iter().zip(&reported).zip(&folders);
        let leading = leading.filter(|((path, shown), folder)| path.is_dir() || *folder != folder_of(shown));
        let starts = outermost(leading.map(|(_, folder)| folder), &folder);
        let starts = starts.into_iter().map(|start| normalised(&base.join(start))).collect();
        let any_folder = given.iter().any(|path| path.is_dir() && !has_json_extension(&path.to_string_lossy()));
        Ok(Self { base, folder, reported, starts, any_folder })
    }

    /// The last folder in which configuration is looked for from `start` upwards.
    pub fn stop<'s>(&'s self, start: &'s Path) -> &'s Path {
        if start.starts_with(&self.base) { &self.base } else { start }
    }

    /// The folder that GitHub's paths are relative to: its workspace where it says so, else the current folder.
    pub fn host_root(&self) -> Result<PathBuf, Stop> {
        let current = current_folder()?;
        let given = std::env::var_os("GITHUB_WORKSPACE").filter(|folder| !folder.is_empty());
        Ok(given.map_or_else(|| current.clone(), |folder| normalised(&current.join(folder))))
    }

    /// Is there a workspace in a folder?
    pub fn holds_workspace(&self, folder: &Path) -> bool {
        let files = Disk::new(folder);
        !load_listed(&files, "", &files.list("")).is_empty()
    }

    /// May something in a folder be reported?
    pub fn reports_of(&self, folder: &str) -> bool {
        self.reported.iter().any(|given| is_below(folder, given) || is_below(given, folder))
    }

    /// Is a file reported?
    pub fn reports(&self, path: &str) -> bool {
        self.reported.iter().any(|given| is_below(path, given))
    }
}

fn current_folder() -> Result<PathBuf, Stop> {
    std::env::current_dir().map_err(|error| Stop::failure(format!("error: the current folder cannot be read: {error}")))
}

fn existing(current: &Path, path: &Path) -> Result<PathBuf, Stop> {
    let full = normalised(&current.join(path));
    if full.symlink_metadata().is_ok() {
        return Ok(full);
    }
    let shown = path.display();
    let given = path.to_string_lossy();
    let hint = if is_verb(&given) {
        Some(verb_first(&given))
    } else {
        let command = Arguments::command();
        let verbs = command.get_subcommands().map(clap::Command::get_name);
        crate::suggest::closest(&given, verbs).map(|verb| format!("did you mean the verb `{verb}`?"))
    };
    let hint = hint.map(|hint| format!("\n  help: {hint}")).unwrap_or_default();
    Err(Stop::usage(format!("error: {shown} does not exist{hint}")))
}

/// A path from the root of the disk, without `.` and `..`.
pub fn absolute(path: &Path) -> PathBuf {
    normalised(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
}

/// Without `.` and `..`, without touching the disk.
fn normalised(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The Git root that holds all paths: the outermost of theirs, from which what lies in a submodule is found, too.
fn common_git_root(given: &[PathBuf]) -> Result<Option<PathBuf>, Stop> {
    let roots: Vec<Option<PathBuf>> = given.iter().map(|path| git_root(path)).collect();
    let outermost = roots.iter().flatten().min_by_key(|root| root.components().count());
    let Some(outermost) = outermost else { return Ok(None) };
    let other = given.iter().zip(&roots).find(|(path, _)| !path.starts_with(outermost));
    let Some((path, root)) = other else { return Ok(Some(outermost.clone())) };
    let other = match root {
        Some(root) => root.display().to_string(),
        None => format!("{}, which lies in none", path.display()),
    };
    let message = format!("the paths lie in different repositories: {} and {other}", outermost.display());
    Err(Stop::usage(format!("error: {message}\n  help: run synlint once for each")))
}

/// Without a repository, paths lie all below the base, or all as far above it: no folder to walk would be common to
/// others.
fn in_or_out(base: &Path, given: &[PathBuf]) -> Result<(), Stop> {
    let above = |path: &PathBuf| relative_path(base, path).split('/').take_while(|part| *part == "..").count();
    let Some(first) = given.first() else { return Ok(()) };
    let Some(other) = given.iter().find(|path| above(path) != above(first)) else { return Ok(()) };
    let message = format!("{} and {} lie in no common repository", first.display(), other.display());
    Err(Stop::usage(format!("error: {message}\n  help: run synlint once for each, or in a folder above both")))
}

fn git_root(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf)
}

/// How many folders deep artifacts lie in a workspace: `managedVirtualNetwork/default/managedPrivateEndpoint`.
const DEEPEST: usize = 3;

/// The root of the workspace in which a folder lies, where it lies inside of one: of several, the outermost.
fn root_around(folder: &Path) -> Option<PathBuf> {
    let steps = folder.ancestors().zip(folder.ancestors().skip(1)).take(DEEPEST);
    // The root of the disk is never a workspace: what else there is on it must not be walked.
    let steps = steps.filter(|(_, root)| root.parent().is_some());
    steps.filter(|(inside, root)| holds_artifacts(root, inside)).map(|(_, root)| root.to_path_buf()).last()
}

/// Is a folder below `root` one of its folders of artifacts, with artifacts in it?
fn holds_artifacts(root: &Path, folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    if Kind::from_folder(&name).is_none() {
        return false;
    }
    let files = Disk::new(root);
    let found = discover(files.list(&name).iter());
    let paths = found.into_iter().filter(|(root, _)| root.is_empty()).flat_map(|(_, artifacts)| artifacts);
    let paths: Vec<String> = paths.map(|artifact| artifact.path).collect();
    !load_listed(&files, "", &paths).is_empty()
}

/// The folder to analyse for a path: the root of the workspace when the path leads into one, the folder around when it
/// leads to workflows, else the path itself.
fn analysed(path: &str, is_folder: bool) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let inside = parts.iter().position(|part| Kind::from_folder(part).is_some() || WORKFLOW_FOLDERS.contains(part));
    match inside {
        Some(at) => parts[..at].join("/"),
        None if is_folder => path.to_owned(),
        None => folder_of(path).to_owned(),
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Those of the folders that lie in no other of them; `usual` where there are none.
fn outermost<'f>(folders: impl Iterator<Item = &'f String>, usual: &'f str) -> Vec<&'f str> {
    let mut all: Vec<&str> = folders.map(String::as_str).collect();
    all.sort_unstable();
    all.dedup();
    let inner = |folder: &str| all.iter().any(|other| *other != folder && is_below(folder, other));
    let outer: Vec<&str> = all.iter().copied().filter(|folder| !inner(folder)).collect();
    if outer.is_empty() { vec![usual] } else { outer }
}

fn common_folder(one: &str, other: &str) -> String {
    let parts = one.split('/').zip(other.split('/')).take_while(|(a, b)| a == b);
    parts.map(|(part, _)| part).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_into_a_workspace_lead_to_its_root() {
        assert_eq!(analysed("ws/pipeline", true), "ws");
        assert_eq!(analysed("ws/managedVirtualNetwork/default/managedPrivateEndpoint/x.json", false), "ws");
        assert_eq!(analysed("pipeline/x.json", false), "");
        assert_eq!(analysed("a/.github/workflows/deploy.yml", false), "a");
        assert_eq!(analysed("docs", true), "docs");
        assert_eq!(analysed("docs/x.md", false), "docs");
        assert_eq!(common_folder("a/b/c", "a/d"), "a");
        assert_eq!(relative_path(Path::new("/a/b"), Path::new("/a/c/d")), "../c/d");
        assert_eq!(relative_path(Path::new("/a"), Path::new("/a")), "");
    }
}
