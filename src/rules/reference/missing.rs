//! What the two rules about missing targets share.

use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Kind, Resolution, Target};

/// Reports every reference to a target of the wanted kinds that does not exist and is not declared external.
pub fn report(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>, wanted: impl Fn(Kind) -> bool) {
    for reference in artifact.references.iter().filter(|reference| wanted(reference.kind)) {
        let Target::Name(name) = &reference.target else { continue };
        let workspace = context.workspace;
        if workspace.resolve(reference.kind, name) != Resolution::Missing || workspace.is_external(reference.kind, name)
        {
            continue;
        }
        let node = artifact.document.node(reference.node);
        let words = reference.kind.words();
        let message =
            format!("{} refers to {words} \"{name}\", which does not exist in this workspace", artifact.described());
        let draft = sink.report(node, message).subject(name.as_str()).label(format!("no {words} has this name"));
        if let Some(near) = nearest(context, reference.kind, name) {
            draft.help(format!("did you mean \"{}\"?", near.name)).related(near, near.anchor(), "the nearest name");
        }
    }
}

/// The artifact whose name is most like `name`, when it is close.
fn nearest<'a>(context: &Context<'a>, kind: Kind, name: &str) -> Option<&'a Artifact> {
    let wanted = name.to_lowercase();
    let score = |artifact: &Artifact| strsim::jaro_winkler(&artifact.name.to_lowercase(), &wanted);
    let scored = context.workspace.of_kind(kind).map(|artifact| (score(artifact), artifact));
    let best = scored.max_by(|(a, one), (b, other)| a.total_cmp(b).then_with(|| other.path.cmp(&one.path)))?;
    let close = strsim::levenshtein(&best.1.name.to_lowercase(), &wanted) * 6 <= wanted.chars().count();
    close.then_some(best.1)
}
