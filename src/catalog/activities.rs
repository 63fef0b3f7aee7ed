//! Types of activities.

use super::embedded;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What is known of an activity type.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActivityType {
    /// The `type` of the activity.
    #[serde(rename = "type")]
    pub name: String,
    /// Does its work happen elsewhere, so that it has a policy with timeout and retries?
    #[serde(default)]
    pub external: bool,
    /// Dotted path of a reference inside the activity → types of linked services it takes there.
    #[serde(default)]
    pub linked_services: BTreeMap<String, Vec<String>>,
    /// May it take more types than are listed?
    #[serde(default)]
    pub partial: bool,
}

#[derive(Deserialize)]
struct Activities {
    types: Vec<ActivityType>,
}

fn types() -> &'static FxHashMap<String, ActivityType> {
    static TYPES: OnceLock<FxHashMap<String, ActivityType>> = OnceLock::new();
    TYPES.get_or_init(|| {
        let read: Activities = embedded(include_str!("activities.json"));
        read.types.into_iter().map(|entry| (entry.name.to_lowercase(), entry)).collect()
    })
}

/// The activity type of this name; `None` when the catalogue does not know it.
pub fn activity(name: &str) -> Option<&'static ActivityType> {
    types().get(&name.to_lowercase())
}

/// The names of all activity types.
pub fn activity_names() -> impl Iterator<Item = &'static str> {
    types().values().map(|entry| entry.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_ups() {
        let copy = activity("copy").unwrap();
        assert!(copy.external && copy.linked_services["typeProperties.stagingSettings.linkedServiceName"].len() == 3);
        assert!(activity("ForEach").is_some_and(|entry| !entry.external && entry.linked_services.is_empty()));
        assert!(activity("Script").is_some_and(|entry| entry.partial));
        assert!(activity("Nonsense").is_none());
        let names = activity_names().filter(|name| *name == "SynapseNotebook");
        assert_eq!(names.count(), 1);
    }

    #[test]
    fn linked_services_are_known() {
        let all = types().values().flat_map(|entry| entry.linked_services.values().flatten());
        let unknown: Vec<_> = all.filter(|name| super::super::linked_service(name).is_none()).collect();
        assert_eq!(unknown, [""; 0]);
    }
}
