//! `public-integration-runtime`: an Azure runtime outside the managed network, where it is used, or where it is defined
//! while nothing uses it.

use crate::finding::Level;
use crate::network::RuntimeClass;
use crate::rule::{Context, Draft, Sink, within};
use crate::workspace::graph::Target;
use crate::workspace::{Artifact, Kind, Product};

/// In a Data Factory no runtime is inside the network by its name.
const IN_A_FACTORY: &str =
    "use a runtime with managedVirtualNetwork; AutoResolveIntegrationRuntime is one only where its file says so";

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let (network, workspace) = (context.network, context.workspace);
    if artifact.kind == Kind::IntegrationRuntime {
        let may_be_used =
            workspace.users(artifact).next().is_some() || workspace.may_mean_any(Kind::IntegrationRuntime);
        if !may_be_used
            && !artifact.is_built_in()
            && network.runtime_named(workspace, &artifact.name) == RuntimeClass::Public
        {
            let message =
                format!("{} is outside the managed virtual network; nothing uses it yet", artifact.described());
            let draft = sink.report(artifact.anchor(), message).level(Level::Warning);
            help(context, draft);
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
        let draft = help(context, sink.report(node, message).label("leaves past the protection"));
        if let Some(runtime) = workspace.find(Kind::IntegrationRuntime, name) {
            let type_node = runtime.property(&["type"]).unwrap_or(runtime.anchor());
            draft.related(runtime, type_node, "without managedVirtualNetwork");
        }
    }
}

/// The page speaks of Synapse.
fn help<'d>(context: &Context<'_>, draft: Draft<'d>) -> Draft<'d> {
    match context.workspace.product {
        Product::Synapse => draft,
        Product::DataFactory => draft.help(IN_A_FACTORY),
    }
}
