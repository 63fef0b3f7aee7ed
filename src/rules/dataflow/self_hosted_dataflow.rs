//! `self-hosted-dataflow`: data flows run on Azure runtimes only, and something here needs a self-hosted one.

use super::binding::{Binding, bindings};
use crate::catalog::dataflow::{End, Support, linked_service_support};
use crate::json::Node;
use crate::network::RuntimeClass;
use crate::rule::{Context, Sink};
use crate::workspace::pipeline::{active_of_type, name};
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    match artifact.kind {
        Kind::Pipeline => activities(context, artifact, sink),
        _ => linked_services(context, artifact, sink),
    }
}

fn is_self_hosted(context: &Context<'_>, connect_via: Option<Node<'_>>) -> bool {
    context.network.runtime(context.workspace, connect_via) == RuntimeClass::SelfHosted
}

/// Activities that ask to run a data flow on a self-hosted runtime.
fn activities(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for activity in active_of_type(artifact, &["ExecuteDataFlow"]) {
        let runtime = activity.at(&["typeProperties", "integrationRuntime"]);
        let Some(node) = runtime.and_then(|runtime| runtime.get("referenceName")) else { continue };
        if !is_self_hosted(context, runtime) {
            continue;
        }
        let message = format!(
            "activity \"{}\" runs its data flow on self-hosted integration runtime \"{}\", and data flows run on Azure runtimes only",
            name(activity).unwrap_or_default(),
            node.as_str().unwrap_or_default()
        );
        let help = "let the activity run on an Azure integration runtime";
        sink.report(node, message).label("self-hosted").help(help);
    }
}

/// Linked services that are reached through a self-hosted runtime, each once.
fn linked_services(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let mut bindings = bindings(context.workspace, artifact);
    bindings.retain(|binding| {
        let refused = binding
            .linked_service
            .type_name()
            .is_some_and(|name| linked_service_support(&name, End::Source) == Support::Refused);
        // What no data flow can use on any runtime is a matter of `unsupported-dataflow-connector`.
        !refused && is_self_hosted(context, binding.linked_service.property(&["connectVia"]))
    });
    bindings.sort_by_key(|binding| binding.linked_service.id);
    for uses in bindings.chunk_by(|one, other| one.linked_service == other.linked_service) {
        report(artifact, uses, sink);
    }
}

fn report(artifact: &Artifact, uses: &[Binding<'_>], sink: &mut Sink<'_>) {
    let Some((first, others)) = uses.split_first() else { return };
    let target = first.linked_service;
    let via = target.property(&["connectVia", "referenceName"]);
    let runtime = via.and_then(Node::as_str).unwrap_or_default();
    let message = format!(
        "{} \"{}\" of {} uses {} on self-hosted integration runtime \"{runtime}\", and data flows run on Azure runtimes only",
        first.list.word(),
        first.entry,
        artifact.described(),
        target.described()
    );
    let mut draft = sink.report(first.node, message).subject(target.name.as_str()).label("out of a data flow's reach");
    if let Some(via) = via {
        draft = draft.related(target, via, "its runtime");
    }
    for other in others {
        draft = draft.related(artifact, other.node, format!("used by {} \"{}\" too", other.list.word(), other.entry));
    }
}
