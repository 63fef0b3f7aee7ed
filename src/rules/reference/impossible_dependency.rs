//! `impossible-dependency`: an activity that never runs, as what it waits for cannot all happen in one run.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::order::{Contradiction, Order, Outcomes, Wait};
use crate::workspace::pipeline::{active_lists, name};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for order in active_lists(artifact).map(Order::of) {
        for (at, why) in order.contradictions() {
            report(artifact, sink, &order, at, &why);
        }
    }
}

fn report(artifact: &Artifact, sink: &mut Sink<'_>, order: &Order<'_>, at: usize, why: &Contradiction<'_>) {
    let own = |at: usize| name(order.activities[at]).unwrap_or_default();
    let (activity, asked) = (own(at), own(why.second.1.on));
    let who = |other: usize| if other == at { "it".to_owned() } else { format!("\"{}\"", own(other)) };
    let (second, wish) = (why.second.0, shown(why.second.1.outcomes));
    let reason = match &why.first {
        None => format!("it waits for \"{asked}\" to be {wish}, and \"{asked}\" waits for nothing"),
        Some((first, earlier)) => {
            let earlier = shown(earlier.outcomes);
            format!("{} needs \"{asked}\" {earlier}, and {} needs it {wish}", who(*first), who(second))
        }
    };
    let message = format!("activity \"{activity}\" never runs: {reason}");
    let wishes: Vec<(usize, Wait<'_>)> = why.first.into_iter().chain([why.second]).collect();
    // Underlined is a wish of the activity's own, else all of its dependencies.
    let mine = wishes.iter().position(|(who, _)| *who == at);
    let Some(depends_on) = order.activities[at].get("dependsOn") else { return };
    let mut draft = match mine {
        Some(mine) => sink.report(wishes[mine].1.node, message),
        None => sink.report(depends_on, message).key(depends_on),
    };
    for (_, (_, wait)) in wishes.iter().enumerate().filter(|(position, _)| Some(*position) != mine) {
        draft = draft.related(artifact, wait.node, format!("has to be {}", shown(wait.outcomes)));
    }
}

fn shown(outcomes: Outcomes) -> String {
    if outcomes == Outcomes::COMPLETED {
        return "Completed".to_owned();
    }
    let names = [(Outcomes::SUCCEEDED, "Succeeded"), (Outcomes::FAILED, "Failed"), (Outcomes::SKIPPED, "Skipped")];
    let held = names.iter().filter(|(one, _)| one.are_in(outcomes)).map(|(_, name)| *name);
    held.collect::<Vec<_>>().join(" or ")
}
