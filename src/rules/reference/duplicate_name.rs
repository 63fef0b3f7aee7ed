//! `duplicate-name`: two files of one kind whose names differ only by case.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(first) = context.workspace.first_of_stem(artifact) else { return };
    let words = artifact.kind.words();
    let message = match artifact.stem == first.stem {
        true => format!("{words} \"{}\" lies in two files whose names differ only by case", artifact.stem),
        false => format!(
            "{words} \"{}\" and {words} \"{}\" differ only by case; the service knows one name",
            artifact.stem, first.stem
        ),
    };
    let help = "rename or remove one of them: a check-out on Windows or macOS keeps only one of the two files";
    sink.report(artifact.anchor(), message).subject(artifact.stem.as_str()).help(help).related(
        first,
        first.anchor(),
        "the other",
    );
}
