//! `undeclared-parameter`: an expression reads a parameter that its pipeline, dataset or linked service does not
//! declare.

use super::{LookUp, holder, look_ups};
use crate::language::expression::Root;
use crate::rule::{Context, Sink};
use crate::workspace::scope::Declared;
use crate::workspace::{Artifact, Kind};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let root = match artifact.kind {
        Kind::Pipeline => Root::Parameter,
        Kind::Dataset => Root::Dataset,
        Kind::LinkedService => Root::LinkedService,
        _ => return,
    };
    let declared = Declared::of(artifact, "parameters");
    // Behind `?.` a missing parameter is null, and meant to be.
    for found in look_ups(artifact).filter(|found| found.root == root && !found.safe) {
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
    if let Some(near) = declared.nearest(name) {
        let spelt = near.key().unwrap_or_default();
        draft.help(format!("did you mean \"{spelt}\"?")).related_span(
            artifact,
            near,
            near.key_span().unwrap_or(near.span()),
            "the nearest name",
        );
    }
}
