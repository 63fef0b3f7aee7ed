//! `swallowed-failure`: an activity whose failure the pipeline survives unseen: everything behind it runs when it
//! fails, and nothing there fails in turn.

use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::order::{Order, Outcomes, Wait};
use crate::workspace::pipeline::{active_lists, has_type, is_switched_off, known_type, name};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for order in active_lists(artifact).map(Order::of) {
        let (followers, fails_behind) = (followers(&order), fails_behind(&order));
        for (at, activity) in order.activities.iter().enumerate().filter(|(_, activity)| !is_switched_off(**activity)) {
            let behind = &followers[at];
            let handled = |(_, wait): &(usize, Wait<'_>)| Outcomes::FAILED.are_in(wait.outcomes);
            if works_elsewhere(*activity) && !behind.is_empty() && behind.iter().all(handled) && !fails_behind[at] {
                report(artifact, sink, *activity, &order, behind);
            }
        }
    }
}

fn report(
    artifact: &Artifact,
    sink: &mut Sink<'_>,
    activity: Node<'_>,
    order: &Order<'_>,
    behind: &[(usize, Wait<'_>)],
) {
    let (Some(own), Some(node)) = (name(activity), activity.get("name")) else { return };
    let first = behind.first().and_then(|(follower, _)| name(order.activities[*follower])).unwrap_or_default();
    let message = format!(
        "pipeline \"{}\" succeeds even if activity \"{own}\" fails: \"{first}\" runs then, and nothing fails again",
        artifact.name
    );
    let mut draft = sink.report(node, message);
    for (_, wait) in behind {
        draft = draft.related(artifact, wait.node, "runs when it fails");
    }
}

/// Does the activity do work that fails in earnest: elsewhere, or in another pipeline?
fn works_elsewhere(activity: Node<'_>) -> bool {
    known_type(activity).is_some_and(|known| known.external) || has_type(activity, &["ExecutePipeline"])
}

/// For each activity, who waits for it.
fn followers<'a>(order: &Order<'a>) -> Vec<Vec<(usize, Wait<'a>)>> {
    let mut followers = vec![Vec::new(); order.activities.len()];
    for (at, waits) in order.waits.iter().enumerate() {
        for wait in waits {
            followers[wait.on].push((at, *wait));
        }
    }
    followers
}

/// For each activity, whether something behind it fails on purpose.
fn fails_behind(order: &Order<'_>) -> Vec<bool> {
    let mut behind = vec![false; order.activities.len()];
    let mut open: Vec<usize> = (0..behind.len()).filter(|at| fails(order.activities[*at])).collect();
    while let Some(at) = open.pop() {
        for wait in &order.waits[at] {
            if !std::mem::replace(&mut behind[wait.on], true) {
                open.push(wait.on);
            }
        }
    }
    behind
}

fn fails(activity: Node<'_>) -> bool {
    let inside = activity.descendants().filter(|node| node.is_object());
    std::iter::once(activity).chain(inside).any(|node| has_type(node, &["Fail"]) && !is_switched_off(node))
}
