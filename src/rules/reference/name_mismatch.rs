//! `name-mismatch`: the `name` inside differs from the file's name.

use crate::finding::Level;
use crate::rule::{Context, Sink};
use crate::workspace::graph::is_placeholder;
use crate::workspace::{Artifact, Kind, Workspace, same_name};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(node) = artifact.root().get("name") else { return };
    let Some(name) = node.as_str() else { return };
    let stem = artifact.stem.rsplit('/').next().unwrap_or_default();
    // The file of a factory is named after the factory that wrote it, which need not be the one it is deployed to.
    if name == stem || is_placeholder(&name) || is_placeholder(stem) || artifact.kind == Kind::Factory {
        return;
    }
    let words = artifact.kind.words();
    let case_only = same_name(&name, stem);
    let message = match case_only {
        true => format!("{words} \"{name}\" lies in a file called \"{stem}\": only case differs"),
        false => format!("{words} \"{name}\" lies in a file called \"{stem}\"; the service expects one name"),
    };
    let draft = sink.report(node, message).label(format!("the file says \"{stem}\""));
    let draft = match holder(context.workspace, artifact, &name) {
        Some(other) => draft
            .help(format!("set the name to \"{stem}\", or remove one of the two files: both claim \"{name}\""))
            .related(other, other.anchor(), "called that as well"),
        None => draft.help(format!("rename the file to \"{name}.json\", or set the name to \"{stem}\"")),
    };
    if case_only {
        draft.level(Level::Note);
    }
}

/// The artifact in the file that is called like the name already, whatever its case: renaming would overwrite it.
fn holder<'a>(workspace: &'a Workspace, artifact: &Artifact, name: &str) -> Option<&'a Artifact> {
    let folder = artifact.stem.rsplit_once('/').map(|(folder, _)| folder);
    let is_called = |stem: &str| match (folder, stem.rsplit_once('/')) {
        (Some(own), Some((folder, stem))) => own == folder && same_name(stem, name),
        (None, None) => same_name(stem, name),
        _ => false,
    };
    workspace.of_kind(artifact.kind).find(|other| *other != artifact && is_called(&other.stem))
}
