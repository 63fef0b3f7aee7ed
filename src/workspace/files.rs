//! The only reading of files. Everything else sees repository-relative paths with `/` and bytes, so an editor's
//! overlay, a Git tree or an index can stand in for the disk without anything else knowing.

pub mod overlay;

use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use walkdir::WalkDir;

/// Hidden folders in which workflows lie.
pub const WORKFLOW_FOLDERS: [&str; 4] = [".azure-pipelines", ".azuredevops", ".github", ".pipelines"];

/// Does a path below `folder` lead through a folder of workflows, where no workspace lies?
pub fn is_in_workflow_folder(path: &str, folder: &str) -> bool {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.split('/').any(|part| part.starts_with('.') && WORKFLOW_FOLDERS.contains(&part))
}

/// Where files come from. Paths are relative to one base folder and use `/`.
pub trait Files: Sync {
    /// Every file below `folder` (the empty path is the base) that may have to do with a workspace, in path order.
    /// Hidden folders are left out, but for those of workflows, and so are `node_modules` and caches. A folder that
    /// cannot be looked into stands there with a `/` behind it.
    fn list(&self, folder: &str) -> Vec<String>;

    /// Every file of the repository outside `folder`, in path order; none where the base is no repository.
    fn beside(&self, folder: &str) -> Vec<String>;
    /// Every Markdown file below `folder`, in path order. Hidden folders below it and `node_modules` are left out.
    fn pages(&self, folder: &str) -> Vec<String>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// One clause that says why it cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// `path` relative to `base` with `/`, by way of `..` where it lies elsewhere.
pub fn relative_path(base: &Path, path: &Path) -> String {
    let common = base.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    let up = base.components().skip(common).map(|_| "..".to_owned());
    let down = path.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Files on disk below a base folder.
#[derive(Debug)]
pub struct Disk {
    base: PathBuf,
}

impl Disk {
    /// Files below `base`, which must exist.
    pub fn new(base: impl Into<PathBuf>) -> Self {
        Self { base: base.into() }
    }

    /// The folder all paths are relative to.
    pub fn base(&self) -> &Path {
        &self.base
    }
}

impl Files for Disk {
    fn list(&self, folder: &str) -> Vec<String> {
        self.walk(folder, None)
    }

    fn beside(&self, folder: &str) -> Vec<String> {
        // Without a repository the base is whatever folder the caller stands in, and may be a whole disk.
        let is_repository = self.base.join(".git").exists();
        if folder.is_empty() || !is_repository { Vec::new() } else { self.walk("", Some(&self.base.join(folder))) }
    }

    fn pages(&self, folder: &str) -> Vec<String> {
        let left_out = |name: &str| name.starts_with('.') || name == "node_modules";
        let walk = WalkDir::new(self.base.join(folder)).into_iter().filter_entry(|entry| {
            entry.depth() == 0 || !entry.file_type().is_dir() || !left_out(&entry.file_name().to_string_lossy())
        });
        let files =
            walk.flatten().filter(|entry| entry.path().is_file() && is_page(&entry.file_name().to_string_lossy()));
        let below = |path: &Path| Some(format!("{folder}/{}", relative(&self.base.join(folder), path)?));
        let mut paths: Vec<String> = files.filter_map(|entry| below(entry.path())).collect();
        paths.iter_mut().for_each(|path| *path = path.trim_start_matches('/').to_owned());
        paths.sort_unstable();
        paths
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.base.join(path)).map_err(|error| match error.kind() {
            std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            // What a name holds that is not UTF-8 was replaced when it was found.
            std::io::ErrorKind::NotFound if path.contains(char::REPLACEMENT_CHARACTER) => {
                "its name is not UTF-8".to_owned()
            }
            std::io::ErrorKind::NotFound => "it does not exist (a broken link, or removed meanwhile)".to_owned(),
            _ => error.to_string(),
        })
    }
}

impl Disk {
    fn walk(&self, folder: &str, without: Option<&Path>) -> Vec<String> {
        let mut links = FxHashSet::default();
        let start = self.base.join(folder);
        // Links are followed, as a workspace may be one; walkdir itself stops at loops. A link to a folder of the
        // same tree, or a second link to the same folder, would only show the same files twice.
        let walk = WalkDir::new(&start).follow_links(true).into_iter().filter_entry(|entry| {
            if entry.depth() == 0 {
                return true;
            }
            if !entry.file_type().is_dir() {
                return true;
            }
            let skipped = is_skipped(&entry.file_name().to_string_lossy()) || is_cache(entry.path());
            if skipped || without == Some(entry.path()) {
                return false;
            }
            !entry.path_is_symlink() || self.leads_outside(entry.path(), &mut links)
        });
        let mut paths: Vec<String> = walk.filter_map(|entry| listed(&self.base, entry)).collect();
        paths.sort_unstable();
        paths
    }

