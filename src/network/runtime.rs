//! Which integration runtime carries the traffic.

use crate::json::Node;
use crate::workspace::artifact::AUTO_RESOLVE;
use crate::workspace::{Artifact, Kind, Product, Workspace};

/// Where a runtime stands in the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RuntimeClass {
    /// An Azure runtime inside the managed virtual network.
    Managed,
    /// An Azure runtime outside it.
    Public,
    /// On the customer's machines.
    SelfHosted,
    /// An Azure-SSIS runtime.
    Ssis,
    /// A SQL pool of the workspace: the protection holds what it writes, and lets out what it reads.
    SqlPool,
    /// It is an expression, has no file, or is of a type we do not know.
    Unknown,
}

/// The class of the runtime a `connectVia` chooses. A missing one means the default Azure runtime.
pub(super) fn class(workspace: &Workspace, managed: bool, connect_via: Option<Node<'_>>) -> RuntimeClass {
    let Some(reference) = connect_via.filter(|node| !node.is_null()) else {
        return default_class(workspace, managed);
    };
    let Some(name) = reference.get("referenceName").and_then(Node::as_str) else {
        return RuntimeClass::Unknown;
    };
    named(workspace, managed, &name)
}

/// The class of the runtime of this name.
pub(super) fn named(workspace: &Workspace, managed: bool, name: &str) -> RuntimeClass {
    if name.eq_ignore_ascii_case(AUTO_RESOLVE) {
        return default_class(workspace, managed);
    }
    workspace.find(Kind::IntegrationRuntime, name).map_or(RuntimeClass::Unknown, class_of_file)
}

/// In a Synapse root with a managed network the default runtime is inside it, whatever a file says ("Azure Synapse
/// Analytics Managed Virtual Network", Microsoft Learn); in a Data Factory root the file decides.
fn default_class(workspace: &Workspace, managed: bool) -> RuntimeClass {
    match workspace.product {
        Product::Synapse if managed => RuntimeClass::Managed,
        Product::Synapse => RuntimeClass::Public,
        Product::DataFactory => {
            let without_file = if managed { RuntimeClass::Unknown } else { RuntimeClass::Public };
            workspace.find(Kind::IntegrationRuntime, AUTO_RESOLVE).map_or(without_file, class_of_file)
        }
    }
}

fn class_of_file(runtime: &Artifact) -> RuntimeClass {
    let type_name = runtime.type_name();
    let is = |name: &str| type_name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name));
    if is("SelfHosted") {
        RuntimeClass::SelfHosted
    } else if !is("Managed") {
        RuntimeClass::Unknown
    } else if runtime.property(&["typeProperties", "ssisProperties"]).is_some() {
        RuntimeClass::Ssis
    } else if runtime.property(&["managedVirtualNetwork"]).is_some() {
        RuntimeClass::Managed
    } else {
        RuntimeClass::Public
    }
}
