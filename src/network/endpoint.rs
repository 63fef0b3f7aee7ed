//! Artifact → the hosts it talks to, each with its place and its runtime. First form: the linked services whose URL
//! can lead anywhere.

use super::host::{Host, addresses};
use super::scope::Scope;
use crate::catalog;
use crate::json::Node;
use crate::workspace::{Artifact, Kind};

/// One host an artifact talks to.
#[derive(Debug)]
pub struct Endpoint<'a> {
    /// The host.
    pub host: Host,
    /// The value that names it.
    pub node: Node<'a>,
    /// The `connectVia` that chooses the runtime.
    pub connect_via: Option<Node<'a>>,
}

/// The hosts an artifact talks to: for a URL that is computed, each one that its parameters can make of it.
pub fn endpoints<'w>(scope: &Scope<'w>, artifact: &'w Artifact) -> Vec<Endpoint<'w>> {
    let generic = (artifact.kind == Kind::LinkedService)
        .then(|| artifact.type_name())
        .flatten()
        .and_then(|name| catalog::linked_service(&name))
        .is_some_and(|entry| entry.generic);
    let Some(node) = artifact.property(&["typeProperties", "url"]).filter(|_| generic) else { return Vec::new() };
    let connect_via = artifact.property(&["connectVia"]);
    let hosts = addresses(scope, artifact, node).into_iter();
    hosts.map(|address| Endpoint { host: address.host, node, connect_via }).collect()
}
