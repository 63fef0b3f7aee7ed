//! `missing-description`: an artifact of a chosen kind that does not say what it is for.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let is_chosen = context.options.missing_description.kinds.contains(&artifact.kind);
    if !is_chosen || artifact.is_built_in() || artifact.problem.is_some() || has_description(artifact) {
        return;
    }
    sink.report(artifact.anchor(), format!("{} has no description", artifact.described()));
}

fn has_description(artifact: &Artifact) -> bool {
    let says = artifact.property(&["description"]).and_then(|node| node.as_str());
    says.is_some_and(|text| !text.trim().is_empty())
}
