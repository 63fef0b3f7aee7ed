//! One line a finding: `PATH:LINE:COLUMN: LEVEL[RULE] MESSAGE`.

use super::prose::with_short_names;
use super::{Style, View, escape, text};
use crate::finding::Finding;
use crate::json::text::Position;
use std::io::{self, Write};

pub fn write(view: &View<'_>, style: &Style, out: &mut impl Write) -> io::Result<()> {
    view.new_findings().try_for_each(|finding| out.write_all(line(view, finding, style).as_bytes()))
}

/// The line of one finding, with its line break.
pub fn line(view: &View<'_>, finding: &Finding, style: &Style) -> String {
    let place = place(&finding.location.path, view.start(&finding.location));
    let place = text::link(&place, &finding.location.path, style);
    let level = text::level(finding.level.name(), style);
    format!("{place}: {level}[{}] {}\n", finding.rule, escape::line(&with_short_names(&finding.message)))
}

/// `PATH:LINE:COLUMN`
pub fn place(path: &str, start: Position) -> String {
    format!("{}:{}:{}", escape::path(path), start.line, start.column)
}
