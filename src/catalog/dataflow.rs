//! What data flows can read from and write to.

use super::embedded;
use serde::Deserialize;
use std::sync::OnceLock;

/// Which end of a data flow is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Where it reads.
    Source,
    /// Where it writes.
    Sink,
}

/// How a data flow takes to a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// It works, or nothing is known.
    Open,
    /// No table of the documentation lists it.
    Unlisted,
    /// The documentation says where else it can be used.
    Refused,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Lists {
    refused: Vec<String>,
    unlisted: Vec<String>,
    unlisted_as_sink: Vec<String>,
    refused_datasets: Vec<String>,
    refused_datasets_as_sink: Vec<String>,
}

fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| embedded(include_str!("dataflow.json")))
}

fn holds(list: &[String], name: &str) -> bool {
    list.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// Can a data flow use a linked service of this type?
pub fn linked_service_support(type_name: &str, end: End) -> Support {
    let lists = lists();
    if holds(&lists.refused, type_name) {
        Support::Refused
    } else if holds(&lists.unlisted, type_name) || end == End::Sink && holds(&lists.unlisted_as_sink, type_name) {
        Support::Unlisted
    } else {
        Support::Open
    }
}

/// Can a data flow use a dataset of this type?
pub fn dataset_support(type_name: &str, end: End) -> Support {
    let lists = lists();
    let refused = holds(&lists.refused_datasets, type_name)
        || end == End::Sink && holds(&lists.refused_datasets_as_sink, type_name);
    if refused { Support::Refused } else { Support::Open }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends() {
        assert_eq!(linked_service_support("httpserver", End::Source), Support::Refused);
        assert_eq!(linked_service_support("Oracle", End::Sink), Support::Unlisted);
        assert_eq!(linked_service_support("Asana", End::Source), Support::Open);
        assert_eq!(linked_service_support("Asana", End::Sink), Support::Unlisted);
        assert_eq!(linked_service_support("Nonsense", End::Sink), Support::Open);
        assert_eq!(dataset_support("Excel", End::Source), Support::Open);
        assert_eq!(dataset_support("Excel", End::Sink), Support::Refused);
    }

    #[test]
    fn every_type_is_known() {
        let lists = lists();
        for name in lists.refused.iter().chain(&lists.unlisted).chain(&lists.unlisted_as_sink) {
            assert!(super::super::linked_service(name).is_some(), "{name}");
        }
    }
}
