//! `late-configure`: `%%configure` without `-f` in a session that runs already.

use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::workspace::Artifact;
use crate::workspace::code::What;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        let What::Configure(configure) = &fact.what else { continue };
        if configure.force || configure.filled_by_pipeline {
            continue;
        }
        let Some(earlier) = &configure.earlier else { continue };
        let message = format!(
            "{} configures the session after the first code has started it: %%configure comes first, or takes -f",
            artifact.described()
        );
        let draft = in_code::at_fact(artifact, sink, fact, "%%configure", message).label("too late to take effect");
        let (node, within) = earlier.of(artifact);
        draft.related_span(artifact, node, node.span_within(within), "the session starts here");
    }
}
