//! The hosts that an artifact names without a linked service: in code and settings of Spark, and in SQL scripts.

use super::Network;
use super::code::{CodeCall, Destination, calls_to_unknown, code_calls};
use super::diagnostics::{Diagnostics, Receiver, diagnostics};
use super::egress::Use;
use super::host::{Host, Unknown, host_of_url};
use super::private_endpoint::Coverage;
use crate::json::Node;
use crate::language::tsql::{Fact as Sql, Literal};
use crate::workspace::{Artifact, Kind, Workspace};

/// One place that names a host.
#[derive(Debug)]
pub(super) struct Direct<'a> {
    /// The string it stands in.
    pub node: Node<'a>,
    /// The host.
    pub host: Host,
    /// What it is used for, where that is plain.
    pub usage: Option<Use>,
    /// What covers the host.
    pub coverage: Coverage<'a>,
    /// Who carries the traffic.
    pub carrier: Carrier,
}

/// What carries traffic that no integration runtime carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    /// Sessions of Spark.
    Spark,
    /// SQL pools, whose writes only the protection holds.
    Sql,
}

/// Who carries the traffic to the hosts that artifacts of a kind name themselves; `None` where they name none.
fn carrier(kind: Kind) -> Option<Carrier> {
    match kind {
        Kind::Notebook | Kind::SparkJobDefinition | Kind::SparkConfiguration => Some(Carrier::Spark),
        Kind::Sqlscript => Some(Carrier::Sql),
        _ => None,
    }
}

/// May artifacts of a kind name hosts without a linked service?
pub(super) fn names_hosts_itself(kind: Kind) -> bool {
    carrier(kind).is_some()
}

/// The hosts an artifact names itself.
pub(super) fn direct<'a>(workspace: &'a Workspace, network: &'a Network, artifact: &'a Artifact) -> Vec<Direct<'a>> {
    match carrier(artifact.kind) {
        Some(Carrier::Spark) => spark(network, artifact),
        Some(Carrier::Sql) => sql(workspace, network, artifact),
        None => Vec::new(),
    }
}

fn spark<'a>(network: &'a Network, artifact: &'a Artifact) -> Vec<Direct<'a>> {
    let mut found: Vec<Direct<'a>> = code_calls(artifact).iter().map(|call| code(network, artifact, call)).collect();
    let sent = diagnostics(artifact);
    found.extend(sent.iter().filter_map(|sent| emitter(network, artifact, sent)));
    found.extend(calls_to_unknown(artifact).map(|fact| Direct {
        node: fact.place.of(artifact).0,
        host: Host::Unknown(Unknown::Code),
        usage: None,
        coverage: Coverage::Unknown,
        carrier: Carrier::Spark,
    }));
    found
}

fn code<'a>(network: &'a Network, artifact: &'a Artifact, call: &CodeCall<'a>) -> Direct<'a> {
    let place = call.known.map_or(&call.fact.place, |known| &known.place);
    Direct {
        node: place.of(artifact).0,
        host: Host::Known { name: call.host.clone(), port: None },
        usage: (call.kind == Destination::Other).then_some(Use::Call),
        coverage: call.coverage(network),
        carrier: Carrier::Spark,
    }
}

fn emitter<'a>(network: &'a Network, artifact: &'a Artifact, sent: &Diagnostics<'a>) -> Option<Direct<'a>> {
    let Receiver::Host { host, .. } = &sent.to else { return None };
    Some(Direct {
        node: sent.known.place.of(artifact).0,
        host: Host::Known { name: host.clone(), port: None },
        usage: Some(Use::Write),
        coverage: network.coverage(host),
        carrier: Carrier::Spark,
    })
}

fn sql<'a>(workspace: &'a Workspace, network: &'a Network, artifact: &'a Artifact) -> Vec<Direct<'a>> {
    let mut found = Vec::new();
    for own in artifact.sql() {
        let mut add = |url: &str, usage| found.extend(location(network, own.node, url, usage));
        let text = |literal: &Literal| literal.text(&own.text).to_owned();
        for statement in &own.script.statements {
            match &statement.fact {
                Sql::DataSource { location: Some(location), .. } => add(&text(location), Use::SqlRead),
                Sql::Copy { from, error_file, .. } => {
                    from.iter().for_each(|file| add(&text(file), Use::SqlRead));
                    error_file.iter().for_each(|file| add(&text(file), Use::Write));
                }
                Sql::OpenRowset { bulk, data_source: None, .. } => {
                    bulk.iter().for_each(|file| add(&text(file), Use::SqlRead));
                }
                Sql::ExternalTable { data_source: Some(source), writes: true, .. } => {
                    let created = workspace.data_sources(&source.text).filter_map(|source| source.location);
                    created.for_each(|location| add(location, Use::Write));
                }
                _ => {}
            }
        }
    }
    found
}

/// A location; one without a host is a path below something else.
fn location<'a>(network: &'a Network, node: Node<'a>, url: &str, usage: Use) -> Option<Direct<'a>> {
    if !url.contains("://") {
        return None;
    }
    let host = host_of_url(url);
    let coverage = match host.name() {
        Some(name) if name.contains('.') => network.coverage_of_account(name),
        Some(_) => return None,
        None => Coverage::Unknown,
    };
    Some(Direct { node, host, usage: Some(usage), coverage, carrier: Carrier::Sql })
}
