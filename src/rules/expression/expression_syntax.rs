//! `expression-syntax`: an expression that does not parse.

use super::holder;
use crate::language::expression::{Fault, FaultKind};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::expressions::Expression;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for expression in artifact.live_expressions() {
        for fault in expression.template.faults().iter().filter(|fault| fault.kind == FaultKind::Syntax) {
            report(artifact, expression, fault, sink);
        }
    }
}

fn report(artifact: &Artifact, expression: &Expression, fault: &Fault, sink: &mut Sink<'_>) {
    let node = expression.node(artifact);
    let who = holder(artifact, expression);
    let mut draft = sink
        .report(node, format!("{who} has an expression that does not parse: {}", fault.message))
        .within(node, fault.span.clone())
        .subject(fault.message.as_str())
        .label("here");
    if let Some(help) = &fault.help {
        draft = draft.help(help.as_ref());
    }
    if let Some(opened) = &fault.opened {
        draft.related_span(artifact, node, node.span_within(opened.clone()), "never closed");
    }
}
