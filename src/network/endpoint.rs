//! Artifact → the hosts it talks to, each with its place and its runtime. First form: the linked services whose URL
//! can lead anywhere.

use super::host::{Host, host_of};
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

/// The hosts an artifact talks to.
pub fn endpoints(artifact: &Artifact) -> Vec<Endpoint<'_>> {
    let generic = (artifact.kind == Kind::LinkedService)
        .then(|| artifact.type_name())
        .flatten()
        .and_then(|name| catalog::linked_service(&name))
        .is_some_and(|entry| entry.generic);
    let url = artifact.property(&["typeProperties", "url"]).filter(|_| generic);
    let connect_via = artifact.property(&["connectVia"]);
    url.map(|node| Endpoint { host: host_of(Some(node)), node, connect_via }).into_iter().collect()
}
