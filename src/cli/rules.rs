//! `synlint rules`: every rule, the team's own included; and `synlint rules test`: the examples on pages.

use super::arguments::{Rules, RulesFormat, RulesVerb, TestRules};
use super::configuration::policies_here;
use super::fault::{rendered, unusable};
use super::scope::{Scope, absolute};
use super::terminal::{error_style, style};
use super::{Exit, Stop, print};
use crate::policy::{self, Policies};
use crate::report::{Style, wrapped};
use crate::rule::Rule;
use crate::rules::Registry;
use crate::workspace::files::{Disk, relative_path};
use std::fmt::Write;
use std::io::IsTerminal;
use std::path::Path;

pub fn run(arguments: &Rules) -> Result<Exit, Stop> {
    if let Some(RulesVerb::Test(arguments)) = &arguments.verb {
        return test(arguments);
    }
    let registry = Registry::with(policies_here(arguments.color)?.into_rules());
    let text = match arguments.output {
        RulesFormat::Text => list(&registry, &style(arguments.color, Path::new("."), false)),
        RulesFormat::Json => json(&registry),
    };
    print(&text)?;
    Ok(Exit::Clean)
}

/// Runs the examples on the pages given, else on those of the nearest configuration: one line a page, and what fails
/// with its place.
fn test(arguments: &TestRules) -> Result<Exit, Stop> {
    let mut policies = match arguments.files.is_empty() {
        true => policies_here(arguments.color)?,
        false => given(arguments)?,
    };
    if policies.list.is_empty() {
        let help = "name a page, or list the team's pages in synlint.toml: [lint] policies = [\"lint/*.md\"]";
        return Err(Stop::usage(format!("error: there is no page to test\n  help: {help}")));
    }
    let style = style(arguments.color, Path::new("."), false);
    let mut out = String::new();
    let mut exit = Exit::Clean;
    let pages = std::mem::take(&mut policies.list);
    let width = pages.iter().map(|page| page.path.chars().count()).max().unwrap_or_default();
    for page in pages {
        let tested = policy::test(page);
        let verdict = if tested.failures.is_empty() { "ok" } else { "FAIL" };
        let (path, name) = (tested.path.escape_debug().to_string(), &tested.name);
        let _ = writeln!(out, "{verdict:4}  {path:width$}  {name}: {} bad, {} good", tested.bad, tested.good);
        for failure in &tested.failures {
            exit = Exit::Findings;
            let _ = writeln!(out, "{}", rendered("error", failure, &style));
        }
    }
    print(&out)?;
    Ok(exit)
}

fn given(arguments: &TestRules) -> Result<Policies, Stop> {
    let scope = Scope::new(&arguments.files)?;
    let files = Disk::new(&scope.base);
    let mut policies = Policies::default();
    for file in &arguments.files {
        policies.read(&files, &relative_path(&scope.base, &absolute(file)));
    }
    let style = error_style(arguments.color, &scope.base);
    if policies.errors.is_empty() { Ok(policies) } else { Err(unusable(&policies.errors, &style)) }
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

/// Every rule by group: what it is called and reports at, and below that what it finds.
/// A line a rule where it fits, and in a pipe, where what reads it goes by lines; else the summary below the name.
fn list(registry: &Registry, style: &Style) -> String {
    const INDENT: &str = "      ";
    let width = registry.iter().map(|rule| rule.name().len()).max().unwrap_or_default();
    let (bold, plain) = if style.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let head = |rule: &Rule| {
        let fix = if rule.page.fixable { "fixable" } else { "" };
        format!("  {:width$}  {:7}  {fix:7}", rule.name(), rule.page.shown_level())
    };
    let line = |rule: &Rule| format!("{}  {}", head(rule), rule.page.summary);
    let fits = |rule: &Rule| line(rule).chars().count() <= style.width;
    let in_lines = !std::io::stdout().is_terminal() || registry.iter().all(fits);
    let mut out = String::new();
    for group in registry.groups() {
        let _ = writeln!(out, "{bold}{group}{plain}");
        for rule in registry.iter().filter(|rule| rule.group() == group) {
            if in_lines {
                let _ = writeln!(out, "{}", line(rule));
                continue;
            }
            let _ = writeln!(out, "{}", head(rule).trim_end());
            let _ = writeln!(out, "{INDENT}{}", wrapped(&rule.page.summary, style.width, INDENT.len(), INDENT));
        }
    }
    out
}
