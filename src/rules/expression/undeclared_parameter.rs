//! `undeclared-parameter`: an expression reads a parameter that its pipeline, dataset or linked service does not
//! declare.

use super::{LookUp, holder, look_ups, show_nearest};
use crate::rule::{Context, Sink};
use crate::workspace::scope::{Declared, root_of_parameters};
use crate::workspace::{Artifact, Kind};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(root) = root_of_parameters(artifact.kind) else { return };
    let declared = Declared::of(artifact, "parameters");
    // Behind `?.` a missing parameter is null, and meant to be.
    for found in look_ups(artifact, root).filter(|found| !found.safe) {
        if declared.get(&found.name).is_none() {
            report(artifact, &declared, &found, sink);
        }
    }
}

fn report(artifact: &Artifact, declared: &Declared<'_>, found: &LookUp<'_>, sink: &mut Sink<'_>) {
    let (name, node) = (&found.name, found.expression.node(artifact));
    let described = artifact.described();
    let message = match artifact.kind {
        Kind::Pipeline => {
            format!(
                "{} reads the parameter \"{name}\", which {described} does not declare",
                holder(artifact, found.expression)
            )
        }
        _ => format!("{described} reads its parameter \"{name}\", which it does not declare"),
    };
    let draft =
        sink.report(node, message).within(node, found.span.clone()).subject(name.as_ref()).label("not declared");
    show_nearest(artifact, declared, name, draft);
}
