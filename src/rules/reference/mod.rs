//! Rules of the group `reference`.

pub mod argument_type;
mod callee;
pub mod dangling_reference;
pub mod dangling_runtime;
pub mod dependency_cycle;
pub mod duplicate_key;
pub mod duplicate_name;
pub mod impossible_dependency;
pub mod incompatible_linked_service;
pub mod invalid_json;
pub mod missing_argument;
pub mod name_mismatch;
mod notebook_argument;
pub mod pipeline_cycle;
pub mod reference_case;
pub mod unknown_argument;
pub mod unknown_dependency;
pub mod unknown_type;
