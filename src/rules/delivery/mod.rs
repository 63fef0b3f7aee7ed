//! Rules of the group `delivery`.

pub mod runtime_type_drift;
