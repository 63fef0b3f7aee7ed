//! The egress map as a flowchart of Mermaid, which GitHub and Azure DevOps draw in Markdown: what carries the traffic →
//! private endpoint → host. Renderers refuse big charts, so the worst hosts are drawn and the others are counted.

use super::map;
use super::words::{carrier, host, name, tone, use_name, way};
use crate::lint::Analysed;
use crate::network::{Row, Verdict};
use crate::report::escape::line;
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// Most hosts of all workspaces together. GitHub's renderer takes 500 arrows.
const HOSTS: usize = 80;

/// Fewest hosts of a workspace that are drawn, however many workspaces there are.
const FEWEST: usize = 3;

const STYLES: &str = "  classDef bare fill:#ffebe9,stroke:#c4262e,color:#1b1f24
  classDef past fill:#fbefff,stroke:#8250df,color:#1b1f24
  classDef pending fill:#fff8c5,stroke:#9a6700,color:#1b1f24
  classDef declared fill:#ddf4ff,stroke:#0969da,color:#1b1f24
  classDef covered fill:#dafbe1,stroke:#1a7f37,color:#1b1f24
  classDef unknown fill:#f6f8fa,stroke:#6e7781,color:#1b1f24
";

/// The chart of several workspaces.
pub fn render(workspaces: &[Analysed]) -> String {
    let maps: Vec<_> = workspaces.iter().map(|analysed| (analysed, map(analysed))).collect();
    let drawn = maps.iter().filter(|(_, map)| !map.rows.is_empty()).count();
    let most = (HOSTS / drawn.max(1)).max(FEWEST);
    let mut chart = Chart { out: String::from("flowchart LR\n"), nodes: 0 };
    for (at, (analysed, map)) in maps.iter().enumerate().filter(|(_, (_, map))| !map.rows.is_empty()) {
        let title = label(&format!("workspace {}", analysed.workspace.shown_root()));
        let _ = writeln!(chart.out, "  subgraph w{at}[{title}]\n    direction LR");
        chart.workspace(&map.rows, most);
        chart.out.push_str("  end\n");
    }
    chart.out.push_str(STYLES);
    chart.out
}

struct Chart {
    out: String,
    nodes: usize,
}

impl Chart {
    fn workspace(&mut self, rows: &[Row<'_>], most: usize) {
        let mut ids = FxHashMap::default();
        for row in rows.iter().take(most) {
            let from = self.node(&mut ids, 'r', ("[[", "]]"), &carrier(row), "");
            let to = self.node(&mut ids, 'h', ("([", "])"), &host(row), tone(row.verdict));
            match row.verdict {
                Verdict::Declared | Verdict::Covered => {
                    let through = self.node(&mut ids, 'e', ("[", "]"), &way(row), tone(row.verdict));
                    self.arrow(&from, "-->", &uses(row), &through);
                    self.arrow(&through, "-->", name(row.verdict), &to);
                }
                Verdict::Assumed | Verdict::PublicRuntime | Verdict::Outside => {
                    self.arrow(&from, "-->", &said(row), &to);
                }
                Verdict::Pending | Verdict::Unknown => self.arrow(&from, "-.->", &said(row), &to),
                Verdict::Missing | Verdict::NearMiss | Verdict::NoPrivateLink => {
                    self.arrow(&from, "--x", &said(row), &to);
                }
            }
        }
        if let Some(rest) = rows.len().checked_sub(most).filter(|rest| *rest > 0) {
            self.node(&mut ids, 'm', ("[", "]"), &format!("and {rest} more hosts: synlint egress -o html"), "unknown");
        }
    }

    /// The node of a name, written when it is met first. A host looks as its worst row does.
    fn node(
        &mut self,
        ids: &mut FxHashMap<(char, String), String>,
        kind: char,
        (open, close): (&str, &str),
        text: &str,
        class: &str,
    ) -> String {
        if let Some(id) = ids.get(&(kind, text.to_lowercase())) {
            return id.clone();
        }
        let id = format!("{kind}{}", self.nodes);
        self.nodes += 1;
        let class = if class.is_empty() { String::new() } else { format!(":::{class}") };
        let _ = writeln!(self.out, "    {id}{open}{}{close}{class}", label(text));
        ids.insert((kind, text.to_lowercase()), id.clone());
        id
    }

    fn arrow(&mut self, from: &str, arrow: &str, text: &str, to: &str) {
        let text = if text.is_empty() { String::new() } else { format!("|{}|", label(text)) };
        let _ = writeln!(self.out, "    {from} {arrow}{text} {to}");
    }
}

fn uses(row: &Row<'_>) -> String {
    row.uses.iter().map(|own| use_name(*own)).collect::<Vec<_>>().join(", ")
}

fn said(row: &Row<'_>) -> String {
    format!("{}: {}", name(row.verdict), way(row))
}

/// A text in quotes. What Mermaid or Markdown would act on is written as a code of its own.
fn label(text: &str) -> String {
    let mut out = String::from("\"");
    for c in line(text).chars() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | '*' | '_' | '\\' | '[' | ']' | '{' | '}' | '|' | ';' => {
                let _ = write!(out, "#{};", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
