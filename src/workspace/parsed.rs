//! What is read out of an artifact once, when the first asks for it: above all the trees of the languages inside it.

use super::call::Parameters;
use super::code::Facts;
use super::dataflow::Dataflow;
use super::expressions::Expressions;
use super::pipeline::ActivityNodes;
use super::practice::Practices;
use super::scope::Activities;
use super::sensitive::{Mask, Secret};
use super::sql::ReadSql;
use super::unread::Unread;
use std::sync::OnceLock;

/// What was read so far.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The activities of a pipeline, as nodes.
    pub(super) activity_nodes: OnceLock<Box<ActivityNodes>>,
    /// The activities of a pipeline, by who waits for whom.
    pub(super) activities: OnceLock<Box<Activities>>,
    /// Its expressions.
    pub(super) expressions: OnceLock<Expressions>,
    /// The script of a data flow.
    pub(super) dataflow: OnceLock<Option<Box<Dataflow>>>,
    /// Its secrets.
    pub(super) secrets: OnceLock<Vec<Secret>>,
    /// What hides them in sentences.
    pub(super) mask: OnceLock<Box<Mask>>,
    /// What its code does.
    pub(super) facts: OnceLock<Facts>,
    /// Its T-SQL.
    pub(super) sql: OnceLock<Vec<ReadSql>>,
    /// The parameters that callers pass.
    pub(super) parameters: OnceLock<Option<Parameters>>,
    /// What is done with the parameters of a pipeline.
    pub(super) practices: OnceLock<Box<Practices>>,
    /// Arguments of a notebook that it does not read.
    pub(super) unread: OnceLock<Unread>,
}
