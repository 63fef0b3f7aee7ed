//! `sql-write-without-endpoint`: a script of the workspace's SQL pools writes to storage that no private endpoint is
//! for. Reads are let out.

use crate::catalog;
use crate::json::{Node, Span};
use crate::language::tsql::{Fact, Name};
use crate::network::{Coverage, Network, host_of_url};
use crate::rule::{Context, Draft, Sink};
use crate::rules::reach::{BLOCKED, endpoint_to_make, partial};
use crate::workspace::Artifact;
use crate::workspace::sql::DataSource;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for sql in artifact.sql() {
        for statement in &sql.script.statements {
            match &statement.fact {
                Fact::ExternalTable { name, data_source: Some(source), writes: true, .. } => {
                    table(context, artifact, sql.node, name, source, sink);
                }
                Fact::Copy { table, error_file: Some(file), .. } => {
                    let Some(host) = blocked(context.network, file.text(&sql.text)) else { continue };
                    let message = format!(
                        "{} copies into \"{}\" and writes rejected rows to {host}, which no managed private endpoint covers",
                        artifact.described(),
                        table.text
                    );
                    report(context, sql.node, file.content.clone(), &host, message, sink);
                }
                _ => {}
            }
        }
    }
}

/// A table that is written from a query (CETAS).
fn table(context: &Context<'_>, artifact: &Artifact, node: Node<'_>, table: &Name, source: &Name, sink: &mut Sink<'_>) {
    let Some((created, host)) = leads_to_blocked(context, artifact, &source.text) else { return };
    let message = format!(
        "{} writes external table \"{}\" to {host}, which no managed private endpoint covers",
        artifact.described(),
        table.text
    );
    let draft = report(context, node, source.span.clone(), &host, message, sink);
    let place = created.node.span_within(created.range.clone());
    draft.related_span(created.artifact, created.node, place, format!("leads to {host}"));
}

fn report<'s>(
    context: &Context<'_>,
    node: Node<'_>,
    place: Span,
    host: &str,
    message: String,
    sink: &'s mut Sink<'_>,
) -> Draft<'s> {
    let draft = sink.report_part(node, place, host, message);
    partial(context, draft.label(BLOCKED).help(endpoint_to_make(host)))
}

/// The data source a name stands for, when every one it may be leads to storage without an endpoint. Scripts of several
/// databases may create it; the one at hand knows its own.
fn leads_to_blocked<'a>(context: &'a Context<'_>, artifact: &Artifact, name: &str) -> Option<(DataSource<'a>, String)> {
    let mut sources: Vec<DataSource<'_>> = context.workspace.data_sources(name).collect();
    if sources.iter().any(|source| source.artifact.id == artifact.id) {
        sources.retain(|source| source.artifact.id == artifact.id);
    }
    let blocked: Option<Vec<String>> =
        sources.iter().map(|source| blocked(context.network, source.location?)).collect();
    let host = blocked?.into_iter().next()?;
    Some((sources.swap_remove(0), host))
}

/// The host of a location in storage whose account has no endpoint, be it for `blob` or `dfs`.
fn blocked(network: &Network, location: &str) -> Option<String> {
    let host = host_of_url(location).name()?.to_owned();
    let service = catalog::azure_service(&host)?;
    let is_account = service.name.is_some() && service.resource_type == "Microsoft.Storage/storageAccounts";
    (is_account && matches!(network.coverage_of_account(&host), Coverage::Missing(_))).then_some(host)
}
