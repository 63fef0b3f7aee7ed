//! `missing-argument`: a parameter without a default, and a use that does not pass it.

use super::callee::{described, subject, through};
use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::call::{Call, calls, has_default, has_required_parameter, parameters};
use crate::workspace::scope::Declared;
use crate::workspace::{Artifact, Folded, Kind};
use rustc_hash::FxHashSet;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for call in calls(context.workspace, artifact).filter(is_judged) {
        let Some(declared) = parameters(call.target) else { continue };
        let required = declared.iter().filter(|parameter| !has_default(*parameter));
        let of_stream = call.stream.iter().flat_map(|stream| stream.arguments());
        let passed: FxHashSet<Folded<'_>> =
            call.arguments().chain(of_stream).filter_map(|node| meant(node, &declared)).collect();
        for parameter in required {
            let Some(name) = parameter.key().filter(|name| !passed.contains(&Folded::of(name.as_ref()))) else {
                continue;
            };
            if call.target.kind != Kind::Pipeline || context.workspace.practice(call.target, &name).needs_a_value() {
                report(sink, &call, parameter, &name);
            }
        }
    }
}

/// Can something be missing? Every parameter of a notebook has the value its cell gives it; what else a flowlet is
/// passed is not known.
fn is_judged(call: &Call<'_>) -> bool {
    let is_all_that_is_passed = call.target.kind != Kind::Notebook && !call.stream.is_some_and(|own| own.is_nested);
    is_all_that_is_passed && has_required_parameter(call.target)
}

/// The parameter that an argument is for: the one it names, or the nearest where it is misspelt, which is a fault of
/// its own.
fn meant<'a>(argument: Node<'a>, declared: &Declared<'a>) -> Option<Folded<'a>> {
    let name = argument.key()?;
    match declared.get(&name) {
        Some(_) => Some(Folded::of(name)),
        None => Some(Folded::of(declared.nearest(&name)?.key()?)),
    }
}

fn report(sink: &mut Sink<'_>, call: &Call<'_>, parameter: Node<'_>, name: &str) {
    let message = format!("{} needs the argument \"{name}\", which is not passed here", described(call));
    let draft = match call.object() {
        Some(arguments) => sink.report(arguments, message).key(arguments),
        None => sink.report(call.reference, message),
    };
    let draft = match call.target.kind {
        // Null need not fail where it is read.
        Kind::Pipeline => draft.level(Level::Warning),
        _ => draft,
    };
    let declaration = parameter.key_or_value_span();
    let draft = draft
        .subject(subject(call, name))
        .help(format!("pass \"{name}\", or give the parameter a default value"))
        .related_span(call.target, parameter, declaration, "declared without a default value");
    through(draft, call);
}
