//! `unknown-dependency`: an activity waits for one that does not stand beside it.

use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::pipeline::{activities, activity_lists, dependencies, name};
use crate::workspace::{Artifact, Folded, same_name};
use rustc_hash::FxHashSet;
use std::cell::LazyCell;

/// Most activities wait for one of so many before them.
const NEAR: usize = 16;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for list in activity_lists(artifact) {
        let siblings = LazyCell::new(|| list.items().filter_map(name).map(Folded::of).collect::<FxHashSet<_>>());
        let mut before = Vec::new();
        for activity in list.items() {
            for dependency in dependencies(activity) {
                let Some(wanted) = dependency.as_str() else { continue };
                let is_near = before.iter().rev().take(NEAR).any(|name| *name == wanted);
                let is_known = is_near || siblings.contains(&Folded::of(wanted.as_ref()));
                if !is_known && !wanted.starts_with('@') {
                    report(artifact, sink, activity, dependency, &wanted);
                }
            }
            before.extend(name(activity));
        }
    }
}

fn report(artifact: &Artifact, sink: &mut Sink<'_>, activity: Node<'_>, dependency: Node<'_>, wanted: &str) {
    let own = name(activity).unwrap_or_default();
    let message = format!("activity \"{own}\" waits for \"{wanted}\", and no activity beside it has that name");
    let draft = sink.report(dependency, message).subject(wanted);
    let elsewhere = activities(artifact).filter_map(|other| other.get("name"));
    let found = elsewhere.into_iter().find(|other| other.as_str().is_some_and(|name| same_name(&name, wanted)));
    match found {
        Some(other) => draft
            .help("wait for the activity that contains it, or move one of the two: only activities of one list wait for each other")
            .related(artifact, other, "it stands in another list"),
        None => draft,
    };
}
