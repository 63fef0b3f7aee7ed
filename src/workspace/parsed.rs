//! The trees of the languages inside an artifact, each parsed once, when the first asks for it.

use super::dataflow::Dataflow;
use std::sync::OnceLock;

/// What was parsed so far.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The script of a data flow.
    pub(super) dataflow: OnceLock<Option<Box<Dataflow>>>,
}
