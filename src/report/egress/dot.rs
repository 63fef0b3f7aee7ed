//! The egress map as a graph of Graphviz: what carries the traffic → private endpoint → host; the whole map, for those
//! who lay it out themselves.

use super::map;
use super::words::{carrier, host, name, tone, use_name, way};
use crate::lint::Analysed;
use crate::network::{Row, Verdict};
use crate::report::escape::line;
use std::collections::BTreeSet;
use std::fmt::Write;

const HEAD: &str = "digraph egress {
  graph [rankdir=LR, fontname=\"sans-serif\", ranksep=1.2, nodesep=0.15]
  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f6f8fa\", color=\"#6e7781\", fontname=\"sans-serif\", fontsize=11]
  edge [color=\"#6e7781\", fontname=\"sans-serif\", fontsize=9]
";

/// The graph of several workspaces, each a cluster.
pub fn render(workspaces: &[Analysed]) -> String {
    let mut out = String::from(HEAD);
    for (at, analysed) in workspaces.iter().enumerate() {
        let title = quoted(&format!("workspace {}", analysed.workspace.shown_root()));
        let _ = writeln!(out, "  subgraph cluster_{at} {{\n    label={title}");
        let mut written = BTreeSet::new();
        for row in &map(analysed).rows {
            lines(row, at).into_iter().filter(|line| written.insert(line.clone())).for_each(|line| out.push_str(&line));
        }
        out.push_str("  }\n");
    }
    out.push_str("}\n");
    out
}

/// Nodes and edges of one host; what other hosts share is written once.
fn lines(row: &Row<'_>, at: usize) -> Vec<String> {
    let id = |kind: char, text: &str| quoted(&format!("{at} {kind} {}", text.to_lowercase()));
    let (by, host, through, colour) = (carrier(row), host(row), way(row), colour(row.verdict));
    // One host may be reached in two ways.
    let (from, to) = (id('r', &by), id('h', &format!("{host} {}", tone(row.verdict))));
    let uses = row.uses.iter().map(|own| use_name(*own)).collect::<Vec<_>>().join(", ");
    let node = |id: &str, text: &str, more: &str| format!("    {id} [label={}{more}]\n", quoted(text));
    let edge = |from: &str, to: &str, text: &str, style: &str| {
        format!("    {from} -> {to} [label={}, color=\"{colour}\", style={style}]\n", quoted(text))
    };
    let mut lines = vec![node(&from, &by, ""), node(&to, &host, &format!(", color=\"{colour}\", penwidth=1.6"))];
    match row.verdict {
        Verdict::Declared | Verdict::Covered => {
            let endpoint = id('e', &through);
            lines.push(node(&endpoint, &through, &format!(", shape=cds, color=\"{colour}\"")));
            lines.push(edge(&from, &endpoint, &uses, "solid"));
            lines.push(edge(&endpoint, &to, name(row.verdict), "solid"));
        }
        verdict => {
            let goes = matches!(verdict, Verdict::Outside | Verdict::PublicRuntime | Verdict::Assumed);
            let text = format!("{}: {through}", name(verdict));
            lines.push(edge(&from, &to, &text, if goes { "solid" } else { "dashed" }));
        }
    }
    lines
}

fn colour(verdict: Verdict) -> &'static str {
    match tone(verdict) {
        "bare" => "#c4262e",
        "past" => "#8250df",
        "pending" => "#9a6700",
        "declared" => "#0969da",
        "covered" => "#1a7f37",
        _ => "#6e7781",
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", line(text).replace('\\', "\\\\").replace('"', "\\\""))
}
