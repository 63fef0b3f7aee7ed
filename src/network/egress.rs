//! The egress map: every host a workspace talks to, by whom, by which runtime, and what stands between. One row a host,
//! port and runtime. It says what is known and from where; never that a host is reachable on the word of Git alone.

use super::carrier::carriers;
use super::direct::{Carrier, Direct, direct, names_hosts_itself};
use super::endpoint::{Caller, Endpoint, endpoints};
use super::fault;
use super::inventory::State;
use super::private_endpoint::{Coverage, PrivateEndpoint};
use super::scope::Scope;
use super::{Host, Network, RuntimeClass, Unknown};
use crate::json::Node;
use crate::workspace::artifact::AUTO_RESOLVE;
use crate::workspace::graph::User;
use crate::workspace::{Artifact, Kind, Problem, Workspace};
use std::cell::LazyCell;
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
    /// A SQL pool reads from there.
    SqlRead,
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

/// What Spark is called where a runtime would be.
const SPARK: &str = "Spark pools";

/// What SQL is called where a runtime would be.
const SQL: &str = "SQL pools";

impl Row<'_> {
    /// Do pools carry the traffic, and no integration runtime?
    pub fn is_pools(&self) -> bool {
        [SPARK, SQL].contains(&self.runtime_name.as_str())
    }
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
        let mut map = Map::default();
        for artifact in &workspace.artifacts {
            let chain = LazyCell::new(|| Chain::of(workspace, artifact));
            let carriers = LazyCell::new(|| carriers(workspace, artifact));
            for endpoint in endpoints(&scope, artifact) {
                let uses = uses(workspace, artifact, &endpoint);
                for reference in runtimes(&endpoint, &carriers) {
                    let consumer = consumer(artifact, &endpoint, &chain);
                    let way = || by_runtime(workspace, network, &endpoint, reference);
                    map.add(&endpoint.host, consumer, uses.clone(), way);
                }
            }
            if let Some(why) = unread(artifact) {
                let consumer = Consumer::new(artifact, artifact.root(), &chain);
                map.unknown.push(UnknownHost { why, consumer });
            }
            for own in direct(workspace, network, artifact) {
                let consumer = Consumer::new(artifact, own.node, &chain);
                map.add(&own.host, consumer, own.usage.into_iter().collect(), || by_pool(workspace, network, &own));
            }
        }
        let mut rows: Vec<Row<'a>> = map.rows.into_values().collect();
        rows.sort_by(|a, b| (a.verdict, &a.host, a.port).cmp(&(b.verdict, &b.host, b.port)));
        let artifacts = workspace.of_kind(Kind::ManagedPrivateEndpoint);
        let unused = artifacts.filter(|artifact| network.is_unused(workspace, artifact));
        let unused = unused.filter_map(|artifact| network.private_endpoint_of(artifact)).collect();
        Self { rows, unknown: map.unknown, unused }
    }
}

/// The map while it is drawn.
#[derive(Default)]
struct Map<'a> {
    rows: BTreeMap<(String, Option<u16>, String), Row<'a>>,
    unknown: Vec<UnknownHost<'a>>,
}

/// By what the traffic to a host leaves, and what becomes of it.
struct Way<'a> {
    class: RuntimeClass,
    name: String,
    verdict: Verdict,
    endpoint: Option<&'a PrivateEndpoint>,
}

impl<'a> Map<'a> {
    /// Adds a host that is not on the machine itself; once an artifact or activity, however often it names it.
    fn add(&mut self, host: &Host, consumer: Consumer<'a>, uses: BTreeSet<Use>, way: impl FnOnce() -> Way<'a>) {
        let (name, port) = match host {
            Host::Known { .. } if host.is_local() => return,
            Host::Known { name, port } => (name, *port),
            Host::Unknown(Unknown::Missing) => return,
            Host::Unknown(why) => return self.unknown.push(UnknownHost { why: *why, consumer }),
        };
        let way = way();
        let key = (name.clone(), port, way.name.to_lowercase());
        let row = self.rows.entry(key).or_insert_with(|| Row {
            host: name.clone(),
            port,
            runtime: way.class,
            runtime_name: way.name,
            verdict: way.verdict,
            endpoint: way.endpoint,
            uses: BTreeSet::new(),
            consumers: Vec::new(),
        });
        // What a SQL pool reads may pass where what it writes does not.
        if way.verdict < row.verdict {
            (row.verdict, row.endpoint) = (way.verdict, way.endpoint);
        }
        row.uses.extend(uses);
        let same = |last: &Consumer<'_>| last.artifact == consumer.artifact && last.activity == consumer.activity;
        if !row.consumers.last().is_some_and(same) {
            row.consumers.push(consumer);
        }
    }
}

/// Why nobody can tell which hosts an artifact names, where it is of a kind that names some.
fn unread(artifact: &Artifact) -> Option<Unknown> {
    let names_hosts =
        matches!(artifact.kind, Kind::LinkedService | Kind::Pipeline) || names_hosts_itself(artifact.kind);
    match artifact.problem.as_ref().filter(|_| names_hosts)? {
        Problem::Syntax(_) | Problem::NotAnObject(_) => Some(Unknown::NotJson),
        Problem::Unreadable { .. } | Problem::ClosedFolder(_) => Some(Unknown::Unreadable),
    }
}

