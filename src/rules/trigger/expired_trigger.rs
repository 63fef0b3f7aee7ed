//! `expired-trigger`: a trigger whose end lies in the past.

use crate::date::Date;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let places: [&[&str]; 2] = [&["typeProperties", "recurrence", "endTime"], &["typeProperties", "endTime"]];
    let Some(node) = places.into_iter().find_map(|place| artifact.property(place)) else { return };
    let Some(end) = node.as_str().and_then(|text| Date::parse(&text)) else { return };
    // The end may be in a time zone whose day is not over, and today is that of Greenwich.
    if end.next() >= context.today {
        return;
    }
    let message = format!("{} ended on {end}, so it starts nothing any more", artifact.described());
    let draft = sink.report(node, message).label("in the past");
    let state = artifact.property(&["runtimeState"]).filter(|state| state.as_str().as_deref() == Some("Started"));
    match state {
        Some(state) => draft.related(artifact, state, "and it looks as if it were running"),
        None => draft,
    };
}
