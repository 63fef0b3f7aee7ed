//! `unknown-notebook`: code runs a notebook that does not exist.

use crate::finding::Level;
use crate::language::placeholder::is_placeholder;
use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::rules::missing;
use crate::workspace::code::What;
use crate::workspace::{Artifact, Kind, Resolution};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let workspace = context.workspace;
    for fact in artifact.code().iter() {
        let What::Run(run) = &fact.what else { continue };
        let (Some(name), Some((_, known))) = (run.name(), run.target.literal()) else { continue };
        if workspace.may_lie_elsewhere(Kind::Notebook, name) || is_placeholder(name) || is_file(name) {
            continue;
        }
        match workspace.resolve(Kind::Notebook, name) {
            Resolution::Missing => {
                let message = format!(
                    "{} runs notebook \"{name}\", which does not exist in this workspace",
                    artifact.described()
                );
                let draft = in_code::at_text(artifact, sink, fact, known, message).subject(name);
                missing::show_likely(context, draft.label("no notebook has this name"), Kind::Notebook, name);
            }
            Resolution::Case(found) => {
                let message = format!(
                    "{} runs notebook \"{name}\", whose name is \"{}\": they differ by case",
                    artifact.described(),
                    found.name
                );
                let draft = in_code::at_text(artifact, sink, fact, known, message).subject(name).level(Level::Note);
                draft.label("differs by case").help(format!("write \"{}\"", found.name)).related(
                    found,
                    found.anchor(),
                    "its name",
                );
            }
            Resolution::Exact(_) | Resolution::BuiltIn => {}
        }
    }
}

/// A file of the session, which no workspace shows.
fn is_file(name: &str) -> bool {
    [".py", ".ipynb", ".r", ".scala", ".sh"].iter().any(|end| name.to_ascii_lowercase().ends_with(end))
}
