//! `unknown-argument`: an argument that what is used does not declare.

use super::notebook_argument::Names;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::suggest::closest;
use crate::workspace::call::{Call, calls, declarations, parameters};
use crate::workspace::{Artifact, Kind};
use std::collections::{HashMap, HashSet};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let mut notebooks: HashMap<usize, Option<Names<'_>>> = HashMap::new();
    for call in calls(context.workspace, artifact) {
        let Some(arguments) = call.arguments else { continue };
        match call.target.kind {
            Kind::Notebook => {
                let names = notebooks.entry(call.target.id).or_insert_with(|| Names::of(call.target));
                names.iter().for_each(|names| names.check(&call, arguments, sink));
            }
            _ => check_call(&call, arguments, sink),
        }
    }
}

fn check_call(call: &Call<'_>, arguments: Node<'_>, sink: &mut Sink<'_>) {
    let Some(declared) = parameters(call.target) else { return };
    let known: HashSet<String> = declared.iter().map(|parameter| parameter.name.to_lowercase()).collect();
    for argument in arguments.children() {
        let Some(name) = argument.key().filter(|name| !known.contains(&name.to_lowercase())) else { continue };
        let target = call.target.described();
        let message = match declared.is_empty() {
            true => format!("{target} takes no arguments, and \"{name}\" is passed to it"),
            false => format!("{target} has no parameter \"{name}\""),
        };
        let draft = sink.report(argument, message).key(argument).subject(format!("{} {name}", call.target.name));
        let near = closest(&name, declared.iter().map(|parameter| parameter.name.as_ref()));
        let near = near.and_then(|near| declared.iter().find(|parameter| parameter.name == near));
        match (near, declarations(call.target)) {
            (Some(near), _) => {
                let key = near.node.key_span().unwrap_or_else(|| near.node.span());
                let help = format!("did you mean \"{}\"?", near.name);
                draft.help(help).related_span(call.target, near.node, key, "the nearest parameter")
            }
            (None, Some(all)) => {
                let key = all.key_span().unwrap_or_else(|| all.span());
                draft.related_span(call.target, all, key, "its parameters")
            }
            (None, None) => draft.related(call.target, call.target.anchor(), "declares no parameters"),
        };
    }
}
