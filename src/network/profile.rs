//! Whether a workspace has a managed virtual network and data exfiltration protection, and how we know.

use super::Declared;
use crate::infrastructure::{Concerning, Said};
use crate::json::text::LineIndex;
use crate::json::{Node, pointer};
use crate::workspace::{Artifact, Kind, Product, Workspace};
use std::sync::Arc;

/// The network a workspace runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// No managed virtual network.
    Public,
    /// A managed virtual network; outbound traffic is free.
    Managed,
    /// Data exfiltration protection: outbound traffic passes managed private endpoints or not at all.
    Dep,
}

impl Profile {
    /// The name used in every output and in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Public => "public",
            Profile::Managed => "managed",
            Profile::Dep => "dep",
        }
    }
}

/// How the profile is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSource {
    /// `file:line`, `--network` or `default`.
    pub shown: String,
    /// The file and pointer that show a managed network while nothing says whether it is protected.
    pub inferred: Option<(Arc<str>, String)>,
}

pub(super) fn profile(workspace: &Workspace, declared: &Declared, code: &Concerning<'_>) -> (Profile, ProfileSource) {
    if let Some((profile, shown)) = &declared.profile {
        return (*profile, ProfileSource { shown: shown.clone(), inferred: None });
    }
    let said = workspace.of_kind(Kind::ManagedVirtualNetwork).find_map(|network| Some((network, protection(network)?)));
    if let Some((network, node)) = said {
        // A Data Factory has no such protection, whatever its file says.
        let protected = node.as_bool() == Some(true) && workspace.product == Product::Synapse;
        let profile = if protected { Profile::Dep } else { Profile::Managed };
        return (profile, ProfileSource { shown: place(network, node), inferred: None });
    }
    if let Some((said, place)) = code.network() {
        let shown = format!("{}:{}", place.path, place.line);
        let profile = match said {
            Said::Protected => Some(Profile::Dep),
            Said::Managed => Some(Profile::Managed),
            Said::Public => Some(Profile::Public),
            Said::Nothing => None,
        };
        if let Some(profile) = profile {
            return (profile, ProfileSource { shown, inferred: None });
        }
    }
    match evidence(workspace) {
        Some((artifact, node)) => {
            // Without the protection in the product there is nothing left to settle.
            let open = workspace.product == Product::Synapse;
            let inferred = open.then(|| (artifact.path.clone(), pointer::pointer(node)));
            (Profile::Managed, ProfileSource { shown: place(artifact, node), inferred })
        }
        None => (Profile::Public, ProfileSource { shown: "default".to_owned(), inferred: None }),
    }
}

/// `preventDataExfiltration`, also where the file is a serialised promise, as an old Studio wrote it.
fn protection(network: &Artifact) -> Option<Node<'_>> {
    let property = ["properties", "preventDataExfiltration"];
    let root = network.root();
    root.at(&property)
        .or_else(|| root.get("__zone_symbol__value")?.at(&property))
        .filter(|node| node.as_bool().is_some())
}

/// What shows a managed network: its own file, a runtime that references one, or an endpoint in it.
fn evidence(workspace: &Workspace) -> Option<(&Artifact, Node<'_>)> {
    let network = workspace.of_kind(Kind::ManagedVirtualNetwork).map(|artifact| (artifact, artifact.anchor()));
    let runtimes = workspace.of_kind(Kind::IntegrationRuntime);
    let referencing = runtimes.filter_map(|artifact| Some((artifact, artifact.property(&["managedVirtualNetwork"])?)));
    let endpoints = workspace.of_kind(Kind::ManagedPrivateEndpoint).map(|artifact| (artifact, artifact.anchor()));
    network.chain(referencing).chain(endpoints).find(|(artifact, _)| artifact.problem.is_none())
}

fn place(artifact: &Artifact, node: Node<'_>) -> String {
    let text = artifact.document.text();
    let line = LineIndex::new(text).position(text, node.span().start).line;
    format!("{}:{line}", artifact.path)
}
