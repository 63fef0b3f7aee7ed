//! A rule's page, as `explain` prints it.

use super::Style;
use super::prose::wrapped;
use crate::rule::{Page, When};
use std::fmt::Write;

/// Columns before the value of a fact.
const FACTS: usize = 14;

/// The facts of the front matter, in words.
fn facts(page: &Page) -> Vec<(&'static str, String)> {
    let when = match page.when {
        When::Any => "always",
        When::Managed => "with a managed virtual network",
        When::Dep => "with data exfiltration protection",
        When::ManagedOnly => "with a managed virtual network without data exfiltration protection",
    };
    let kinds: Vec<&str> = page.kinds.iter().map(|kind| kind.words()).collect();
    let kinds = if kinds.is_empty() { "every artifact".to_owned() } else { kinds.join(", ") };
    let waits = if page.off { ", off unless selected by name, group or `all`" } else { "" };
    let level = format!("{}{waits}", page.level.name());
    let mut facts = vec![
        ("group", page.group.to_string()),
        ("level", level),
        ("confidence", page.confidence.name().to_owned()),
        ("applies", when.to_owned()),
        ("looks at", kinds),
    ];
    if page.fixable {
        facts.push(("fix", "safe".to_owned()));
    }
    facts
}

/// The prose without the marks that bound the generated example.
fn prose(page: &Page) -> String {
    let lines = page.prose.lines().filter(|line| !line.starts_with("<!-- ") || !line.ends_with(" -->"));
    let mut out = String::new();
    let mut blank = false;
    for line in lines {
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The page as Markdown.
pub fn markdown(page: &Page) -> String {
    let mut out = format!("# {}\n\n{}\n\n", page.name, page.summary);
    for (name, value) in facts(page) {
        let _ = writeln!(out, "- **{name}**: {value}");
    }
    let _ = write!(out, "\n{}", prose(page));
    out
}

/// The page as JSON.
pub fn json(page: &Page) -> String {
    let value = serde_json::json!({
        "name": page.name, "group": page.group, "summary": page.summary, "level": page.level, "off": page.off,
        "confidence": page.confidence, "when": page.when, "fixable": page.fixable,
        "kinds": page.kinds, "help": page.help, "page": prose(page),
    });
    format!("{value:#}\n")
}

/// The page for a terminal: headings stand out, paragraphs are wrapped, code stays as it is.
pub fn text(page: &Page, style: &Style) -> String {
    let (bold, dim, plain) = if style.color { ("\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m") } else { ("", "", "") };
    let width = style.width.min(100);
    let summary = wrapped(&page.summary, width, page.name.chars().count() + 2, "  ");
    let mut out = format!("{bold}{}{plain}: {summary}\n\n", page.name);
    for (name, value) in facts(page) {
        let value = wrapped(&value, width, FACTS, &" ".repeat(FACTS));
        let _ = writeln!(out, "  {dim}{name:10}{plain}  {value}");
    }
    out.push('\n');
    let prose = prose(page);
    let mut lines = prose.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            // What a block is, where it is an example to run: `json bad linkedService/ls_orders.json`.
            if let Some(label) = info.strip_prefix("json ") {
                let _ = writeln!(out, "  {dim}{label}{plain}");
            }
            block(&mut out, lines.by_ref().take_while(|line| !line.starts_with("```")), style.width);
        } else if let Some(heading) = line.strip_prefix("## ") {
            let _ = writeln!(out, "{bold}{heading}{plain}");
        } else {
            let indent = if line.starts_with("- ") { "    " } else { "  " };
            let line = wrapped(&line.replace("**", ""), width, 2, indent);
            let _ = writeln!(out, "{}", format!("  {line}").trim_end());
        }
    }
    out
}

/// Code as it stands, indented as far as its widest line leaves room.
fn block<'a>(out: &mut String, lines: impl Iterator<Item = &'a str>, width: usize) {
    const INDENT: usize = 4;
    let lines: Vec<&str> = lines.collect();
    let widest = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    // A block that is wider than the terminal breaks anyway, so it keeps its indentation.
    let indent = if widest > width { INDENT } else { INDENT.min(width - widest) };
    for line in lines {
        let _ = writeln!(out, "{}", format!("{:indent$}{line}", "").trim_end());
    }
}
