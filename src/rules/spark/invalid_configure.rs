//! `invalid-configure`: the settings of `%%configure` are no JSON.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::code::What;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        let What::Configure(configure) = &fact.what else { continue };
        let Some((problem, place)) = &configure.problem else { continue };
        let message = format!("the settings of %%configure in {} are no JSON: {problem}", artifact.described());
        let (node, within) = place.of(artifact);
        sink.report(node, message).within(node, within).line(&fact.line).subject("%%configure").label(problem.as_str());
    }
}
