//! `parallel-set-variable`: a variable that the iterations of a parallel ForEach set to a value of their own.

use crate::json::Node;
use crate::language::expression::Template;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::{active_of_type, around, has_type, name};

/// What differs between iterations, or may.
const OF_THE_ITERATION: [&str; 3] = ["item", "activity", "variables"];

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for activity in active_of_type(artifact, &["SetVariable"]) {
        let Some(outer) = around(activity).skip(1).find(|outer| has_type(*outer, &["ForEach"])) else { continue };
        if is_parallel(outer) && differs(activity) && !is_chosen_by(activity, outer) {
            report(artifact, sink, activity, outer);
        }
    }
}

fn report(artifact: &Artifact, sink: &mut Sink<'_>, activity: Node<'_>, outer: Node<'_>) {
    let (own, around) = (name(activity).unwrap_or_default(), name(outer).unwrap_or_default());
    let Some(node) = activity.at(&["typeProperties", "variableName"]) else { return };
    let Some(variable) = node.as_str() else { return };
    let message = format!(
        "activity \"{own}\" sets variable \"{variable}\" in the parallel ForEach \"{around}\", whose iterations share it"
    );
    let draft = sink.report(node, message).label("belongs to the pipeline, not to the iteration");
    draft.related(artifact, outer.get("name").unwrap_or(outer), "runs its iterations side by side");
}

/// Does the loop run several iterations at once for sure?
fn is_parallel(outer: Node<'_>) -> bool {
    let property = |key: &str| outer.at(&["typeProperties", key]);
    let one_at_a_time = property("batchCount").is_some_and(|count| count.as_f64().is_none_or(|count| count <= 1.0));
    let parallel = property("isSequential").is_none_or(|sequential| sequential.as_bool() == Some(false));
    parallel && !one_at_a_time
}

/// Is the value the very one that a Switch around the activity has chosen by? Then all that get here set it alike.
fn is_chosen_by(activity: Node<'_>, outer: Node<'_>) -> bool {
    let value = activity.at(&["typeProperties", "value"]).and_then(text);
    let inside = around(activity).skip(1).take_while(|holder| holder.id() != outer.id());
    let mut switches = inside.filter(|holder| has_type(*holder, &["Switch"]));
    switches.any(|switch| switch.at(&["typeProperties", "on"]).and_then(text) == value)
}

fn text(value: Node<'_>) -> Option<String> {
    value.get("value").unwrap_or(value).as_str().map(|text| text.trim().to_owned())
}

/// Is the value another one in each iteration? What all set alike is only a flag, and no harm.
fn differs(activity: Node<'_>) -> bool {
    let Some(properties) = activity.get("typeProperties") else { return false };
    // A return value of the pipeline is no variable.
    if properties.get("setSystemVariable").is_some_and(|system| system.as_bool() != Some(false)) {
        return false;
    }
    let text = properties.get("value").and_then(text).unwrap_or_default();
    Template::parse(text).calls().any(|call| OF_THE_ITERATION.iter().any(|function| call.is(function)))
}
