//! What rules about missing targets share.

use crate::rule::{Context, Draft, Sink};
use crate::workspace::{Artifact, Kind, Resolution, Target, Workspace};

/// Reports every reference to a target of the wanted kinds that does not exist and is not declared external.
pub fn report(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>, wanted: impl Fn(Kind) -> bool) {
    for reference in artifact.references.iter().filter(|reference| wanted(reference.kind)) {
        let Target::Name(name) = &reference.target else { continue };
        let workspace = context.workspace;
        let is_missing = workspace.resolve_reference(reference) == Resolution::Missing;
        if !is_missing || workspace.may_lie_elsewhere(reference.kind, name) {
            continue;
        }
        let node = artifact.document.node(reference.node);
        let words = reference.kind.words();
        let message =
            format!("{} refers to {words} \"{name}\", which does not exist in this workspace", artifact.described());
        let draft = sink.report(node, message).subject(name.as_ref()).label(format!("no {words} has this name"));
        show_likely(context, draft, reference.kind, name);
    }
}

/// Shows what may be meant by a name that nothing has: the nearest name, or the same name in another workspace.
pub fn show_likely<'d>(context: &Context<'_>, draft: Draft<'d>, kind: Kind, name: &str) -> Draft<'d> {
    if let Some(near) = nearest(context, kind, name) {
        return draft.help(format!("did you mean \"{}\"?", near.name)).related(near, near.anchor(), "the nearest name");
    }
    let Some((other, found)) = elsewhere(context, kind, name) else { return draft };
    let place = format!("{}/{name}", kind.folder());
    let help = format!("if both are deployed to one workspace, declare it: external = [\"{place}\"] in synlint.toml");
    draft.help(help).related(
        found,
        found.anchor(),
        format!("one of that name is in the workspace {}", other.shown_root()),
    )
}

/// An artifact of that name in another workspace of the repository: a package of parts that are deployed together looks
/// like several workspaces.
fn elsewhere<'a>(context: &Context<'a>, kind: Kind, name: &str) -> Option<(&'a Workspace, &'a Artifact)> {
    let others = context.repository.iter().filter(|other| !std::ptr::eq(**other, context.workspace));
    others.filter_map(|other| Some((*other, other.find(kind, name)?))).next()
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
