//! `truncated-lookup`: a loop over the rows of a Lookup, which returns 5,000 at most.

use crate::catalog;
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
        let draft = sink.report(all_rows, message).subject(own.as_ref()).help(help(properties.get("source")));
        draft.related(artifact, *items, "the loop over its rows");
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

/// What can be done about it, by what the rows come from.
fn help(source: Option<Node<'_>>) -> &'static str {
    let keys: Vec<String> = source.into_iter().flat_map(Node::children).filter_map(says_something).collect();
    let has = |end: &str| keys.iter().any(|key| key.ends_with(end));
    if has("query") {
        return "read the list in pieces, or limit the query (TOP, FETCH)";
    }
    if has("storedprocedurename") {
        return "read the list in pieces: let the stored procedure take an offset and a number of rows";
    }
    let type_name = source.and_then(|source| source.get("type")).and_then(Node::as_str);
    match type_name.is_some_and(|own| catalog::is_file_source(&own)) {
        true => "split the list over several files, or keep it in a table that a query reads in pieces",
        false => "read the list in pieces, by a query where the source takes one",
    }
}

/// The key, in lower case, of a property that is neither missing nor empty.
fn says_something(property: Node<'_>) -> Option<String> {
    let is_empty = property.is_null() || property.as_str().is_some_and(|text| text.trim().is_empty());
    property.key().filter(|_| !is_empty).map(|key| key.to_lowercase())
}

/// Does the query itself say how many rows it wants?
fn is_limited(properties: Node<'_>) -> bool {
    let texts = properties.get("source").into_iter().flat_map(Node::descendants).filter_map(Node::as_str);
    let mut words = texts.map(|text| text.to_lowercase());
    words.any(|text| text.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "top" | "limit" | "fetch")))
}
