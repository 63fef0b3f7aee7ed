//! Rules of the group `trigger`.

pub mod expired_trigger;
pub mod foreign_trigger_scope;
pub mod idle_trigger;
pub mod trigger_argument;
