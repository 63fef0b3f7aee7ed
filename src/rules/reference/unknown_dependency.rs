//! `unknown-dependency`: an activity waits for one that does not stand beside it.

use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::pipeline::{activities, activity_lists, dependencies, name};
use crate::workspace::{Artifact, same_name};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for list in activity_lists(artifact) {
        let siblings: Vec<_> = list.items().filter_map(name).collect();
        for activity in list.items() {
            for dependency in dependencies(activity) {
                let Some(wanted) = dependency.as_str() else { continue };
                // Nearly all are spelt alike, which is a cheaper question.
                let is_beside = siblings.contains(&wanted) || siblings.iter().any(|other| same_name(other, &wanted));
                if is_beside || wanted.starts_with('@') {
                    continue;
                }
                report(artifact, sink, activity, dependency, &wanted);
            }
        }
    }
}

fn report(artifact: &Artifact, sink: &mut Sink<'_>, activity: Node<'_>, dependency: Node<'_>, wanted: &str) {
    let own = name(activity).unwrap_or_default();
    let message = format!("activity \"{own}\" waits for \"{wanted}\", and no activity beside it has that name");
    let draft = sink.report(dependency, message).subject(wanted);
    let elsewhere = activities(artifact).into_iter().filter_map(|other| other.get("name"));
    let found = elsewhere.into_iter().find(|other| other.as_str().is_some_and(|name| same_name(&name, wanted)));
    match found {
        Some(other) => draft
            .help("wait for the activity that contains it, or move one of the two: only activities of one list wait for each other")
            .related(artifact, other, "it stands in another list"),
        None => draft,
    };
}
