//! One line a finding: `PATH:LINE:COLUMN: LEVEL[RULE] MESSAGE`.

use super::{Style, View, escape, text};
use crate::finding::Finding;

pub fn render(view: &View<'_>, style: &Style) -> String {
    view.findings().map(|finding| line(view, finding, style)).collect()
}

/// The line of one finding, with its line break.
pub fn line(view: &View<'_>, finding: &Finding, style: &Style) -> String {
    let start = view.positions(&finding.location).0;
    let place = format!("{}:{}:{}", escape::path(&finding.location.path), start.line, start.column);
    let place = text::link(&place, &finding.location.path, style);
    let level = text::level(finding.level.name(), style);
    format!("{place}: {level}[{}] {}\n", finding.rule, escape::line(&finding.message))
}
