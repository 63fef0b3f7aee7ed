//! A suite of tests an artifact, those without findings included, so that a build's trend counts them. Errors and
//! warnings fail; a note must not fail a build and is skipped, as what is excepted or in the baseline is. Valid by both
//! schemas that are in use; no clock is read.

use super::{View, concise, escape};
use crate::finding::{Finding, Level, Status};
use std::collections::BTreeMap;
use std::fmt::Write;

pub fn render(view: &View<'_>) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".to_owned();
    for (id, (path, cases)) in suites(view).into_iter().enumerate() {
        suite(&mut out, view, id, path, &cases);
    }
    out + "</testsuites>\n"
}

/// A finding and which of the equal ones of its artifact it is.
type Case<'a> = (&'a Finding, usize);

fn suites<'a>(view: &View<'a>) -> BTreeMap<&'a str, Vec<Case<'a>>> {
    let artifacts = view.report.workspaces.iter().flat_map(|analysed| &analysed.workspace.artifacts);
    let reported = artifacts.map(|artifact| &*artifact.path).filter(|path| !view.report.unreported.contains(*path));
    let mut suites: BTreeMap<&str, Vec<Case<'_>>> = reported.map(|path| (path, Vec::new())).collect();
    for (finding, _, ordinal) in view.identified() {
        suites.entry(&finding.location.path).or_default().push((finding, ordinal));
    }
    suites
}

fn suite(out: &mut String, view: &View<'_>, id: usize, path: &str, cases: &[Case<'_>]) {
    let failures = cases.iter().filter(|(finding, _)| fails(finding)).count();
    let (name, tests, skipped) = (attribute(path), cases.len().max(1), cases.len() - failures);
    let _ = writeln!(
        out,
        "  <testsuite id=\"{id}\" name=\"{name}\" package=\"synlint\" tests=\"{tests}\" failures=\"{failures}\" \
         errors=\"0\" skipped=\"{skipped}\" time=\"0\" timestamp=\"1970-01-01T00:00:00\" hostname=\"localhost\">"
    );
    out.push_str("    <properties/>\n");
    if cases.is_empty() {
        let _ = writeln!(out, "    <testcase name=\"no findings\" classname=\"{name}\" time=\"0\"/>");
    }
    for case in cases {
        testcase(out, view, &name, case);
    }
    out.push_str("    <system-out/>\n    <system-err/>\n  </testsuite>\n");
}

fn testcase(out: &mut String, view: &View<'_>, suite: &str, (finding, ordinal): &Case<'_>) {
    let again = if *ordinal > 1 { format!(" ({ordinal})") } else { String::new() };
    let name = attribute(&format!("{}: {}{again}", finding.rule, finding.place));
    let _ = writeln!(out, "    <testcase name=\"{name}\" classname=\"{suite}\" time=\"0\">");
    let message = attribute(&finding.message);
    if fails(finding) {
        let level = finding.level.name();
        let _ = write!(out, "      <failure type=\"{level}\" message=\"{message}\">{}", text(view, finding));
        out.push_str("</failure>\n");
    } else {
        let why = attribute(&why_skipped(finding));
        let _ = writeln!(out, "      <skipped message=\"{why}: {message}\">{}</skipped>", text(view, finding));
    }
    out.push_str("    </testcase>\n");
}

fn why_skipped(finding: &Finding) -> String {
    match (finding.status, &finding.exception) {
        (Status::New, _) => "note".to_owned(),
        (Status::Baseline, _) => "in the baseline".to_owned(),
        (Status::Excepted, None) => "excepted".to_owned(),
        (Status::Excepted, Some(exception)) => format!("excepted ({})", exception.reason),
    }
}

fn fails(finding: &Finding) -> bool {
    finding.status == Status::New && finding.level > Level::Note
}

/// Where it is, what it is, and how to mend it.
fn text(view: &View<'_>, finding: &Finding) -> String {
    let (start, end) = view.positions(&finding.location);
    let mut out = concise::place(&finding.location.path, start);
    let _ = write!(out, "-{}:{}: {}[{}] ", end.line, end.column, finding.level.name(), finding.rule);
    out.push_str(&escape::line(&finding.message));
    if let Some(help) = &finding.help {
        let _ = write!(out, "\nhelp: {}", escape::line(help));
    }
    xml(&out)
}

fn attribute(text: &str) -> String {
    xml(&escape::line(text))
}

/// XML knows no way to say the last two characters of the first plane.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}
