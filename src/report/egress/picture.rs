//! The picture of one workspace's egress map, drawn as SVG: who → by what → through which endpoint → which host. Each
//! host is a lane, the worst first; what carries the traffic stands in the middle of its lanes.

use super::words::{class, host, meaning, name, started, tone, totals, way, who};
use crate::network::{Consumer, Egress, Row, RuntimeClass, Verdict};
use crate::report::escape::markup;
use std::fmt::Write;

/// Its width.
pub const WIDTH: usize = 1280;

/// Most hosts that are drawn; the rest is counted.
const LANES: usize = 60;

/// A column: where it begins, and its width.
type Column = (usize, usize);

const WHO: Column = (24, 280);
const BY: Column = (384, 236);
const THROUGH: Column = (700, 236);
const HOST: Column = (980, 276);

/// Height of a lane, and of the box in it.
const LANE: usize = 34;
const BOX: usize = 26;
const HEADING: usize = 30;
const TOP: usize = 36;

/// A drawn map.
pub struct Picture {
    /// What is inside the `svg` element.
    pub body: String,
    /// Its height.
    pub height: usize,
    lanes: usize,
}

/// What carries traffic, with the lanes it carries.
struct Carrier<'a> {
    name: &'a str,
    class: RuntimeClass,
    /// Middles of its lanes with their tones.
    lanes: Vec<(usize, Verdict)>,
    top: usize,
    height: usize,
}

impl Picture {
    /// Draws a map.
    pub fn new(map: &Egress<'_>) -> Self {
        let rows = &map.rows[..map.rows.len().min(LANES)];
        let mut body = headings();
        let mut y = TOP;
        let mut carriers: Vec<Carrier<'_>> = Vec::new();
        let (mut boxes, mut groups) = (String::new(), totals(&map.rows).into_iter());
        for (at, row) in rows.iter().enumerate() {
            if at == 0 || rows[at - 1].verdict != row.verdict {
                groups.next().iter().for_each(|(verdict, count)| boxes.push_str(&group(*verdict, *count, y)));
                y += HEADING;
            }
            let middle = y + LANE / 2;
            carrier_of(&mut carriers, row).lanes.push((middle, row.verdict));
            boxes.push_str(&lane(row, middle));
            y += LANE;
        }
        place(&mut carriers, y);
        carriers.iter().for_each(|carrier| body.push_str(&wires(carrier)));
        body.push_str(&boxes);
        carriers.iter().for_each(|carrier| body.push_str(&carrier_box(carrier)));
        if let Some(rest) = map.rows.len().checked_sub(LANES).filter(|rest| *rest > 0) {
            let _ =
                writeln!(body, "<text class=\"small\" x=\"{}\" y=\"{}\">and {rest} more hosts</text>", WHO.0, y + 18);
            y += 24;
        }
        let lowest = carriers.iter().map(|carrier| carrier.top + carrier.height).max().unwrap_or(0);
        Self { body, height: y.max(lowest) + 16, lanes: rows.len() }
    }

    /// Is there nothing to see?
    pub fn is_empty(&self) -> bool {
        self.lanes == 0
    }
}

fn headings() -> String {
    let columns = [(WHO, "WHO"), (BY, "BY"), (THROUGH, "THROUGH"), (HOST, "HOST")].iter();
    columns.map(|((x, _), text)| format!("<text class=\"column\" x=\"{x}\" y=\"22\">{text}</text>\n")).collect()
}

fn group(verdict: Verdict, count: usize, y: usize) -> String {
    let (name, meaning, tone) = (name(verdict), markup(meaning(verdict)), tone(verdict));
    let (left, right, y) = (WHO.0, THROUGH.0, y + 20);
    format!(
        "<g class=\"group {tone}\"><text class=\"name\" x=\"{left}\" y=\"{y}\">{name} ({count})</text><text x=\"{right}\" y=\"{y}\">{meaning}</text></g>\n"
    )
}

fn carrier_of<'c, 'a>(carriers: &'c mut Vec<Carrier<'a>>, row: &'a Row<'_>) -> &'c mut Carrier<'a> {
    let same = |own: &Carrier<'_>| own.name.eq_ignore_ascii_case(&row.runtime_name) && own.class == row.runtime;
    let at = carriers.iter().position(same).unwrap_or_else(|| {
        carriers.push(Carrier { name: &row.runtime_name, class: row.runtime, lanes: Vec::new(), top: 0, height: 0 });
        carriers.len() - 1
    });
    &mut carriers[at]
}

