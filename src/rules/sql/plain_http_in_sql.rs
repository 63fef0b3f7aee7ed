//! `plain-http-in-sql`: a script reads or writes over an address without TLS.

use crate::json::{Node, Span};
use crate::language::kql;
use crate::language::tsql::{Fact, Literal};
use crate::network::host_of_url;
use crate::rule::{Context, Sink, within};
use crate::workspace::graph::is_inactive;
use crate::workspace::{Artifact, Kind};

/// Schemes without TLS, each with the one to use instead.
const PLAIN: [(&str, &str); 3] = [("http://", "https://"), ("wasb://", "wasbs://"), ("abfs://", "abfss://")];

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for sql in artifact.sql().filter(|sql| !is_inactive(sql.node)) {
        for literal in sql.script.statements.iter().flat_map(|statement| addresses(&statement.fact)) {
            report(artifact, sink, sql.node, &sql.text, literal.content.clone());
        }
    }
    let query = artifact.property(&["content", "query"]).filter(|_| artifact.kind == Kind::Kqlscript);
    if let Some((node, text)) = query.and_then(|node| Some((node, node.as_str()?))) {
        for literal in kql::literals(&text).into_iter().filter(|literal| literal.is_address) {
            report(artifact, sink, node, &text, literal.content);
        }
    }
}

/// The addresses a statement reads from or writes to.
fn addresses(fact: &Fact) -> Vec<&Literal> {
    match fact {
        Fact::DataSource { location, .. } => location.iter().collect(),
        Fact::Copy { from, error_file, .. } => from.iter().chain(error_file).collect(),
        Fact::OpenRowset { bulk, .. } => bulk.iter().collect(),
        _ => Vec::new(),
    }
}

fn report(artifact: &Artifact, sink: &mut Sink<'_>, node: Node<'_>, text: &str, content: Span) {
    let url = &text[content.clone()];
    let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let Some((scheme, secure)) = PLAIN.iter().find(|(scheme, _)| begins(scheme)) else { return };
    let host = host_of_url(url);
    if host.is_local() {
        return;
    }
    let Some(host) = host.name() else { return };
    let message = format!("{} reaches {host} over plain {}", within(artifact, node), scheme.trim_end_matches("://"));
    let place = content.start..content.start + scheme.len();
    sink.report_part(node, place, host, message).label("not encrypted").help(format!("use {secure}"));
}
