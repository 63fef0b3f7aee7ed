//! The disk in another state: some files as they stand elsewhere, as in a commit or the index, and some not there. It
//! knows neither Git nor why a file is other than on disk; it asks for a file's bytes only when they are read.

use super::super::discover::is_below;
use super::{Disk, Files, is_in_workflow_folder, is_page, is_skipped};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Reads the bytes that stand under a name elsewhere.
pub type ReadElsewhere = Arc<dyn Fn(&str) -> Result<Vec<u8>, String> + Send + Sync>;

/// Files on disk, some of them replaced, some left out.
#[derive(Clone)]
pub struct Overlay {
    disk: Arc<Disk>,
    /// What is other than on disk: the name of the bytes elsewhere, or that the file is left out.
    other: BTreeMap<String, Option<String>>,
    read: ReadElsewhere,
}

impl fmt::Debug for Overlay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Overlay").field("disk", &self.disk).field("other", &self.other).finish()
    }
}

impl From<Disk> for Overlay {
    fn from(disk: Disk) -> Self {
        Self::new(disk, Arc::new(|_| Err("it does not exist".to_owned())))
    }
}

impl Overlay {
    /// The disk as it is, until something is replaced by what `read` finds.
    pub fn new(disk: Disk, read: ReadElsewhere) -> Self {
        Self { disk: Arc::new(disk), other: BTreeMap::new(), read }
    }

    /// Lets the bytes that stand under `name` elsewhere be the file, whether it is on disk or not.
    pub fn replace(&mut self, path: &str, name: &str) {
        self.other.insert(path.to_owned(), Some(name.to_owned()));
    }

    /// Lets a file be gone.
    pub fn leave_out(&mut self, path: &str) {
        self.other.insert(path.to_owned(), None);
    }

    /// What is listed on disk, without what is left out and with what is replaced and belongs there.
    fn merged(&self, mut listed: Vec<String>, belongs: impl Fn(&str) -> bool) -> Vec<String> {
        if self.other.is_empty() {
            return listed;
        }
        listed.retain(|path| !self.other.contains_key(path));
        let replaced = self.other.iter().filter(|(path, name)| name.is_some() && belongs(path));
        listed.extend(replaced.map(|(path, _)| path.clone()));
        listed.sort_unstable();
        listed
    }
}

impl Files for Overlay {
    fn list(&self, folder: &str) -> Vec<String> {
        self.merged(self.disk.list(folder), |path| is_below(path, folder) && !is_in_skipped_folder(path, folder))
    }

    fn beside(&self, folder: &str) -> Vec<String> {
        self.merged(self.disk.beside(folder), |path| !is_below(path, folder) && !is_in_skipped_folder(path, ""))
    }

    fn pages(&self, folder: &str) -> Vec<String> {
        let is_hidden = |path: &str| is_in_skipped_folder(path, folder) || is_in_workflow_folder(path, folder);
        self.merged(self.disk.pages(folder), |path| is_below(path, folder) && is_page(path) && !is_hidden(path))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match self.other.get(path) {
            Some(Some(name)) => (self.read)(name),
            Some(None) => Err("it does not exist in this state of the repository".to_owned()),
            None => self.disk.read(path),
        }
    }
}

/// Does a path below `folder` lead through a folder that is not looked into?
fn is_in_skipped_folder(path: &str, folder: &str) -> bool {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let folders = below.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(is_skipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlay() -> (tempfile::TempDir, Overlay) {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("pipeline")).expect("a folder");
        for name in ["a", "b", "c"] {
            std::fs::write(folder.path().join(format!("pipeline/{name}.json")), name).expect("a file");
        }
        let read: ReadElsewhere = Arc::new(|name| Ok(format!("blob {name}").into_bytes()));
        let overlay = Overlay::new(Disk::new(folder.path()), read);
        (folder, overlay)
    }

    #[test]
    fn files_are_replaced_restored_and_left_out() {
        let (folder, mut overlay) = overlay();
        overlay.replace("pipeline/b.json", "1");
        overlay.replace("pipeline/gone.json", "2");
        overlay.replace("dataset/gone.json", "3");
        overlay.leave_out("pipeline/c.json");
        assert_eq!(overlay.list("pipeline"), ["pipeline/a.json", "pipeline/b.json", "pipeline/gone.json"]);
        assert_eq!(overlay.read("pipeline/a.json"), Ok(b"a".to_vec()));
        assert_eq!(overlay.read("pipeline/b.json"), Ok(b"blob 1".to_vec()));
        assert_eq!(overlay.read("dataset/gone.json"), Ok(b"blob 3".to_vec()));
        assert!(overlay.read("pipeline/c.json").is_err_and(|why| why.starts_with("it does not exist")));
        assert_eq!(overlay.list("").len(), 4);
        // Only a repository is looked at as a whole.
        std::fs::create_dir(folder.path().join(".git")).expect("a folder");
        assert_eq!(overlay.beside("pipeline"), ["dataset/gone.json"]);
        assert_eq!(overlay.beside("dataset"), ["pipeline/a.json", "pipeline/b.json", "pipeline/gone.json"]);
        assert_eq!(overlay.beside(""), [""; 0]);
    }

    #[test]
    fn what_the_disk_would_not_list_is_not_listed_either() {
        let (_folder, mut overlay) = overlay();
        overlay.replace(".hidden/pipeline/x.json", "1");
        overlay.replace("ws/node_modules/pipeline/x.json", "1");
        overlay.replace("ws/pipeline/.x.json", "1");
        overlay.replace("pipeline/page.md", "1");
        overlay.replace("pipeline/.github/page.md", "1");
        assert_eq!(overlay.pages("pipeline"), ["pipeline/page.md"]);
        overlay.leave_out("pipeline/page.md");
        overlay.leave_out("pipeline/.github/page.md");
        let listed = overlay.list("");
        assert_eq!(listed, ["pipeline/a.json", "pipeline/b.json", "pipeline/c.json", "ws/pipeline/.x.json"]);
    }
}
