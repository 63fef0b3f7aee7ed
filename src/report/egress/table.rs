//! The egress map for people, readable at 80 columns: groups by verdict, the worst first, one host a paragraph.

use super::words::{carrier, meaning, name, origin, reason, started, use_name, who};
use crate::lint::Analysed;
use crate::network::{Consumer, Egress, PrivateEndpoint, Row, Verdict};
use crate::report::escape::line;
use crate::report::prose::wrapped;
use std::fmt::Write;

/// Most consumers that are named; the rest is counted.
const CONSUMERS: usize = 3;

pub fn render(analysed: &Analysed, map: &Egress<'_>, width: usize) -> String {
    let network = &analysed.network;
    let mut out = String::new();
    let (profile, evidence) = (network.profile.name(), network.completeness.name());
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
    paragraph(out, width, 2, &super::words::host(row));
    paragraph(out, width, 6, &format!("by {}{}", carrier(row), uses(row)));
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
    let words: Vec<&str> = row.uses.iter().map(|own| use_name(*own)).collect();
    if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) }
}

fn endpoint(endpoint: &PrivateEndpoint) -> String {
    let group = if endpoint.group.is_empty() { String::new() } else { format!(", {}", endpoint.group) };
    let (kind, name) = (&endpoint.resource_type, &endpoint.resource_name);
    format!("\"{}\" ({kind} {name}{group}; {})", endpoint.name, origin(endpoint))
}

/// Who, and what starts it.
fn chain(consumer: &Consumer<'_>) -> String {
    format!("{}, {}", who(consumer), started(consumer))
}

/// Words over as many lines as they need, the further ones a little deeper.
fn paragraph(out: &mut String, width: usize, indent: usize, text: &str) {
    let text = wrapped(&line(text), width, indent, &" ".repeat(indent + 4));
    let _ = writeln!(out, "{:indent$}{text}", "");
}
