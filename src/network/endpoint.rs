//! Artifact → the hosts it talks to, each with its place and what chooses its runtime: linked services by their type,
//! and the activities that call a URL of their own.

use super::form::{self, Named};
use super::host::{Host, Unknown, addresses};
use super::scope::Scope;
use crate::catalog::{self, LinkedServiceType};
use crate::json::Node;
use crate::workspace::pipeline::active;
use crate::workspace::{Artifact, Kind};
use std::ops::Range;

/// One host an artifact talks to.
#[derive(Debug)]
pub struct Endpoint<'a> {
    /// The host.
    pub host: Host,
    /// The value that names it; the type of a linked service whose host follows from that.
    pub node: Node<'a>,
    /// Where in the decoded value the host's name stands; nowhere in particular for URLs.
    pub range: Option<Range<usize>>,
    /// The `connectVia` that chooses the runtime.
    pub connect_via: Option<Node<'a>>,
    /// Who calls.
    pub caller: Caller<'a>,
}

/// Who calls a host.
#[derive(Debug, Clone, Copy)]
pub enum Caller<'a> {
    /// A linked service of a type the catalogue knows.
    LinkedService(&'static LinkedServiceType),
    /// A Web activity.
    Web(Node<'a>),
    /// A WebHook activity.
    WebHook(Node<'a>),
}

/// The hosts an artifact talks to: of what is computed, each that its parameters can make of it. Activities that are
/// switched off talk to nobody.
pub fn endpoints<'w>(scope: &Scope<'w>, artifact: &'w Artifact) -> Vec<Endpoint<'w>> {
    match artifact.kind {
        Kind::LinkedService => linked_service(scope, artifact),
        Kind::Pipeline => active(artifact).flat_map(|own| activity(scope, artifact, own)).collect(),
        _ => Vec::new(),
    }
}

fn linked_service<'w>(scope: &Scope<'w>, artifact: &'w Artifact) -> Vec<Endpoint<'w>> {
    let Some(type_node) = artifact.property(&["type"]) else { return Vec::new() };
    let Some(entry) = type_node.as_str().and_then(|name| catalog::linked_service(&name)) else { return Vec::new() };
    let endpoint = |node, Named { host, range }| {
        let connect_via = artifact.property(&["connectVia"]);
        Endpoint { host, node, range, connect_via, caller: Caller::LinkedService(entry) }
    };
    // Properties are alternatives: the first that says anything counts.
    for (key, form) in &entry.hosts {
        let Some(node) = artifact.property(&["typeProperties", key]) else { continue };
        let named = form::named(scope, artifact, node, *form, &entry.name);
        if named.iter().all(|named| named.host == Host::Unknown(Unknown::Missing)) {
            continue;
        }
        return named.into_iter().map(|named| endpoint(node, named)).collect();
    }
    vec![endpoint(type_node, Named { host: Host::Unknown(Unknown::Missing), range: None })]
}

fn activity<'w>(scope: &Scope<'w>, pipeline: &'w Artifact, activity: Node<'w>) -> Vec<Endpoint<'w>> {
    let caller = match activity.get("type").and_then(Node::as_str).as_deref() {
        Some("WebActivity") => Caller::Web(activity),
        Some("WebHook") => Caller::WebHook(activity),
        _ => return Vec::new(),
    };
    let Some(node) = activity.at(&["typeProperties", "url"]) else { return Vec::new() };
    // Where a WebHook activity keeps it is not documented.
    let connect_via = activity.at(&["typeProperties", "connectVia"]).or_else(|| activity.get("connectVia"));
    let hosts = addresses(scope, pipeline, node).into_iter();
    hosts.map(|address| Endpoint { host: address.host, node, range: None, connect_via, caller }).collect()
}
