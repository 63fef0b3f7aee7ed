//! `reference-case`: a reference that matches its target but for case.

use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Resolution, Target};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for reference in &artifact.references {
        let Target::Name(name) = &reference.target else { continue };
        let Resolution::Case(target) = context.workspace.resolve_reference(reference) else { continue };
        let node = artifact.document.node(reference.node);
        let words = reference.kind.words();
        let message =
            format!("{} calls {words} \"{}\" by \"{name}\": only case differs", artifact.described(), target.name);
        let mended = serde_json::Value::from(target.name.as_str()).to_string();
        sink.report(node, message)
            .subject(name.as_ref())
            .label(format!("spelt \"{}\" there", target.name))
            .related(target, target.anchor(), "its name")
            .safe_fix(node.span(), mended, format!("spell it as the {words} does"));
    }
}
