//! `too-many-parameters`: a pipeline with more parameters than the service takes.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let limit = context.options.too_many_parameters.max;
    let Some(parameters) = artifact.property(&["parameters"]).filter(|list| list.is_object()) else { return };
    let count = parameters.children().count();
    if count > limit as usize {
        let message = format!("{} has {count} parameters; the limit is {limit}", artifact.described());
        sink.report(parameters, message).key(parameters);
    }
}
