//! What is read out of an artifact once, when the first asks for it: above all the trees of the languages inside it.

use super::dataflow::Dataflow;
use super::pipeline::Activities;
use std::sync::OnceLock;

/// What was read so far.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The activities of a pipeline.
    pub(super) activities: OnceLock<Activities>,
    /// The script of a data flow.
    pub(super) dataflow: OnceLock<Option<Box<Dataflow>>>,
}
