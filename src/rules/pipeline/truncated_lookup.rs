//! `truncated-lookup`: a loop over the rows of a Lookup, which returns 5,000 at most.

use crate::json::Node;
use crate::language::expression::{Name, Root, StepName, Template, same};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::{active_of_type, name};
use rustc_hash::FxHashMap;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let mut looped: FxHashMap<String, (Node<'_>, Node<'_>)> = FxHashMap::default();
    for activity in active_of_type(artifact, &["ForEach"]) {
        let Some(items) = activity.at(&["typeProperties", "items"]) else { continue };
        let items = items.get("value").unwrap_or(items);
        for lookup in rows_of(&items.as_str().unwrap_or_default()) {
            looped.entry(lookup.to_lowercase()).or_insert((activity, items));
        }
    }
    for lookup in active_of_type(artifact, &["Lookup"]) {
        let (Some(own), Some(properties)) = (name(lookup), lookup.get("typeProperties")) else { continue };
        let all_rows = properties.get("firstRowOnly").filter(|first| first.as_bool() == Some(false));
        let (Some(all_rows), Some((each, items))) = (all_rows, looped.get(&own.to_lowercase())) else { continue };
        if is_limited(properties) {
            continue;
        }
        let each = name(*each).unwrap_or_default();
        let message = format!("lookup \"{own}\" returns 5,000 rows at most, and \"{each}\" loops over them");
        sink.report(all_rows, message).subject(own.as_ref()).related(artifact, *items, "the loop over its rows");
    }
}

/// The activities whose rows an expression takes: `activity('Tables').output.value`.
fn rows_of(expression: &str) -> Vec<String> {
    let template = Template::parse(expression);
    let activities = template.references(Root::Activity);
    let rows = activities.filter(|reference| {
        let mut steps = reference.expr.steps().map(|step| match step.name {
            StepName::Literal(name, _) => name.into_owned(),
            StepName::Computed(_) => String::new(),
        });
        steps.next().is_some_and(|step| same(&step, "output")) && steps.next().is_some_and(|step| same(&step, "value"))
    });
    let names = rows.filter_map(|reference| match reference.name {
        Name::Literal(name, _) => Some(name.into_owned()),
        Name::Any => None,
    });
    names.collect()
}

/// Does the query itself say how many rows it wants?
fn is_limited(properties: Node<'_>) -> bool {
    let texts = properties.get("source").into_iter().flat_map(Node::descendants).filter_map(Node::as_str);
    let mut words = texts.map(|text| text.to_lowercase());
    words.any(|text| text.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "top" | "limit" | "fetch")))
}
