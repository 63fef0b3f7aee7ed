//! `unknown-argument`: an argument that what is used does not declare.

use super::callee::{described, subject, through};
use super::notebook_argument;
use crate::json::Node;
use crate::rule::{Context, Draft, Sink};
use crate::workspace::call::{Call, calls, parameters};
use crate::workspace::scope::Declared;
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for call in calls(context.workspace, artifact).filter(|call| call.arguments().next().is_some()) {
        match call.target.kind {
            Kind::Notebook => notebook_argument::check(context, &call, sink),
            _ => check_call(&call, sink),
        }
    }
}

fn check_call(call: &Call<'_>, sink: &mut Sink<'_>) {
    let Some(declared) = parameters(call.target) else { return };
    for argument in call.arguments() {
        let Some(name) = argument.key().filter(|name| declared.get(name).is_none()) else { continue };
        let target = described(call);
        let message = match declared.iter().next() {
            None => format!("{target} takes no arguments, and \"{name}\" is passed to it"),
            Some(_) => format!("{target} has no parameter \"{name}\""),
        };
        let draft = sink.report(argument, message).key(argument).subject(subject(call, &name));
        through(declaration(draft, call.target, &declared, &name), call);
    }
}

/// Shows what is declared: the nearest parameter, else the list of them, else that there is none.
fn declaration<'d>(draft: Draft<'d>, target: &Artifact, declared: &Declared<'_>, name: &str) -> Draft<'d> {
    let near = declared.nearest(name);
    let all = target.property(&["parameters"]);
    let (node, words) = match (near, all) {
        (Some(near), _) => (near, "the nearest parameter"),
        (None, Some(all)) => (all, "its parameters"),
        (None, None) => return draft.related(target, target.anchor(), "declares no parameters"),
    };
    let key = node.key_or_value_span();
    let draft = draft.related_span(target, node, key, words);
    match near.and_then(|near| Some((near.key()?, near))) {
        Some((key, near)) => draft.help(format!("did you mean \"{key}\"{}?", kind_of_value(near))),
        None => draft,
    }
}

/// What a parameter takes, where an argument meant for another may not fit: ` (array)`.
fn kind_of_value(declaration: Node<'_>) -> String {
    let own = declaration.get("type").and_then(Node::as_str).unwrap_or_default().to_lowercase();
    match own.as_str() {
        "array" | "object" | "bool" => format!(" ({own})"),
        _ => String::new(),
    }
}
