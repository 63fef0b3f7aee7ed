//! `literal-type`: a literal of a type that the function does not take.

use super::{calls, holder, shortened};
use crate::finding::Level;
use crate::json::Span;
use crate::language::expression::{Call, Expr, StepName, View};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use std::borrow::Cow;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for (expression, call) in calls(artifact) {
        let (node, function) = (expression.node(artifact), call.name);
        for (literal, wanted) in wrong_arguments(call) {
            let who = holder(artifact, expression);
            let shown = shortened(literal.source());
            sink.report(node, format!("{who} gives {function}() the literal {shown}, where it takes {wanted}"))
                .within(node, literal.span())
                .subject(format!("{function} {shown}"))
                .label(format!("not {wanted}"))
                .level(level(call));
        }
        if let Some((index, span)) = wrong_index(call) {
            let who = holder(artifact, expression);
            sink.report(
                node,
                format!("{who} selects '{index}' from the array of {function}(), whose elements have numbers"),
            )
            .within(node, span)
            .subject(format!("{function} [{index}]"))
            .label("no number")
            .level(level(call));
        }
    }
}

/// Functions that the engine was seen to refuse such a literal of; of the others only their documented types tell.
const SEEN: [&str; 6] = ["if", "not", "add", "int", "json", "createArray"];

fn level(call: Call<'_>) -> Level {
    if call.among(&SEEN).is_some() { Level::Error } else { Level::Warning }
}

const BOOLEAN: &str = "true or false";
const NUMBER: &str = "a number";

fn wrong_arguments(call: Call<'_>) -> Vec<(Expr<'_>, &'static str)> {
    let choosy = ["if", "not", "and", "or", "add", "sub", "mul", "div", "mod", "int", "float", "json"];
    let Some(function) = call.among(&choosy) else { return Vec::new() };
    let (taken, wrong, wanted): (usize, fn(Expr<'_>) -> bool, _) = match function {
        "if" | "not" => (1, is_no_boolean, BOOLEAN),
        "and" | "or" => (usize::MAX, is_no_boolean, BOOLEAN),
        "int" => (1, names_no_number, "the text of a whole number"),
        "float" => (1, names_no_number, "the text of a number"),
        "json" => (1, is_no_json, "the text of a JSON value"),
        _ => (2, is_no_number, NUMBER),
    };
    call.arguments().take(taken).filter(|argument| wrong(*argument)).map(|argument| (argument, wanted)).collect()
}

/// An array is indexed by numbers.
fn wrong_index(call: Call<'_>) -> Option<(Cow<'_, str>, Span)> {
    call.among(&["createArray", "split", "range", "array"])?;
    let step = call.expr.step().filter(|step| !step.safe)?;
    match step.name {
        StepName::Literal(name, span) => Some((name, span)),
        StepName::Computed(_) => None,
    }
}

fn is_no_boolean(literal: Expr<'_>) -> bool {
    matches!(literal.view(), View::Text(_) | View::Integer(_) | View::Float(_))
}

fn is_no_number(literal: Expr<'_>) -> bool {
    matches!(literal.view(), View::Text(_) | View::Boolean(_))
}

/// Only what has letters is surely no number: the service may allow separators.
fn names_no_number(literal: Expr<'_>) -> bool {
    literal.literal_text().is_some_and(|text| {
        text.trim().is_empty() || (text.contains(char::is_alphabetic) && text.trim().parse::<f64>().is_err())
    })
}

/// Only brackets are counted: the service reads more than strict JSON.
fn is_no_json(literal: Expr<'_>) -> bool {
    let Some(text) = literal.literal_text() else { return false };
    let mut open = Vec::new();
    let mut quote = None;
    let mut escaped = false;
    for c in text.chars() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(own), _) if own == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => open.push('}'),
            (None, '[') => open.push(']'),
            (None, '}' | ']') if open.pop() != Some(c) => return true,
            (None, _) => {}
        }
    }
    !open.is_empty() || quote.is_some()
}
