//! The egress map: every host a workspace talks to, by whom, by which runtime, and what stands between. One row a host,
//! port and runtime. It says what is known and from where; never that a host is reachable on the word of Git alone.

use super::endpoint::{Caller, Endpoint, endpoints};
use super::fault;
use super::inventory::State;
use super::private_endpoint::{Coverage, PrivateEndpoint};
use super::scope::Scope;
use super::{Host, Network, RuntimeClass, Unknown};
use crate::json::Node;
use crate::workspace::artifact::AUTO_RESOLVE;
use crate::workspace::graph::User;
use crate::workspace::{Artifact, Kind, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of the traffic to a host; the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// No private endpoint covers it.
    Missing,
    /// None covers it, and one comes near.
    NearMiss,
    /// There is nothing a private endpoint could lead to.
    NoPrivateLink,
    /// It leaves by an Azure runtime outside the managed network.
    PublicRuntime,
    /// It leaves by a runtime that the protection does not reach: self-hosted or SSIS.
    Outside,
    /// A private endpoint leads there and is not approved.
    Pending,
    /// A private endpoint leads there; nothing tells whether it is approved.
    Declared,
    /// A private endpoint leads there: approved by the inventory, or made by the service.
    Covered,
    /// A host of the workspace itself, without an endpoint that shows it.
    Assumed,
    /// It cannot be told.
    Unknown,
}

/// What a host is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// Data comes from there.
    Read,
    /// Data goes there.
    Write,
    /// Data is staged there.
    Staging,
    /// Secrets come from there.
    Secret,
    /// It is called.
    Call,
}

/// A host, a port and a runtime.
#[derive(Debug)]
pub struct Row<'a> {
    /// The host's name.
    pub host: String,
    /// Its port, where one is said.
    pub port: Option<u16>,
    /// Where the runtime stands.
    pub runtime: RuntimeClass,
    /// What the runtime is called.
    pub runtime_name: String,
    /// What becomes of the traffic.
    pub verdict: Verdict,
    /// The endpoint that leads there, or comes near.
    pub endpoint: Option<&'a PrivateEndpoint>,
    /// What it is used for.
    pub uses: BTreeSet<Use>,
    /// Who talks to it.
    pub consumers: Vec<Consumer<'a>>,
}

/// Who talks to a host.
#[derive(Debug)]
pub struct Consumer<'a> {
    /// The linked service, or the pipeline of the activity.
    pub artifact: &'a Artifact,
    /// The activity that calls it itself.
    pub activity: Option<String>,
    /// The value that names the host.
    pub node: Node<'a>,
    /// How it authenticates, where that is said.
    pub authentication: Option<String>,
    /// The pipelines that come to use it.
    pub pipelines: BTreeSet<String>,
    /// Does a trigger start one of them?
    pub triggered: bool,
}

/// A host that cannot be told.
#[derive(Debug)]
pub struct UnknownHost<'a> {
    /// Why.
    pub why: Unknown,
    /// Who talks to it.
    pub consumer: Consumer<'a>,
}

/// Every host a workspace talks to.
#[derive(Debug, Default)]
pub struct Egress<'a> {
    /// The hosts, the worst first.
    pub rows: Vec<Row<'a>>,
    /// Those that cannot be told.
    pub unknown: Vec<UnknownHost<'a>>,
    /// Endpoints in Git that nothing uses.
    pub unused: Vec<&'a PrivateEndpoint>,
}

impl<'a> Egress<'a> {
    /// The map of one workspace.
    pub fn new(workspace: &'a Workspace, network: &'a Network) -> Self {
        let scope = Scope::new(workspace);
        let mut rows: BTreeMap<(String, Option<u16>, String), Row<'a>> = BTreeMap::new();
        let mut unknown = Vec::new();
        for artifact in &workspace.artifacts {
            for endpoint in endpoints(&scope, artifact) {
                let consumer = consumer(workspace, artifact, &endpoint);
                match &endpoint.host {
                    Host::Known { .. } if endpoint.host.is_local() => {}
                    Host::Known { name, port } => {
                        let runtime_name = runtime_name(&endpoint);
                        let key = (name.clone(), *port, runtime_name.to_lowercase());
                        let row = || row(workspace, network, &endpoint, runtime_name);
                        let row = rows.entry(key).or_insert_with(row);
                        row.uses.extend(uses(workspace, artifact, &endpoint));
                        row.consumers.push(consumer);
                    }
                    Host::Unknown(Unknown::Missing) => {}
                    Host::Unknown(why) => unknown.push(UnknownHost { why: *why, consumer }),
                }
            }
        }
        let mut rows: Vec<Row<'a>> = rows.into_values().collect();
        rows.sort_by(|a, b| (a.verdict, &a.host, a.port).cmp(&(b.verdict, &b.host, b.port)));
        let artifacts = workspace.of_kind(Kind::ManagedPrivateEndpoint);
        let unused = artifacts.filter(|artifact| network.is_unused(workspace, artifact));
        let unused = unused.filter_map(|artifact| network.private_endpoint_of(artifact)).collect();
        Self { rows, unknown, unused }
    }
}

