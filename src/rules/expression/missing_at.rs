//! `missing-at`: a text that would be an expression if it began with `@`.

use super::{holder, is_below, shortened};
use crate::catalog::{self, FunctionName};
use crate::json::Node;
use crate::language::expression::Call;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::expressions::{Expression, is_wrapped};

/// What is asked of the surroundings and never stands in plain text, unlike a function that other languages have too.
const ROOTS: [&str; 8] =
    ["pipeline", "variables", "activity", "item", "dataset", "linkedService", "trigger", "triggerBody"];

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for expression in artifact.expressions().bare.iter().filter(|bare| !bare.switched_off) {
        let node = expression.node(artifact);
        let Some(call) = expression.template.calls().next() else { continue };
        if is_meant(expression, node, call) && !is_other_language(artifact, expression) {
            report(artifact, expression, node, sink);
        }
    }
}

fn is_meant(expression: &Expression, node: Node<'_>, call: Call<'_>) -> bool {
    let has_at = expression.template.text().trim_start().starts_with('@');
    let known = matches!(catalog::function(call.name), FunctionName::Known(_));
    known && (has_at || is_wrapped(node) || call.among(&ROOTS).is_some())
}

/// Arguments of a data flow are expressions of the data flow, which have no `@`.
fn is_other_language(artifact: &Artifact, expression: &Expression) -> bool {
    ["dataflow", "dataFlow"].iter().any(|key| is_below(artifact, expression, &["typeProperties", key]))
}

fn report(artifact: &Artifact, expression: &Expression, node: Node<'_>, sink: &mut Sink<'_>) {
    let who = holder(artifact, expression);
    let text = expression.template.text();
    let start = text.len() - text.trim_start().len();
    let shown = shortened(text.trim());
    if text[start..].starts_with('@') {
        let message = format!("{who} has the text \"{shown}\" with white space before its `@`, so it is not evaluated");
        sink.report(node, message)
            .within(node, 0..start + 1)
            .label("stays text")
            .help("remove the white space before `@`");
    } else {
        let message = format!("{who} has the text \"{shown}\" without `@`, so it is not evaluated");
        sink.report(node, message).label("stays text");
    }
}
