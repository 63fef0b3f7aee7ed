//! `self-assignment`: a variable is set from itself.

use crate::language::expression::{Name, Root, same};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::{has_type, name};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let reading = artifact.live_expressions().filter(|expression| expression.template.asks(Root::Variable));
    for expression in reading {
        let Some(activity) = expression.activity(artifact) else { continue };
        if !has_type(activity, &["SetVariable", "AppendVariable"]) {
            continue;
        }
        let target = activity.at(&["typeProperties", "variableName"]);
        let Some((target, variable)) = target.and_then(|target| Some((target, target.as_str()?))) else { continue };
        let own = expression.template.references(Root::Variable).find_map(|reference| match reference.name {
            Name::Literal(read, span) if same(&read, &variable) => Some(span),
            _ => None,
        });
        let Some(span) = own else { continue };
        let node = expression.node(artifact);
        let who = name(activity).unwrap_or_default();
        sink.report(
            node,
            format!("activity \"{who}\" sets the variable \"{variable}\" from itself, which the service refuses"),
        )
        .within(node, span)
        .subject(variable.as_ref())
        .label("read here")
        .related(artifact, target, "set here");
    }
}
