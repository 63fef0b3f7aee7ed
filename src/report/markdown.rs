//! Markdown for a job's summary or a comment on a pull request: counts by rule, then the findings, the worst first, as
//! many as a comment holds. All that comes from files stands in `<code>` with every mark as a character reference: no
//! host makes links, images, mentions, tables or HTML of it.

use super::{View, escape, human};
use crate::finding::{Finding, Level};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most characters: a comment on GitHub holds 65,536.
const ROOM: usize = 60_000;

/// Room for the line that counts the rest.
const LAST: usize = 200;

/// Most characters of one text: a message may quote a whole expression.
const LONGEST: usize = 1_000;

pub fn render(view: &View<'_>) -> String {
    let mut findings: Vec<&Finding> = view.new_findings().collect();
    let mut out = format!("### synlint\n\n{}\n", human::summary(view));
    if findings.is_empty() {
        return out;
    }
    out.push_str(&by_rule(&findings));
    findings.sort_by_key(|finding| Reverse(finding.level));
    out.push_str("\n| Level | Rule | Place | Finding |\n| --- | --- | --- | --- |\n");
    let mut used = out.chars().count();
    for (at, finding) in findings.iter().enumerate() {
        let row = row(view, finding);
        used += row.chars().count();
        if used > ROOM - LAST {
            let _ = writeln!(out, "\n{} findings more than there is room for.", findings.len() - at);
            break;
        }
        out.push_str(&row);
    }
    out
}

fn by_rule(findings: &[&Finding]) -> String {
    let mut rules: BTreeMap<(&str, Reverse<Level>), usize> = BTreeMap::new();
    for finding in findings {
        *rules.entry((&finding.rule, Reverse(finding.level))).or_default() += 1;
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|((_, level), count)| (*level, Reverse(*count)));
    let mut out = "\n| Rule | Level | Findings |\n| --- | --- | ---: |\n".to_owned();
    for ((rule, Reverse(level)), count) in rules {
        let _ = writeln!(out, "| {rule} | {} | {count} |", level.name());
    }
    out
}

fn row(view: &View<'_>, finding: &Finding) -> String {
    let start = view.start(&finding.location);
    let place = code(&format!("{}:{}:{}", finding.location.path, start.line, start.column));
    format!("| {} | {} | {place} | {} |\n", finding.level.name(), finding.rule, code(&finding.message))
}

fn code(text: &str) -> String {
    let shown = escape::line(text);
    let mut out = "<code>".to_owned();
    let end = shown.char_indices().nth(LONGEST).map_or(shown.len(), |(at, _)| at);
    for (at, c) in shown[..end].char_indices() {
        let rest = &shown[at..];
        match c {
            // Addresses become links wherever they stand.
            ':' | 'w' if !rest.starts_with(":/") && !rest.starts_with("www.") => out.push(c),
            'a'..='v' | 'x'..='z' | 'A'..='Z' | '0'..='9' => out.push(c),
            ' ' | '-' | '/' | ',' | '.' | ';' | '=' | '?' | '"' | '\'' | '(' | ')' | ']' | '%' => out.push(c),
            c if c.is_ascii() => {
                let _ = write!(out, "&#{};", c as u32);
            }
            c => out.push(c),
        }
    }
    if end < shown.len() {
        out.push('…');
    }
    out + "</code>"
}
