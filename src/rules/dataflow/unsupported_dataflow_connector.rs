//! `unsupported-dataflow-connector`: a source or sink that data flows cannot use.

use super::binding::{Binding, bindings};
use crate::catalog::dataflow::{End, Support, dataset_support, linked_service_support};
use crate::finding::Level;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::dataflow::List;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for binding in bindings(context.workspace, artifact) {
        let end = match binding.list {
            List::Sources => End::Source,
            List::Sinks => End::Sink,
            List::Transformations => continue,
        };
        if !unsupported(artifact, &binding, binding.linked_service, linked_service_support, end, sink)
            && let Some(dataset) = binding.dataset
        {
            unsupported(artifact, &binding, dataset, dataset_support, end, sink);
        }
    }
}

/// Reports the linked service or dataset behind a binding; was there something to report?
fn unsupported(
    artifact: &Artifact,
    binding: &Binding<'_>,
    target: &Artifact,
    support: fn(&str, End) -> Support,
    end: End,
    sink: &mut Sink<'_>,
) -> bool {
    let Some(type_name) = target.type_name() else { return false };
    let (level, verdict) = match support(&type_name, end) {
        Support::Open => return false,
        Support::Unlisted => (Level::Warning, "the connectors of data flows do not list"),
        Support::Refused => (Level::Error, "data flows cannot use"),
    };
    let verb = if end == End::Source { "reads from" } else { "writes to" };
    let message = format!(
        "{} \"{}\" of {} {verb} {}, and {verdict} type \"{type_name}\" there",
        binding.list.word(),
        binding.entry,
        artifact.described(),
        target.described()
    );
    let type_node = target.property(&["type"]).unwrap_or(target.anchor());
    sink.report(binding.node, message)
        .level(level)
        .label("no connector of data flows")
        .related(target, type_node, "its type");
    true
}
