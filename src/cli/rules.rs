//! `synlint rules`: every rule.

use super::arguments::{Rules, RulesFormat};
use super::terminal::style;
use super::{Exit, Stop, print};
use crate::rules::Registry;
use std::fmt::Write;
use std::path::Path;

pub fn run(arguments: &Rules) -> Result<Exit, Stop> {
    let registry = Registry::shipped();
    let text = match arguments.output {
        RulesFormat::Text => table(registry, style(arguments.color, Path::new("."), false).color),
        RulesFormat::Json => json(registry),
    };
    print(&text)?;
    Ok(Exit::Clean)
}

fn json(registry: &Registry) -> String {
    let rules: Vec<_> = registry
        .iter()
        .map(|rule| {
            let page = &rule.page;
            serde_json::json!({
                "name": page.name, "group": page.group, "level": page.level, "off": page.off, "confidence": page.confidence,
                "when": page.when, "fixable": page.fixable, "summary": page.summary,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rules))
}

fn table(registry: &Registry, color: bool) -> String {
    let width = registry.iter().map(|rule| rule.name().len()).max().unwrap_or_default();
    let (bold, plain) = if color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let mut out = String::new();
    for group in registry.groups() {
        let _ = writeln!(out, "{bold}{group}{plain}");
        for rule in registry.iter().filter(|rule| rule.group() == group) {
            let fix = if rule.page.fixable { "fixable" } else { "" };
            let line =
                format!("  {:width$}  {:7}  {fix:7}  {}", rule.name(), rule.page.shown_level(), rule.page.summary);
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
    out
}
