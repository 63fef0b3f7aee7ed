//! Rules of the group `reference`.

pub mod dangling_reference;
pub mod dangling_runtime;
pub mod dependency_cycle;
pub mod duplicate_key;
pub mod duplicate_name;
pub mod invalid_json;
mod missing;
pub mod name_mismatch;
pub mod pipeline_cycle;
pub mod reference_case;
pub mod unknown_dependency;
