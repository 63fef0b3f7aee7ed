//! The egress map for people, readable at 80 columns: groups by verdict, the worst first, one host a paragraph.

use super::{meaning, name, reason};
use crate::lint::Analysed;
use crate::network::{Consumer, Egress, Origin, PrivateEndpoint, Row, Verdict};
use crate::report::escape::line;
use crate::report::text::wrapped;
use std::fmt::Write;

/// Most consumers that are named; the rest is counted.
const CONSUMERS: usize = 3;

pub fn render(analysed: &Analysed, map: &Egress<'_>, width: usize) -> String {
    let network = &analysed.network;
    let mut out = String::new();
    let profile = format!("{:?}", network.profile).to_lowercase();
    let evidence = format!("{:?}", network.completeness).to_lowercase();
    let head = format!(
        "workspace {}: network {profile} (from {}), private endpoints {evidence}",
        analysed.workspace.shown_root(),
        network.source.shown
    );
    paragraph(&mut out, width, 0, &head);
    let mut last = None;
    for row in &map.rows {
        if last != Some(row.verdict) {
            let count = map.rows.iter().filter(|other| other.verdict == row.verdict).count();
            heading(&mut out, width, row.verdict, count);
            last = Some(row.verdict);
        }
        host(&mut out, width, row);
    }
    if !map.unknown.is_empty() {
        let _ = writeln!(out, "\nhosts that cannot be told ({})", map.unknown.len());
        for unknown in &map.unknown {
            paragraph(&mut out, width, 2, &format!("{}: {}", who(&unknown.consumer), reason(unknown.why)));
        }
    }
    if !map.unused.is_empty() {
        let _ = writeln!(out, "\nprivate endpoints that nothing uses ({})", map.unused.len());
        for unused in &map.unused {
            paragraph(&mut out, width, 2, &endpoint(unused));
        }
    }
    out
}

fn heading(out: &mut String, width: usize, verdict: Verdict, count: usize) {
    out.push('\n');
    paragraph(out, width, 0, &format!("{}: {} ({count})", name(verdict), meaning(verdict)));
}

fn host(out: &mut String, width: usize, row: &Row<'_>) {
    let port = row.port.map(|port| format!(":{port}")).unwrap_or_default();
    paragraph(out, width, 2, &format!("{}{port}", row.host));
    paragraph(out, width, 6, &format!("by runtime {}{}", row.runtime_name, uses(row)));
    if let Some(own) = row.endpoint {
        let word = if row.verdict == Verdict::NearMiss { "near" } else { "by" };
        paragraph(out, width, 6, &format!("{word} private endpoint {}", endpoint(own)));
    }
    for consumer in row.consumers.iter().take(CONSUMERS) {
        paragraph(out, width, 6, &format!("for {}", chain(consumer)));
    }
    if let Some(more) = row.consumers.len().checked_sub(CONSUMERS).filter(|more| *more > 0) {
        paragraph(out, width, 6, &format!("and {more} more"));
    }
}

fn uses(row: &Row<'_>) -> String {
    let words: Vec<String> = row.uses.iter().map(|own| format!("{own:?}").to_lowercase()).collect();
    if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) }
}

fn endpoint(endpoint: &PrivateEndpoint) -> String {
    let group = if endpoint.group.is_empty() { String::new() } else { format!(", {}", endpoint.group) };
    let from = match &endpoint.origin {
        Origin::Git(_) => "Git".to_owned(),
        Origin::Configuration => "configuration".to_owned(),
        Origin::Inventory => "inventory".to_owned(),
        Origin::Code(place) => format!("{}:{}", place.path, place.line),
    };
    format!("\"{}\" ({} {}{group}; {from})", endpoint.name, endpoint.resource_type, endpoint.resource_name)
}

fn who(consumer: &Consumer<'_>) -> String {
    let artifact = consumer.artifact.described();
    match &consumer.activity {
        Some(activity) => format!("activity \"{activity}\" of {artifact}"),
        None => artifact,
    }
}

/// Who, and what starts it.
fn chain(consumer: &Consumer<'_>) -> String {
    let started = match (consumer.pipelines.len(), consumer.triggered) {
        (0, _) => "in no pipeline".to_owned(),
        (1, true) => "in 1 pipeline, triggered".to_owned(),
        (1, false) => "in 1 pipeline, dormant".to_owned(),
        (many, true) => format!("in {many} pipelines, triggered"),
        (many, false) => format!("in {many} pipelines, dormant"),
    };
    format!("{}, {started}", who(consumer))
}

/// Words over as many lines as they need, the further ones a little deeper.
fn paragraph(out: &mut String, width: usize, indent: usize, text: &str) {
    let text = wrapped(&line(text), width, indent, &" ".repeat(indent + 4));
    let _ = writeln!(out, "{:indent$}{text}", "");
}
