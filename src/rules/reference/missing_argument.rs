//! `missing-argument`: a parameter without a default, and a use that does not pass it.

use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::call::{Call, Parameter, calls, parameters};
use crate::workspace::{Artifact, Kind};
use std::collections::HashSet;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    // Every parameter of a notebook has the value its cell gives it.
    for call in calls(context.workspace, artifact).filter(|call| call.target.kind != Kind::Notebook) {
        let declared = parameters(call.target).unwrap_or_default();
        let mut required = declared.iter().filter(|parameter| !parameter.has_default()).peekable();
        if required.peek().is_none() {
            continue;
        }
        let passed: HashSet<String> =
            arguments(&call).filter_map(|argument| Some(argument.key()?.to_lowercase())).collect();
        for parameter in required.filter(|parameter| !passed.contains(&parameter.name.to_lowercase())) {
            if call.target.kind != Kind::Pipeline || is_needed(context, call.target, &parameter.name) {
                report(sink, &call, parameter);
            }
        }
    }
}

/// A pipeline takes what is not passed as null. Is it written for that, or do its callers treat the parameter as one
/// that may be left out, then nothing is missing.
fn is_needed(context: &Context<'_>, pipeline: &Artifact, parameter: &str) -> bool {
    let practice = context.workspace.practice(pipeline, parameter);
    let optional = practice.may_be_null || (practice.passed > 0 && practice.left_out > 1);
    practice.is_read && !optional
}

fn arguments<'a>(call: &Call<'a>) -> impl Iterator<Item = Node<'a>> {
    call.arguments.into_iter().flat_map(Node::children)
}

fn report(sink: &mut Sink<'_>, call: &Call<'_>, parameter: &Parameter<'_>) {
    let (target, name) = (call.target.described(), &parameter.name);
    let message = format!("{target} needs the argument \"{name}\", which is not passed here");
    let draft = match call.arguments {
        Some(arguments) => sink.report(arguments, message).key(arguments),
        None => sink.report(call.reference, message),
    };
    let declaration = parameter.node.key_span().unwrap_or_else(|| parameter.node.span());
    let draft = match call.target.kind {
        // Null need not fail where it is read.
        Kind::Pipeline => draft.level(Level::Warning),
        _ => draft,
    };
    draft
        .subject(format!("{} {name}", call.target.name))
        .help(format!("pass \"{name}\", or give the parameter a default value"))
        .related_span(call.target, parameter.node, declaration, "declared without a default value");
}
