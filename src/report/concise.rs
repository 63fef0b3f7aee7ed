//! One line a finding: `PATH:LINE:COLUMN: LEVEL[RULE] MESSAGE`.

use super::{Style, View, escape, text};
use crate::finding::Finding;
use crate::json::text::Position;

pub fn render(view: &View<'_>, style: &Style) -> String {
    view.new_findings().map(|finding| line(view, finding, style)).collect()
}

/// The line of one finding, with its line break.
pub fn line(view: &View<'_>, finding: &Finding, style: &Style) -> String {
    let start = view.positions(&finding.location).0;
    let place = place(&finding.location.path, start);
    let place = text::link(&place, &finding.location.path, style);
    let level = text::level(finding.level.name(), style);
    format!("{place}: {level}[{}] {}\n", finding.rule, escape::line(&finding.message))
}

/// `PATH:LINE:COLUMN`
pub fn place(path: &str, start: Position) -> String {
    format!("{}:{}:{}", escape::path(path), start.line, start.column)
}
