//! Frames for people: errors and warnings in full, the first fifty; notes counted unless asked for.

use super::prose::{counted, wrapped};
use super::{Style, View, concise, escape, text};
use crate::finding::{Finding, Level, Status};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most findings in full frames; a first run on an old workspace has thousands.
const FRAMES: usize = 50;

pub fn render(view: &View<'_>, style: &Style) -> String {
    let (notes, worth): (Vec<&Finding>, Vec<&Finding>) =
        view.new_findings().partition(|finding| finding.level == Level::Note && !style.verbose);
    let mut out = String::new();
    for finding in worth.iter().take(FRAMES) {
        frames(&mut out, view, finding, style);
    }
    if let Some(rest) = worth.get(FRAMES..).filter(|rest| !rest.is_empty()) {
        rest.iter().for_each(|finding| out.push_str(&concise::line(view, finding, style)));
        let _ = writeln!(out, "\n{} findings more than are shown in full", rest.len());
    }
    out.push_str(&counted_by_rule(&notes, style));
    escape::lines(out)
}

fn frames(out: &mut String, view: &View<'_>, finding: &Finding, style: &Style) {
    out.push_str(&text::headline(finding.level.name(), Some(&finding.rule), &finding.message, style));
    let mut place = |path: &str, span: std::ops::Range<usize>, label: &str| match view.source(path) {
        Some(source) => text::frame(out, path, source, span, label, style),
        None => text::no_frame(out, path, style),
    };
    place(&finding.location.path, finding.location.span.clone(), &finding.label);
    for related in finding.related.iter().filter(|related| !related.brief) {
        place(&related.location.path, related.location.span.clone(), &related.message);
    }
    if let Some(help) = &finding.help {
        text::help(out, help, style);
    }
    for related in finding.related.iter().filter(|related| related.brief) {
        text::aside(out, &related.message, style);
    }
    out.push('\n');
}

/// Notes, one line a rule.
fn counted_by_rule(notes: &[&Finding], style: &Style) -> String {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for note in notes {
        *rules.entry(&note.rule).or_default() += 1;
    }
    let mut out = String::new();
    for (rule, count) in rules {
        let (level, findings) = (text::level("note", style), counted(count, "finding"));
        let _ = writeln!(out, "{level}[{rule}]: {findings}, shown with -v");
    }
    out
}

/// The closing line on a terminal: on a second line what was looked at, where one is too narrow.
pub fn summary_within(view: &View<'_>, width: usize) -> String {
    let line = summary(view);
    if line.chars().count() <= width {
        return line;
    }
    line.split(" · ").map(|part| wrapped(part, width, 2, "  ")).collect::<Vec<_>>().join("\n  ")
}

/// The closing line: `3 errors, 1 warning, 0 notes (2 excepted) · 79 artifacts in 1 workspace, 20 rules`.
pub fn summary(view: &View<'_>) -> String {
    let report = view.report;
    let levels = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")];
    let counts: Vec<String> = levels.into_iter().map(|(level, noun)| counted(view.count(level), noun)).collect();
    let fixable = view.new_findings().filter(|finding| finding.fix.is_some()).count();
    let hidden = [view.count_status(Status::Baseline), view.count_status(Status::Excepted)];
    let aside = [(fixable, "fixable"), (hidden[0], "in the baseline"), (hidden[1], "excepted")];
    let aside = aside.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let aside = aside.collect::<Vec<_>>().join(", ");
    let aside = if aside.is_empty() { aside } else { format!(" ({aside})") };
    let scope = format!(
        "{} in {}, {}",
        counted(report.artifacts(), "artifact"),
        counted(report.workspaces.len(), "workspace"),
        counted(report.enabled.len(), "rule")
    );
    let them = if report.changed == Some(1) { "it" } else { "them" };
    let changed = report.changed.map(|files| format!(" in {} or caused by {them}", counted(files, "changed file")));
    let changed = changed.unwrap_or_default();
    escape::line(&format!("{}{aside}{changed} · {scope}", counts.join(", "))).into_owned()
}
