//! What makes a page a rule of its own: queries that select values, conditions that all of those must fulfil to be
//! faults, and the sentence to report.

use super::condition::Condition;
use super::message::Message;
use super::predicate::Judge;
use super::{Context, Sink};
use crate::json::Query;
use crate::workspace::graph::is_inactive;
use crate::workspace::{Artifact, Kind};
use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;

/// What to underline of a value that a query selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Anchor {
    /// The value.
    #[default]
    Value,
    /// Its key: for objects that lack something.
    Key,
    /// Its `name`, else its key: for artifacts and activities that lack something.
    Name,
}

/// What makes a page a rule of its own.
#[derive(Debug)]
pub struct Declaration {
    /// Selects the values that may be faults; several are tried one after the other.
    pub queries: Vec<Query>,
    /// What must all be true of a value to make it a fault.
    pub conditions: Vec<Condition>,
    /// The sentence.
    pub message: Message,
    /// What to underline.
    pub anchor: Anchor,
}

impl Declaration {
    /// Reports every value that a query selects and that fulfils the conditions, but for what stands in an activity
    /// that is switched off.
    pub fn check(&self, context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
        let judge = Judge::new(context, artifact);
        let selected = self.queries.iter().flat_map(|query| query.select(artifact.root()));
        let mut reported = FxHashSet::default();
        for node in selected.filter(|node| artifact.kind != Kind::Pipeline || !is_inactive(*node)) {
            // Queries may overlap, and one may select a value twice.
            if !self.conditions.iter().all(|condition| judge.holds(condition, node)) || !reported.insert(node.id()) {
                continue;
            }
            let draft = sink.report(node, self.message.fill(artifact, node));
            match (self.anchor, node.get("name")) {
                (Anchor::Value, _) => {}
                (Anchor::Name, Some(name)) => drop(draft.at(name.span())),
                (Anchor::Key | Anchor::Name, _) => drop(draft.key(node)),
            }
        }
    }
}
