//! `unknown-function`: a call of a function that the service does not have.

use super::{calls, holder};
use crate::catalog::{self, FunctionName};
use crate::finding::Level;
use crate::language::expression::Call;
use crate::rule::{Context, Sink};
use crate::suggest::closest;
use crate::workspace::Artifact;
use crate::workspace::expressions::Expression;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for (expression, call) in calls(artifact) {
        match catalog::function(call.name) {
            FunctionName::Known(_) => {}
            FunctionName::LogicApps => logic_apps(artifact, expression, call, sink),
            FunctionName::Unknown(instead) => unknown(artifact, expression, call, instead, sink),
        }
    }
}

fn logic_apps(artifact: &Artifact, expression: &Expression, call: Call<'_>, sink: &mut Sink<'_>) {
    let (who, name) = (holder(artifact, expression), call.name);
    let message = format!("{who} calls {name}(), which is documented for Logic Apps and not for pipelines");
    let node = expression.node(artifact);
    sink.report(node, message)
        .within(node, call.name_span())
        .subject(name)
        .level(Level::Warning)
        .label("not in the list of functions");
}

fn unknown(artifact: &Artifact, expression: &Expression, call: Call<'_>, instead: Option<&str>, sink: &mut Sink<'_>) {
    let (who, name, node) = (holder(artifact, expression), call.name, expression.node(artifact));
    let near = || closest(name, catalog::function_names()).map(|near| format!("did you mean {near}()?"));
    let draft = sink
        .report(node, format!("{who} calls {name}(), and there is no function of that name"))
        .within(node, call.name_span())
        .subject(name)
        .label("unknown");
    if let Some(help) = instead.map(|instead| format!("write {instead}")).or_else(near) {
        draft.help(help);
    }
}
