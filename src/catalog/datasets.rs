//! Types of datasets and of the locations inside them.

use super::embedded;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Read {
    /// Linked services that hold files.
    file_stores: Vec<String>,
    /// Dataset types that read any of these; the location says which.
    formats: Vec<String>,
    /// Dataset types whose linked services are not known well enough, or that have none.
    unbound: Vec<String>,
    tables: BTreeMap<String, Vec<String>>,
    locations: BTreeMap<String, Vec<String>>,
}

struct Datasets {
    /// Lower-case names of the types that read files by their format.
    formats: FxHashSet<String>,
    /// Lower-case name → name and the linked services it takes; `None` where that is not known.
    types: FxHashMap<String, (String, Option<Vec<String>>)>,
    locations: FxHashMap<String, Vec<String>>,
}

fn datasets() -> &'static Datasets {
    static DATASETS: OnceLock<Datasets> = OnceLock::new();
    DATASETS.get_or_init(|| {
        let read: Read = embedded(include_str!("datasets.json"));
        let by_format = read.formats.iter().map(|name| name.to_lowercase()).collect();
        let formats = read.formats.into_iter().map(|name| (name, Some(read.file_stores.clone())));
        let unbound = read.unbound.into_iter().map(|name| (name, None));
        let tables = read.tables.into_iter().map(|(name, types)| (name, Some(types)));
        let all = formats.chain(unbound).chain(tables);
        let types = all.map(|(name, types)| (name.to_lowercase(), (name, types))).collect();
        let locations = read.locations.into_iter().map(|(name, types)| (name.to_lowercase(), types)).collect();
        Datasets { formats: by_format, types, locations }
    })
}

/// Does the catalogue know this dataset type?
pub fn is_dataset(name: &str) -> bool {
    datasets().types.contains_key(&name.to_lowercase())
}

/// Does an activity's source of this type (`JsonSource`) read files by their format?
pub fn is_file_source(name: &str) -> bool {
    let name = name.to_lowercase();
    name.strip_suffix("source").is_some_and(|format| datasets().formats.contains(format))
}

/// The types of linked services that a dataset of this type takes; `None` when that is not known.
pub fn linked_services_of_dataset(name: &str) -> Option<&'static [String]> {
    datasets().types.get(&name.to_lowercase())?.1.as_deref()
}

/// The types of linked services that a location of this type lies in; `None` when that is not known.
pub fn linked_services_of_location(name: &str) -> Option<&'static [String]> {
    datasets().locations.get(&name.to_lowercase()).map(Vec::as_slice)
}

/// The names of all dataset types.
pub fn dataset_names() -> impl Iterator<Item = &'static str> {
    datasets().types.values().map(|(name, _)| name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_ups() {
        let has = |types: Option<&[String]>, name: &str| types.is_some_and(|all| all.iter().any(|one| one == name));
        assert!(has(linked_services_of_dataset("delimitedtext"), "AzureBlobFS"));
        assert!(has(linked_services_of_dataset("AzureSqlTable"), "AzureSqlDatabase"));
        assert!(is_dataset("SqlPoolTable") && linked_services_of_dataset("SqlPoolTable").is_none());
        assert!(has(linked_services_of_location("AzureBlobFSLocation"), "AzureBlobFS"));
        assert!(!is_dataset("Nonsense") && linked_services_of_location("Nonsense").is_none());
        assert!(dataset_names().count() > 100);
    }

    #[test]
    fn linked_services_are_known() {
        let datasets = datasets();
        let of_types = datasets.types.values().filter_map(|(_, types)| types.as_ref());
        let all = of_types.chain(datasets.locations.values()).flatten();
        let unknown: Vec<_> = all.filter(|name| super::super::linked_service(name).is_none()).collect();
        assert_eq!(unknown, [""; 0]);
    }
}
