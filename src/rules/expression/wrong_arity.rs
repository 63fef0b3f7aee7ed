//! `wrong-arity`: a function with more or fewer arguments than it takes.

use super::{calls, holder};
use crate::catalog::{self, Function, FunctionName};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for (expression, call) in calls(artifact) {
        let FunctionName::Known(function) = catalog::function(call.name) else { continue };
        let given = call.arguments().len();
        if given >= function.least && function.most.is_none_or(|most| given <= most) {
            continue;
        }
        let (who, node) = (holder(artifact, expression), expression.node(artifact));
        let message = format!("{who} calls {}() with {}; it takes {}", call.name, counted(given), taken(function));
        sink.report(node, message)
            .within(node, call.expr.span())
            .subject(call.name)
            .label(format!("{} given", counted(given)));
    }
}

fn counted(count: usize) -> String {
    match count {
        0 => "no argument".to_owned(),
        1 => "one argument".to_owned(),
        _ => format!("{count} arguments"),
    }
}

fn taken(function: &Function) -> String {
    match (function.least, function.most) {
        (0, Some(0)) => "none".to_owned(),
        (least, Some(most)) if least == most => least.to_string(),
        (0, Some(most)) => format!("at most {most}"),
        (least, Some(most)) => format!("{least} to {most}"),
        (least, None) => format!("at least {least}"),
    }
}
