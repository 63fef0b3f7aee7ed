//! `swallowed-failure`: an activity whose failure the pipeline survives unseen: everything behind it runs when it
//! fails, and nothing there fails in turn.

use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::order::{Order, Outcomes, Wait};
use crate::workspace::pipeline::{active, activity_lists, has_type, is_switched_off, known_type, name};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let running: Vec<u32> = active(artifact).iter().map(|activity| activity.id()).collect();
    let runs = |activity: &Node<'_>| running.binary_search(&activity.id()).is_ok();
    for list in activity_lists(artifact) {
        let order = Order::of(list);
        let followers = followers(&order);
        for (at, activity) in order.activities.iter().enumerate().filter(|(_, activity)| runs(activity)) {
            let behind = &followers[at];
            let handled = |(_, wait): &(usize, Wait<'_>)| Outcomes::FAILED.are_in(wait.outcomes);
            if works_elsewhere(*activity)
                && !behind.is_empty()
                && behind.iter().all(handled)
                && !fails_again(&order, &followers, at)
            {
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

/// Does anything behind the activity fail on purpose?
fn fails_again(order: &Order<'_>, followers: &[Vec<(usize, Wait<'_>)>], start: usize) -> bool {
    let mut seen = vec![false; followers.len()];
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        for (follower, _) in &followers[at] {
            if fails(order.activities[*follower]) {
                return true;
            }
            if !std::mem::replace(&mut seen[*follower], true) {
                open.push(*follower);
            }
        }
    }
    false
}

fn fails(activity: Node<'_>) -> bool {
    let inside = activity.descendants().filter(|node| node.is_object());
    std::iter::once(activity).chain(inside).any(|node| has_type(node, &["Fail"]) && !is_switched_off(node))
}
