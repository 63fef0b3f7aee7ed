//! `item-outside-loop`: `item()` where there is no item.

use super::{calls, holder, is_below};
use crate::language::expression::Call;
use crate::rule::{Context, Sink};
use crate::workspace::expressions::Expression;
use crate::workspace::pipeline::{around, has_type};
use crate::workspace::scope::Control;
use crate::workspace::{Artifact, Kind, Workspace};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let mut last = None;
    for (expression, call) in calls(artifact).filter(|(_, call)| call.is("item")) {
        let node = expression.node(artifact);
        // One finding a string is enough.
        if last != Some(node.id()) && !has_item(artifact, expression) && !is_used_in_loop(context.workspace, artifact) {
            last = Some(node.id());
            report(artifact, expression, call, sink);
        }
    }
}

/// Inside a ForEach at any depth, and in the condition of a Filter.
fn has_item(artifact: &Artifact, expression: &Expression) -> bool {
    let Some(activity) = expression.activity(artifact) else { return false };
    let activities = artifact.activities();
    let Some(number) = activities.at(activity) else { return true };
    let is = |number: usize, control: Control| activities.get(number).control == control;
    activities.around(number).skip(1).any(|around| is(around, Control::ForEach))
        || (is(number, Control::Filter) && is_below(artifact, expression, &["typeProperties", "condition"]))
}

/// Is a dataset or linked service used by an activity in a ForEach? Nothing says whether it sees the item there.
fn is_used_in_loop(workspace: &Workspace, artifact: &Artifact) -> bool {
    artifact.kind != Kind::Pipeline
        && workspace.users(artifact).any(|(user, node)| match user.kind {
            Kind::Pipeline => around(node).skip(1).any(|outer| has_type(outer, &["ForEach"])),
            Kind::Dataset => is_used_in_loop(workspace, user),
            _ => false,
        })
}

fn report(artifact: &Artifact, expression: &Expression, call: Call<'_>, sink: &mut Sink<'_>) {
    let (who, node) = (holder(artifact, expression), expression.node(artifact));
    let own_list = is_below(artifact, expression, &["typeProperties", "items"]);
    let message = match own_list {
        true => format!("{who} reads item() in its own list of items, which is made before the first item"),
        false => format!("{who} reads item(), and stands in no ForEach"),
    };
    let whole = call.expr.steps().last().map_or(call.expr, |step| step.expr);
    sink.report(node, message).within(node, call.expr.span()).subject(whole.source()).label("no item here");
}
