//! `self-hosted-bypass`: traffic that leaves through a self-hosted runtime.

use crate::network::RuntimeClass;
use crate::rule::{Context, Sink, within};
use crate::workspace::graph::Target;
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for reference in artifact.references.iter().filter(|reference| reference.kind == Kind::IntegrationRuntime) {
        let Target::Name(name) = &reference.target else { continue };
        if context.network.runtime_named(context.workspace, name) == RuntimeClass::SelfHosted {
            let node = artifact.document.node(reference.node);
            let message = format!(
                "{} leaves through the self-hosted integration runtime \"{name}\", which the protection does not reach",
                within(artifact, node)
            );
            sink.report(node, message);
        }
    }
}