/// The runtimes by which a host is reached; what cannot be told is told once.
fn runtimes<'a>(endpoint: &Endpoint<'a>, carriers: &[Option<Node<'a>>]) -> Vec<Option<Node<'a>>> {
    match endpoint.caller {
        Caller::LinkedService(_) if endpoint.host.name().is_some() => carriers.to_vec(),
        _ => vec![endpoint.connect_via],
    }
}

fn by_runtime<'a>(
    workspace: &'a Workspace,
    network: &'a Network,
    endpoint: &Endpoint<'a>,
    reference: Option<Node<'a>>,
) -> Way<'a> {
    let class = network.runtime(workspace, reference);
    let coverage = network.coverage(endpoint.host.name().unwrap_or_default());
    let (verdict, covering) = judged(class, coverage, fault::leads_nowhere(endpoint));
    Way { class, name: runtime_name(reference), verdict, endpoint: covering }
}

/// The way out of sessions of Spark, which stand where the default runtime stands, and of SQL pools.
fn by_pool<'a>(workspace: &'a Workspace, network: &'a Network, own: &Direct<'a>) -> Way<'a> {
    let default = network.runtime(workspace, None);
    let (class, name) = match (own.carrier, default) {
        (Carrier::Spark, _) => (default, SPARK),
        (Carrier::Sql, RuntimeClass::Managed) => (RuntimeClass::SqlPool, SQL),
        (Carrier::Sql, _) => (default, SQL),
    };
    let (verdict, endpoint) = match judged(class, own.coverage.clone(), false) {
        (Verdict::Missing | Verdict::NearMiss, _) if own.usage == Some(Use::SqlRead) => (Verdict::Outside, None),
        judged => judged,
    };
    Way { class, name: name.to_owned(), verdict, endpoint }
}

type Judged<'a> = (Verdict, Option<&'a PrivateEndpoint>);

fn judged(class: RuntimeClass, coverage: Coverage<'_>, leads_nowhere: bool) -> Judged<'_> {
    match class {
        RuntimeClass::Public => (Verdict::PublicRuntime, None),
        RuntimeClass::SelfHosted | RuntimeClass::Ssis => (Verdict::Outside, None),
        RuntimeClass::Unknown => (Verdict::Unknown, None),
        RuntimeClass::Managed | RuntimeClass::SqlPool => of_coverage(coverage, leads_nowhere),
    }
}

fn of_coverage(coverage: Coverage<'_>, leads_nowhere: bool) -> Judged<'_> {
    match coverage {
        Coverage::Covered(covering) => {
            let approved = covering.state == State::Approved || covering.made_by_service;
            (if approved { Verdict::Covered } else { Verdict::Declared }, Some(covering))
        }
        Coverage::Pending(pending) => (Verdict::Pending, Some(pending)),
        Coverage::OwnWorkspace => (Verdict::Assumed, None),
        Coverage::Unknown => (Verdict::Unknown, None),
        Coverage::Missing(_) if leads_nowhere => (Verdict::NoPrivateLink, None),
        Coverage::Missing(near) => match near.first() {
            Some(miss) => (Verdict::NearMiss, Some(miss.endpoint)),
            None => (Verdict::Missing, None),
        },
    }
}

/// The runtime as it is named; the default one where it names none.
fn runtime_name(reference: Option<Node<'_>>) -> String {
    let named = reference.and_then(|reference| reference.get("referenceName")?.as_str());
    named.map_or_else(|| AUTO_RESOLVE.to_owned(), |name| name.into_owned())
}

fn consumer<'a>(artifact: &'a Artifact, endpoint: &Endpoint<'a>, chain: &Chain) -> Consumer<'a> {
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
    Consumer {
        activity: text(activity),
        authentication: text(authentication),
        ..Consumer::new(artifact, endpoint.node, chain)
    }
}

impl<'a> Consumer<'a> {
    fn new(artifact: &'a Artifact, node: Node<'a>, chain: &Chain) -> Self {
        let (pipelines, triggered) = (chain.pipelines.clone(), chain.triggered);
        Self { artifact, activity: None, node, authentication: None, pipelines, triggered }
    }
}

/// What comes to use an artifact.
struct Chain {
    /// The pipelines, itself included.
    pipelines: BTreeSet<String>,
    /// Does a trigger start one of them?
    triggered: bool,
}

impl Chain {
    fn of(workspace: &Workspace, artifact: &Artifact) -> Self {
        let (mut open, mut seen) = (vec![artifact], BTreeSet::from([artifact.id]));
        let mut chain = Self { pipelines: BTreeSet::new(), triggered: false };
        while let Some(next) = open.pop() {
            match next.kind {
                Kind::Pipeline => drop(chain.pipelines.insert(next.name.clone())),
                Kind::Trigger => chain.triggered = true,
                _ => {}
            }
            open.extend(workspace.users(next).map(|(user, _)| user).filter(|user| seen.insert(user.id)));
        }
        chain
    }
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
fn of_reference((user, node): User<'_>) -> Option<Use> {
    let found = node.ancestors().filter_map(Node::key).find_map(|key| match key.as_ref() {
        "outputs" | "sinks" | "sink" => Some(Use::Write),
        "inputs" | "sources" | "source" | "dataset" => Some(Use::Read),
        "stagingSettings" | "staging" => Some(Use::Staging),
        "logSettings" | "logStorageSettings" | "redirectIncompatibleRowSettings" => Some(Use::Write),
        "store" => Some(Use::Secret),
        _ => None,
    });
    // An activity that runs something there: a function, a procedure, a script.
    let runs = || {
        let holder = node.parent().filter(|reference| reference.key_is("linkedServiceName"))?.parent()?;
        (user.kind == Kind::Pipeline && holder.get("typeProperties").is_some()).then_some(Use::Call)
    };
    found.or_else(runs)
}
