//! `argument-type`: a literal that cannot become the declared type.

use super::callee::{described, subject, through};
use crate::json::Node;
use crate::rule::{Context, Sink, quoted};
use crate::workspace::call::{Call, calls, is_expression, parameters};
use crate::workspace::graph::is_placeholder;
use crate::workspace::{Artifact, Kind};
use std::cell::LazyCell;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for call in calls(context.workspace, artifact).filter(|call| call.object().is_some()) {
        match call.target.kind {
            Kind::Notebook => notebook(&call, sink),
            _ => check_call(&call, sink),
        }
    }
}

fn check_call(call: &Call<'_>, sink: &mut Sink<'_>) {
    let declared = LazyCell::new(|| parameters(call.target));
    for argument in call.arguments().filter(|argument| is_written_out(*argument)) {
        let Some(declared) = &*declared else { return };
        let Some(name) = argument.key() else { continue };
        let Some(node) = declared.get(&name).and_then(|parameter| parameter.get("type")) else { continue };
        let Some(declared) = node.as_str().filter(|declared| is_wrong(argument, declared)) else { continue };
        let message = format!(
            "{} declares \"{name}\" as {}, and {} is passed",
            described(call),
            declared.to_lowercase(),
            quoted(argument)
        );
        let draft = sink.report(argument, message).subject(subject(call, &name));
        through(draft.related(call.target, node, "its type"), call);
    }
}

/// A notebook's arguments say their types themselves: `{ "value": 5, "type": "int" }`.
fn notebook(call: &Call<'_>, sink: &mut Sink<'_>) {
    for argument in call.arguments() {
        let Some(value) = argument.get("value").filter(|value| is_written_out(*value)) else { continue };
        let (Some(name), Some(node)) = (argument.key(), argument.get("type")) else { continue };
        let Some(declared) = node.as_str().filter(|declared| is_wrong(value, declared)) else { continue };
        let declared = declared.to_lowercase();
        let message = format!(
            "argument \"{name}\" of {} says it is {declared}, and is {}",
            call.target.described(),
            quoted(value)
        );
        sink.report(value, message).subject(format!("{} {name}", call.target.name));
    }
}

/// Is the value a literal that the service cannot turn into the type? Numbers and truth values may be written as text,
/// and everything but lists and objects can become text.
fn is_wrong(value: Node<'_>, declared: &str) -> bool {
    let text = value.as_str();
    let fits = match declared.to_lowercase().as_str() {
        "int" => value.as_f64().or_else(|| number(text.as_deref())).is_some_and(|number| number.fract() == 0.0),
        "float" => value.as_f64().or_else(|| number(text.as_deref())).is_some(),
        "bool" | "boolean" => value.as_bool().is_some() || text.is_some_and(|text| is_truth_value(&text)),
        "array" => value.is_array() || text.is_some_and(|text| text.trim_start().starts_with('[')),
        "object" => value.is_object() || text.is_some_and(|text| text.trim_start().starts_with(['{', '['])),
        "string" | "securestring" => !value.is_array() && !value.is_object(),
        _ => true,
    };
    !fits
}

/// Does what stands here arrive as it is? Not so an expression, a placeholder, a secret, nothing at all.
fn is_written_out(value: Node<'_>) -> bool {
    match value.as_str() {
        Some(text) => !(text.trim().is_empty() || text.contains('@') || is_placeholder(&text)),
        None => {
            let names_type = || value.get("type").is_some_and(|own| own.as_str().is_some());
            !(value.is_null() || is_expression(value) || names_type())
        }
    }
}

fn number(text: Option<&str>) -> Option<f64> {
    text?.trim().parse().ok()
}

fn is_truth_value(text: &str) -> bool {
    ["true", "false", "0", "1"].iter().any(|known| known.eq_ignore_ascii_case(text.trim()))
}
