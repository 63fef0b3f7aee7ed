//! Rules of the group `hygiene`.

pub mod forbidden_name;
pub mod long_activity_name;
pub mod missing_description;
pub mod naming_convention;
pub mod notebook_output;
pub mod retired_connector;
pub mod unused_artifact;
pub mod unused_parameter;
pub mod unused_variable;

use crate::language::expression::{Name, Root};
use crate::workspace::Artifact;
use rustc_hash::FxHashSet;

/// The names that the expressions of an artifact look up, in lower case; `None` where a name is computed or an
/// expression is broken, so that any may be meant. What is switched off counts: it is to come back.
fn names_read(artifact: &Artifact, root: Root) -> Option<FxHashSet<String>> {
    let mut read = FxHashSet::default();
    for expression in &artifact.expressions().all {
        if !expression.template.faults().is_empty() {
            return None;
        }
        for reference in expression.template.references(root) {
            match reference.name {
                Name::Literal(name, _) => read.insert(name.to_lowercase()),
                Name::Any => return None,
            };
        }
    }
    Some(read)
}
