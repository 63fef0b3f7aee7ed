//! `unknown-linked-service`: code names a linked service that does not exist.

use crate::language::placeholder::is_placeholder;
use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::rules::missing;
use crate::workspace::{Artifact, Kind, Resolution};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let workspace = context.workspace;
    for used in artifact.code().services() {
        let name = used.name;
        let missing = workspace.resolve(Kind::LinkedService, name) == Resolution::Missing;
        if !missing || workspace.may_lie_elsewhere(Kind::LinkedService, name) || is_example(name) {
            continue;
        }
        // A package of notebooks alone leaves its linked services to whoever installs it.
        if workspace.of_kind(Kind::LinkedService).next().is_none() {
            return;
        }
        let message =
            format!("{} names linked service \"{name}\", which does not exist in this workspace", artifact.described());
        let draft = in_code::at_text(artifact, sink, used.fact, used.known, message);
        missing::show_likely(context, draft.label("no linked service has this name"), Kind::LinkedService, name);
    }
}

/// A name that stands for the one to be filled in: `<name>`, `your_linked_service`, `linkedServiceName`.
fn is_example(name: &str) -> bool {
    let plain: String = name.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    is_placeholder(name)
        || plain.contains("your")
        || matches!(plain.as_str(), "linkedservice" | "linkedservicename" | "lsname")
}