/// Puts each in the middle of its lanes, and none upon another.
fn place(carriers: &mut [Carrier<'_>], bottom: usize) {
    const APART: usize = 12;
    for carrier in carriers.iter_mut() {
        let sum: usize = carrier.lanes.iter().map(|(middle, _)| middle).sum();
        carrier.height = (carrier.lanes.len() * 9).clamp(40, 160);
        carrier.top = (sum / carrier.lanes.len().max(1)).saturating_sub(carrier.height / 2);
    }
    carriers.sort_by(|a, b| (a.top, a.name).cmp(&(b.top, b.name)));
    let mut free = TOP;
    for carrier in carriers.iter_mut() {
        carrier.top = carrier.top.max(free);
        free = carrier.top + carrier.height + APART;
    }
    let mut end = bottom.max(free - APART);
    for carrier in carriers.iter_mut().rev() {
        carrier.top = carrier.top.min(end.saturating_sub(carrier.height));
        end = carrier.top.saturating_sub(APART);
    }
}

/// The lines from the lanes into what carries them, and out again.
fn wires(carrier: &Carrier<'_>) -> String {
    let mut out = String::new();
    let step = carrier.height as f64 / (carrier.lanes.len() + 1) as f64;
    for (at, (middle, verdict)) in carrier.lanes.iter().enumerate() {
        let port = carrier.top as f64 + step * (at + 1) as f64;
        let tone = tone(*verdict);
        let (from, to) = (WHO.0 + WHO.1, THROUGH.0);
        out.push_str(&curve(tone, (from, *middle as f64), (BY.0, port)));
        out.push_str(&curve(tone, (BY.0 + BY.1, port), (to, *middle as f64)));
    }
    out
}

fn curve(tone: &str, (x1, y1): (usize, f64), (x2, y2): (usize, f64)) -> String {
    let middle = (x1 + x2) / 2;
    format!("<path class=\"wire {tone}\" d=\"M{x1} {y1:.1} C{middle} {y1:.1} {middle} {y2:.1} {x2} {y2:.1}\"/>\n")
}

fn carrier_box(carrier: &Carrier<'_>) -> String {
    let ((x, width), y, height) = (BY, carrier.top, carrier.height);
    let middle = y + height / 2;
    let (name, class) = (markup(carrier.name), class(carrier.class));
    let shown = markup(&cut(carrier.name, width));
    format!(
        "<g><title>{name}</title><rect class=\"carrier\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/><text x=\"{}\" y=\"{}\">{shown}</text><text class=\"small\" x=\"{}\" y=\"{}\">{class}</text></g>\n",
        x + 10,
        middle - 3,
        x + 10,
        middle + 12
    )
}

/// Who, through what, and the host.
fn lane(row: &Row<'_>, middle: usize) -> String {
    let tone = tone(row.verdict);
    let all: Vec<String> = row.consumers.iter().take(20).map(|own| format!("{}, {}", who(own), started(own))).collect();
    let (host, through) = (host(row), way(row));
    let is_bare = tone == "bare";
    let mut out = format!("<g class=\"{tone}\"><title>{}</title>", markup(&format!("{host}: {}", all.join("; "))));
    out.push_str(&cell(WHO, middle, "box", &consumers(&row.consumers)));
    out.push_str(&cell(THROUGH, middle, if is_bare { "gap" } else { "box toned" }, &through));
    out.push_str(&cell(HOST, middle, "box toned", &host));
    let (from, to) = (THROUGH.0 + THROUGH.1, HOST.0);
    let broken = if is_bare || matches!(row.verdict, Verdict::Pending | Verdict::Unknown) { " broken" } else { "" };
    let _ = write!(out, "<path class=\"wire{broken}\" d=\"M{from} {middle} H{to}\"/>");
    if is_bare {
        let (x, y) = ((from + to) / 2, middle);
        let (left, right, up, down) = (x - 5, x + 5, y - 5, y + 5);
        let _ = write!(out, "<path class=\"cross\" d=\"M{left} {up} L{right} {down} M{right} {up} L{left} {down}\"/>");
    }
    out.push_str("</g>\n");
    out
}

fn cell((x, width): Column, middle: usize, class: &str, text: &str) -> String {
    let (y, shown) = (middle - BOX / 2, markup(&cut(text, width)));
    format!(
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BOX}\" rx=\"5\"/><text x=\"{}\" y=\"{}\">{shown}</text>",
        x + 10,
        middle + 4
    )
}

/// The first who talks to it, and how many others.
fn consumers(consumers: &[Consumer<'_>]) -> String {
    let Some(first) = consumers.first() else { return String::new() };
    let name = first.activity.as_deref().unwrap_or(&first.artifact.name);
    match consumers.len() - 1 {
        0 => name.to_owned(),
        more => format!("{} + {more}", cut(name, WHO.1 - 40)),
    }
}

/// The text as far as it fits into a box of this width.
fn cut(text: &str, width: usize) -> String {
    let fits = width.saturating_sub(20) * 10 / 66;
    if text.chars().count() <= fits {
        return text.to_owned();
    }
    let start: String = text.chars().take(fits.saturating_sub(1)).collect();
    format!("{start}…")
}