fn row<'a>(workspace: &'a Workspace, network: &'a Network, endpoint: &Endpoint<'a>, runtime_name: String) -> Row<'a> {
    let host = endpoint.host.name().unwrap_or_default().to_owned();
    let port = if let Host::Known { port, .. } = endpoint.host { port } else { None };
    let runtime = network.runtime(workspace, endpoint.connect_via);
    let (verdict, covering) = match runtime {
        RuntimeClass::Public => (Verdict::PublicRuntime, None),
        RuntimeClass::SelfHosted | RuntimeClass::Ssis => (Verdict::Outside, None),
        RuntimeClass::Unknown => (Verdict::Unknown, None),
        RuntimeClass::Managed => judged(network, endpoint, &host),
    };
    let (uses, consumers) = (BTreeSet::new(), Vec::new());
    Row { host, port, runtime, runtime_name, verdict, endpoint: covering, uses, consumers }
}

fn judged<'a>(network: &'a Network, endpoint: &Endpoint<'a>, host: &str) -> (Verdict, Option<&'a PrivateEndpoint>) {
    match network.coverage(host) {
        Coverage::Covered(covering) => {
            let approved = covering.state == State::Approved || covering.made_by_service;
            (if approved { Verdict::Covered } else { Verdict::Declared }, Some(covering))
        }
        Coverage::Pending(pending) => (Verdict::Pending, Some(pending)),
        Coverage::OwnWorkspace => (Verdict::Assumed, None),
        Coverage::Unknown => (Verdict::Unknown, None),
        Coverage::Missing(_) if fault::leads_nowhere(endpoint) => (Verdict::NoPrivateLink, None),
        Coverage::Missing(near) => match near.first() {
            Some(miss) => (Verdict::NearMiss, Some(miss.endpoint)),
            None => (Verdict::Missing, None),
        },
    }
}

/// The runtime as the artifact names it; the default one where it names none.
fn runtime_name(endpoint: &Endpoint<'_>) -> String {
    let named = endpoint.connect_via.and_then(|reference| reference.get("referenceName")?.as_str());
    named.map_or_else(|| AUTO_RESOLVE.to_owned(), |name| name.into_owned())
}

fn consumer<'a>(workspace: &'a Workspace, artifact: &'a Artifact, endpoint: &Endpoint<'a>) -> Consumer<'a> {
    let (activity, authentication) = match endpoint.caller {
        Caller::Web(activity) | Caller::WebHook(activity) => {
            (activity.get("name"), activity.at(&["typeProperties", "authentication", "type"]))
        }
        Caller::LinkedService(_) => {
            let said = ["authenticationType", "authentication", "accountKind"].iter();
            (
                None,
                said.filter_map(|key| artifact.property(&["typeProperties", key])).find(|node| node.as_str().is_some()),
            )
        }
    };
    let text = |node: Option<Node<'_>>| node.and_then(Node::as_str).map(|text| text.into_owned());
    let (pipelines, triggered) = pipelines(workspace, artifact);
    Consumer {
        artifact,
        activity: text(activity),
        node: endpoint.node,
        authentication: text(authentication),
        pipelines,
        triggered,
    }
}

/// The pipelines that come to use an artifact, itself included, and whether a trigger starts one.
fn pipelines(workspace: &Workspace, artifact: &Artifact) -> (BTreeSet<String>, bool) {
    let (mut open, mut seen) = (vec![artifact], BTreeSet::from([artifact.id]));
    let (mut pipelines, mut triggered) = (BTreeSet::new(), false);
    while let Some(next) = open.pop() {
        match next.kind {
            Kind::Pipeline => drop(pipelines.insert(next.name.clone())),
            Kind::Trigger => triggered = true,
            _ => {}
        }
        open.extend(workspace.users(next).map(|(user, _)| user).filter(|user| seen.insert(user.id)));
    }
    (pipelines, triggered)
}

/// What a linked service is used for, as far as its users show.
fn uses(workspace: &Workspace, artifact: &Artifact, endpoint: &Endpoint<'_>) -> BTreeSet<Use> {
    if !matches!(endpoint.caller, Caller::LinkedService(_)) {
        return BTreeSet::from([Use::Call]);
    }
    let mut found = BTreeSet::new();
    for (user, node) in workspace.users(artifact) {
        match user.kind {
            Kind::Dataset => found.extend(workspace.users(user).filter_map(of_reference)),
            _ => found.extend(of_reference((user, node))),
        }
    }
    found
}

/// What a reference to data shows of its use, by the property it stands in.
fn of_reference((_, node): User<'_>) -> Option<Use> {
    node.ancestors().filter_map(Node::key).find_map(|key| match key.as_ref() {
        "outputs" | "sinks" | "sink" => Some(Use::Write),
        "inputs" | "sources" | "source" | "dataset" => Some(Use::Read),
        "stagingSettings" | "staging" => Some(Use::Staging),
        "store" => Some(Use::Secret),
        _ => None,
    })
}
