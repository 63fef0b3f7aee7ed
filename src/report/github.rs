//! Workflow commands of GitHub Actions: annotations beside the code, then everything in the log.

use super::annotations::{self, Shown};
use super::prose::with_short_names;
use super::{View, escape};
use crate::finding::{Finding, Level};

pub fn render(view: &View<'_>) -> String {
    let mut out = String::new();
    for shown in annotations::shown(view) {
        shown.findings.iter().for_each(|finding| out.push_str(&annotation(view, finding)));
        if shown.rest > 0 {
            out.push_str(&count(&shown));
        }
    }
    out + &annotations::log(view, |path| view.host_path(path))
}

fn annotation(view: &View<'_>, finding: &Finding) -> String {
    let (start, end) = view.positions(&finding.location);
    let file = property(&view.host_path(&finding.location.path));
    let title = property(&finding.rule);
    // The runner refuses columns for places of several lines.
    let columns = match start.line == end.line {
        true => format!(",col={},endColumn={}", start.column, end.column),
        false => String::new(),
    };
    format!(
        "::{} file={file},line={},endLine={}{columns},title={title}::{}\n",
        command(finding.level),
        start.line,
        end.line,
        data(&escape::line(&with_short_names(&finding.message)))
    )
}

fn count(shown: &Shown<'_>) -> String {
    format!("::{} title=synlint::{}\n", command(shown.level), data(&annotations::count(shown)))
}

fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

/// A message, as the runner reads it back.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(&escape::line(text)).replace(':', "%3A").replace(',', "%2C")
}
