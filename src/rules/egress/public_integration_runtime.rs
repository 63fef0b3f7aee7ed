//! `public-integration-runtime`: an Azure runtime outside the managed network, where it is used, or where it is defined
//! while nothing uses it.

use crate::finding::Level;
use crate::network::RuntimeClass;
use crate::rule::{Context, Sink, within};
use crate::workspace::graph::Target;
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let (network, workspace) = (context.network, context.workspace);
    if artifact.kind == Kind::IntegrationRuntime {
        let used = workspace.users(artifact).next().is_some();
        if !used && !artifact.is_built_in() && network.runtime_named(workspace, &artifact.name) == RuntimeClass::Public
        {
            let message =
                format!("{} is outside the managed virtual network; nothing uses it yet", artifact.described());
            sink.report(artifact.anchor(), message).level(Level::Warning);
        }
        return;
    }
    for reference in artifact.references.iter().filter(|reference| reference.kind == Kind::IntegrationRuntime) {
        let Target::Name(name) = &reference.target else { continue };
        if network.runtime_named(workspace, name) != RuntimeClass::Public {
            continue;
        }
        let node = artifact.document.node(reference.node);
        let message = format!(
            "{} runs on the integration runtime \"{name}\", which is outside the managed virtual network",
            within(artifact, node)
        );
        let draft = sink.report(node, message).label("leaves past the protection");
        if let Some(runtime) = workspace.find(Kind::IntegrationRuntime, name) {
            let type_node = runtime.property(&["type"]).unwrap_or(runtime.anchor());
            draft.related(runtime, type_node, "without managedVirtualNetwork");
        }
    }
}
