//! Rules of the group `spark`.

pub mod unsupported_linked_service;
