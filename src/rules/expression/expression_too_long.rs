//! `expression-too-long`: an expression with more characters than the service takes.

use super::holder;
use crate::language::expression::FaultKind;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

/// How much of a long expression is underlined, in bytes.
const SHOWN: usize = 40;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for expression in artifact.live_expressions() {
        for fault in expression.template.faults().iter().filter(|fault| fault.kind == FaultKind::TooLong) {
            let node = expression.node(artifact);
            let text = expression.template.text();
            let shown = fault.span.start..text.floor_char_boundary(fault.span.end.min(fault.span.start + SHOWN));
            let message =
                format!("{} has an expression that is too long: {}", holder(artifact, expression), fault.message);
            let beginning = &text[shown.clone()];
            sink.report(node, message).within(node, shown.clone()).subject(beginning).label("begins here");
        }
    }
}
