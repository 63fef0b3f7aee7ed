//! `unknown-activity`: an expression reads an activity that the pipeline does not have.

use super::{holder, sights};
use crate::rule::{Context, Sink};
use crate::suggest::closest;
use crate::workspace::Artifact;
use crate::workspace::scope::Sight;
use rustc_hash::FxHashMap;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    // One name is often misspelt in many places.
    let mut nearest = FxHashMap::default();
    for (found, _, _) in sights(artifact).filter(|(.., sight)| *sight == Sight::Missing) {
        let (name, node) = (&found.name, found.expression.node(artifact));
        let who = holder(artifact, found.expression);
        let message = format!("{who} reads activity \"{name}\", and {} has none of that name", artifact.described());
        let draft = sink.report(node, message).within(node, found.span.clone()).subject(name.as_ref()).label("unknown");
        let activities = artifact.activities();
        let near = *nearest.entry(name.clone()).or_insert_with(|| closest(name, activities.names()));
        let Some(near) = near else { continue };
        let draft = draft.help(format!("did you mean \"{near}\"?"));
        if let Some(number) = activities.named(near) {
            let activity = artifact.document.node(activities.get(number).node);
            draft.related(artifact, activity.get("name").unwrap_or(activity), "the nearest name");
        }
    }
}
