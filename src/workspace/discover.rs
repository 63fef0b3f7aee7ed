//! Where workspaces are. A root is a folder that holds folders of artifacts; there is no marker file to go by
//! (`publish_config.json` is missing in half of all real ones).

use super::Kind;
use super::files::has_json_extension;
use std::collections::BTreeMap;

/// A file that stands where an artifact of `kind` belongs, or a folder that cannot be looked into and may hold some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Kind by folder.
    pub kind: Kind,
    /// Path relative to the base of the files; of a folder without the `/` behind it.
    pub path: String,
    /// Is it a folder?
    pub is_folder: bool,
    /// Name by file: the stem; with the folders between for what is nested (tables of a lake database).
    pub stem: String,
}

/// What a file is by its place, as parts of its path.
struct Place<'p> {
    root: &'p str,
    kind: Kind,
    is_folder: bool,
    stem: &'p str,
}

/// What a path leads to; `None` when it is no artifact by its place.
fn place(path: &str) -> Option<Place<'_>> {
    let (folders, file) = path.rsplit_once('/')?;
    // Nothing stands behind the `/` of a folder.
    let is_folder = file.is_empty();
    if !is_folder && !has_json_extension(file) {
        return None;
    }
    let mut names = folders.rsplit('/');
    let own = names.next().and_then(Kind::from_folder);
    let [around, outermost] = [names.next(), names.next()].map(|name| name.and_then(Kind::from_folder));
    let (kind, depth) = match (outermost, around, own) {
        // Endpoints and the parts of a lake database lie two folders deeper than everything else.
        (Some(Kind::ManagedVirtualNetwork), _, Some(Kind::ManagedPrivateEndpoint)) => (Kind::ManagedPrivateEndpoint, 3),
        (Some(Kind::Database), _, None) => (Kind::Database, 3),
        (_, Some(Kind::ManagedVirtualNetwork), _) if is_folder => (Kind::ManagedPrivateEndpoint, 2),
        _ => (own?, 1),
    };
    let inside = folders.rmatch_indices('/').nth(depth - 1).map_or(0, |(slash, _)| slash + 1);
    let stem = match kind {
        _ if is_folder => &folders[inside..],
        Kind::Database => without_extension(path[inside..].split_once('/').map_or(file, |(_, below)| below)),
        _ => without_extension(file),
    };
    Some(Place { root: path[..inside].trim_end_matches('/'), kind, is_folder, stem })
}

fn without_extension(file: &str) -> &str {
    &file[..file.len() - ".json".len()]
}

/// Groups files into roots. Folders that hold an ARM export (a publish branch in a work tree) are skipped whole.
pub fn discover<'p>(paths: impl Iterator<Item = &'p String> + Clone) -> BTreeMap<String, Vec<Candidate>> {
    let exports: Vec<&str> = paths.clone().filter_map(|path| export_folder(path)).collect();
    let mut roots: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for path in paths {
        if exports.iter().any(|folder| is_below(path, folder)) {
            continue;
        }
        let Some(Place { root, kind, is_folder, stem }) = place(path) else { continue };
        let candidate =
            Candidate { kind, path: path.trim_end_matches('/').to_owned(), is_folder, stem: stem.to_owned() };
        match roots.get_mut(root) {
            Some(candidates) => candidates.push(candidate),
            None => drop(roots.insert(root.to_owned(), vec![candidate])),
        }
    }
    roots
}

/// What is no artifact by its place, and lies in no export.
pub fn others<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> Vec<&'p str> {
    let exports: Vec<&str> = paths.clone().filter_map(export_folder).collect();
    let is_other = |path: &&str| place(path).is_none() && !exports.iter().any(|folder| is_below(path, folder));
    paths.filter(is_other).collect()
}

/// The folder that is no workspace as this file, an export of a published one, lies in it.
pub fn export_folder(path: &str) -> Option<&str> {
    let (folder, file) = path.rsplit_once('/')?;
    let export = ["TemplateForWorkspace.json", "ARMTemplateForFactory.json"];
    export.iter().any(|name| name.eq_ignore_ascii_case(file)).then_some(folder)
}

/// Is `path` the folder itself or inside it? Everything is inside the empty path.
pub fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paths: &[&str]) -> Vec<String> {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        let describe = |root: &String, c: &Candidate| format!("{root}|{}|{}", c.kind.folder(), c.stem);
        discover(paths.iter()).iter().flat_map(|(root, all)| all.iter().map(move |c| describe(root, c))).collect()
    }

    #[test]
    fn the_folder_decides() {
        assert_eq!(
            found(&[
                "README.json",
                "a/b/Pipeline/x.JSON",
                "a/b/Pipeline/deeper/x.json",
                "dataset/y.json",
                "managedVirtualNetwork/default.json",
                "managedVirtualNetwork/default/managedPrivateEndpoint/e.json",
                "a/b/database/Sales/table/Customer.json",
                "database/synapse/pipeline/z.json",
                "a/b/notebook/n.ipynb",
            ]),
            [
                "|dataset|y",
                "|managedVirtualNetwork|default",
                "|managedPrivateEndpoint|e",
                "a/b|pipeline|x",
                "a/b|database|Sales/table/Customer",
                "database/synapse|pipeline|z",
            ]
        );
    }

    #[test]
    fn a_misplaced_endpoint_folder_still_counts() {
        assert_eq!(found(&["managedPrivateEndpoint/e.json"]), ["|managedPrivateEndpoint|e"]);
    }

    #[test]
    fn folders_that_cannot_be_looked_into() {
        assert_eq!(
            found(&[
                "ws/managedVirtualNetwork/default/",
                "ws/managedVirtualNetwork/default/managedPrivateEndpoint/",
                "ws/managedVirtualNetwork/",
                "ws/pipeline/",
                "ws/documents/",
            ]),
            [
                "ws|managedPrivateEndpoint|managedVirtualNetwork/default",
                "ws|managedPrivateEndpoint|managedVirtualNetwork/default/managedPrivateEndpoint",
                "ws|managedVirtualNetwork|managedVirtualNetwork",
                "ws|pipeline|pipeline",
            ]
        );
    }

    #[test]
    fn exports_are_no_workspaces() {
        assert_eq!(found(&["ws/TemplateForWorkspace.json", "ws/pipeline/x.json", "pipeline/x.json"]), ["|pipeline|x"]);
    }
}
