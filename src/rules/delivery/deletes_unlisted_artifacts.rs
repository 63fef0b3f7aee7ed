//! `deletes-unlisted-artifacts`: a deployment deletes what Git does not have, and the workspace uses such artifacts.

use super::deployed;
use crate::delivery::{File, Flag};
use crate::json::Node;
use crate::rule::{Repository, Sink};
use crate::workspace::{Artifact, Kind, Resolution, Target, Workspace};
use std::collections::BTreeMap;

pub fn check(repository: &Repository<'_>, file: &File, sink: &mut Sink<'_>) {
    for step in file.steps() {
        let Flag::On(input) = step.deletes() else { continue };
        let Some((workspace, _)) = deployed(repository, file, step) else { continue };
        let lost = external(workspace);
        let Some(((kind, name), _)) = lost.first_key_value() else { continue };
        let more = match lost.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let words = kind.words();
        let message = format!(
            "the step \"{}\" deletes what the template lacks, as {words} \"{name}\"{more}, external and used here",
            step.name
        );
        let draft = sink.report_place(&format!("{} › {}", step.place, input.name), input.span.clone(), message);
        let draft = draft.label("deletes everything that is not in Git").subject(workspace.shown_root());
        lost.values()
            .fold(draft, |draft, (user, node)| draft.used_by(user, *node, format!("used by {}", user.described())));
    }
}

/// Artifacts that are declared to live elsewhere, each with the first that refers to it. The deployment deletes no
/// pools, and a notebook that lies beside as a file is not declared.
fn external(workspace: &Workspace) -> BTreeMap<(Kind, String), (&Artifact, Node<'_>)> {
    let mut found = BTreeMap::new();
    for artifact in &workspace.artifacts {
        for reference in &artifact.references {
            let Target::Name(name) = &reference.target else { continue };
            let kind = reference.kind;
            let imported = kind == Kind::Notebook && workspace.has_exported_notebooks();
            let missing = workspace.resolve(kind, name) == Resolution::Missing;
            if missing && !imported && !kind.lives_outside_git() && workspace.is_external(kind, name) {
                let key = (kind, name.to_lowercase());
                found.entry(key).or_insert((artifact, artifact.document.node(reference.node)));
            }
        }
    }
    found
}
