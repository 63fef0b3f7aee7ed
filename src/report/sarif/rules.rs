//! A rule as SARIF tells it: summary, page, and how GitHub ranks it.

use super::LONGEST;
use crate::finding::{Confidence, Level};
use crate::report::page;
use crate::rule::Page;
use serde_json::{Value, json};

/// The groups whose faults let others in or give data away. What the network blocks is no matter of security.
const SECURITY: [&str; 3] = ["auth", "secret", "tls"];

pub fn rule(page: &Page, level: Level) -> Value {
    let text = page.help.as_ref().map_or_else(|| page.summary.clone(), |help| format!("{}\n\n{help}", page.summary));
    let mut properties = json!({
        "precision": precision(page.confidence),
        "problem.severity": severity(level),
        "tags": [page.group],
    });
    if SECURITY.contains(&&*page.group) {
        properties["tags"] = json!([page.group, "security"]);
        properties["security-severity"] = json!(security_severity(level));
    }
    json!({
        "id": page.name,
        "name": page.name,
        "shortDescription": { "text": cut(&page.summary) },
        "fullDescription": { "text": cut(&first_paragraph(page)) },
        "help": { "text": cut(&text), "markdown": page::markdown(page) },
        "defaultConfiguration": { "level": level.name() },
        "properties": properties,
    })
}

/// What it finds, as the page begins; the summary where there is no prose.
fn first_paragraph(page: &Page) -> String {
    let lines = page.prose.lines().skip_while(|line| line.is_empty() || line.starts_with('#'));
    let paragraph: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    if paragraph.is_empty() { page.summary.clone() } else { paragraph.join(" ") }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST - 1) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "recommendation",
    }
}

/// GitHub calls 7.0 and more high, 4.0 and more medium.
fn security_severity(level: Level) -> &'static str {
    match level {
        Level::Error => "8.0",
        Level::Warning => "5.5",
        Level::Note => "3.0",
    }
}
