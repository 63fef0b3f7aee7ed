//! `undeclared-variable`: a variable is read or set that the pipeline does not declare, or is appended to and no list.

use super::{holder, look_ups, show_nearest};
use crate::json::{Node, Span};
use crate::language::expression::Root;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::{active_of_type, has_type, name};
use crate::workspace::scope::Declared;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let declared = Declared::of(artifact, "variables");
    for found in look_ups(artifact, Root::Variable) {
        let who = holder(artifact, found.expression);
        let place = (found.expression.node(artifact), found.span.clone());
        report(artifact, &declared, &format!("{who} reads"), &found.name, place, sink);
    }
    for activity in active_of_type(artifact, &["SetVariable", "AppendVariable"]).filter(|node| sets_own_variable(*node))
    {
        let Some(target) = activity.at(&["typeProperties", "variableName"]) else { continue };
        let Some(variable) = target.as_str().filter(|variable| !variable.contains('@')) else { continue };
        let who = format!("activity \"{}\" sets", name(activity).unwrap_or_default());
        report(artifact, &declared, &who, &variable, (target, 0..variable.len()), sink);
        if has_type(activity, &["AppendVariable"]) {
            no_list(artifact, &declared, activity, (target, &variable), sink);
        }
    }
}

/// Reports a variable that is appended to and declared as something else than a list.
fn no_list(
    artifact: &Artifact,
    declared: &Declared<'_>,
    activity: Node<'_>,
    (target, variable): (Node<'_>, &str),
    sink: &mut Sink<'_>,
) {
    let Some(node) = declared.get(variable).and_then(|declaration| declaration.get("type")) else { return };
    let Some(own) = node.as_str().filter(|own| NO_LISTS.iter().any(|other| own.eq_ignore_ascii_case(other))) else {
        return;
    };
    let message = format!(
        "activity \"{}\" appends to the variable \"{variable}\", which {} declares as {own}",
        name(activity).unwrap_or_default(),
        artifact.described()
    );
    let draft = sink.report(target, message).subject(variable).label("not an Array");
    draft.help("declare it as Array, or use Set Variable").related(artifact, node, "its type");
}

/// The types of variables that nothing can be appended to.
const NO_LISTS: [&str; 4] = ["String", "Boolean", "Bool", "Integer"];

/// Does an activity set a variable of the pipeline, and not the value that the pipeline returns?
fn sets_own_variable(activity: Node<'_>) -> bool {
    let system = activity.at(&["typeProperties", "setSystemVariable"]);
    system.and_then(Node::as_bool) != Some(true)
}

/// What a pipeline returns is set like a variable, and not declared.
const RETURN_VALUE: &str = "pipelineReturnValue";

fn report(
    artifact: &Artifact,
    declared: &Declared<'_>,
    who: &str,
    variable: &str,
    (node, span): (Node<'_>, Span),
    sink: &mut Sink<'_>,
) {
    if declared.get(variable).is_some() || variable.eq_ignore_ascii_case(RETURN_VALUE) || variable.is_empty() {
        return;
    }
    let message = format!("{who} the variable \"{variable}\", which {} does not declare", artifact.described());
    let draft = sink.report(node, message).within(node, span).subject(variable).label("not declared");
    show_nearest(artifact, declared, variable, draft);
}