    fn leads_outside(&self, link: &Path, seen: &mut FxHashSet<PathBuf>) -> bool {
        let (Ok(target), Ok(base)) = (link.canonicalize(), self.base.canonicalize()) else {
            return false;
        };
        !target.starts_with(&base) && !base.starts_with(&target) && seen.insert(target)
    }
}

/// Is a folder of this name not looked into?
fn is_skipped(name: &str) -> bool {
    (name.starts_with('.') && !WORKFLOW_FOLDERS.contains(&name)) || name == "node_modules"
}

/// Is the folder one that its tool marks as a cache (Cache Directory Tagging Specification), as a build's `target` is?
fn is_cache(folder: &Path) -> bool {
    folder.join("CACHEDIR.TAG").is_file()
}

/// The path of what may be an artifact, or hide some. A folder or a broken link named `x.json` is listed too: it stands
/// where an artifact should, and cannot be read. Pipes and devices are not: reading one may never end, and Git knows
/// none.
fn listed(base: &Path, entry: walkdir::Result<walkdir::DirEntry>) -> Option<String> {
    let named = |path: &Path| has_json_extension(&path.file_name().unwrap_or_default().to_string_lossy());
    match entry {
        Ok(entry) => {
            let kind = entry.file_type();
            (kind.is_file() || (kind.is_dir() && named(entry.path()))).then(|| relative(base, entry.path()))?
        }
        Err(error) => {
            let path = error.path()?;
            let is_closed = || error.io_error().is_some() && path.is_dir();
            if named(path) {
                relative(base, path)
            } else {
                relative(base, path).filter(|_| is_closed()).map(|path| path + "/")
            }
        }
    }
}

/// `path` relative to `base`, with `/`.
pub fn relative(base: &Path, path: &Path) -> Option<String> {
    let rest = path.strip_prefix(base).ok()?;
    if let Some(text) = rest.to_str().filter(|_| MAIN_SEPARATOR == '/') {
        return Some(text.to_owned());
    }
    let parts: Vec<_> = rest.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

/// Does the name end in `.json`, whatever its case?
pub fn has_json_extension(name: &str) -> bool {
    name.len() > 5 && name.is_char_boundary(name.len() - 5) && name[name.len() - 5..].eq_ignore_ascii_case(".json")
}

fn is_page(name: &str) -> bool {
    name.ends_with(".md")
}

/// Files held in memory.
#[derive(Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl<P: Into<String>, B: Into<Vec<u8>>> FromIterator<(P, B)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        Self { files: files.into_iter().map(|(path, bytes)| (path.into(), bytes.into())).collect() }
    }
}

impl Files for Memory {
    fn list(&self, folder: &str) -> Vec<String> {
        let inside =
            |path: &&String| folder.is_empty() || path.strip_prefix(folder).is_some_and(|r| r.starts_with('/'));
        self.files.keys().filter(inside).cloned().collect()
    }

    fn beside(&self, folder: &str) -> Vec<String> {
        let inside = self.list(folder);
        self.files.keys().filter(|path| inside.binary_search(path).is_err()).cloned().collect()
    }

    fn pages(&self, folder: &str) -> Vec<String> {
        self.list(folder).into_iter().filter(|path| is_page(path)).collect()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.files.get(path).cloned().ok_or_else(|| "it does not exist".to_owned())
    }
}
