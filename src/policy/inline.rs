//! Exceptions inside artifacts: `"synlint:ignore=RULE reason"` among the annotations, and comments
//! `# synlint: ignore[RULE] reason` in the code of notebooks and SQL scripts. It finds and reads them, and judges
//! nothing.

use crate::json::{Node, Span};
use crate::language::code::Language;
use crate::workspace::notebook::code_cells;
use crate::workspace::{Artifact, Kind};

/// The word every exception inside an artifact begins with.
const WORD: &str = "synlint:";

/// An exception inside an artifact.
#[derive(Debug, Clone)]
pub struct Marker {
    /// The rule it names; `None` when it is written wrongly.
    pub rule: Option<String>,
    /// Why the finding may stay; empty when it does not say.
    pub reason: String,
    /// Where it stands, in bytes of the file.
    pub span: Span,
    /// The string it stands in, as its document numbers it.
    pub node: u32,
    /// The bytes of the file it speaks of; `None` for the whole artifact.
    lines: Option<Vec<Span>>,
    /// How it should be written where it stands.
    pub form: &'static str,
}

impl Marker {
    /// Does it speak of what stands here?
    pub fn covers(&self, place: &Span) -> bool {
        let holds = |line: &Span| line.start <= place.start && place.start < line.end;
        self.lines.as_ref().is_none_or(|lines| lines.iter().any(holds))
    }
}

/// Every exception inside an artifact.
pub fn markers(artifact: &Artifact) -> Vec<Marker> {
    // Almost no artifact has one, and a look at the text is cheap.
    if artifact.problem.is_some() || !artifact.document.says(WORD) {
        return Vec::new();
    }
    let mut found = annotations(artifact);
    match artifact.kind {
        Kind::Notebook => {
            for cell in code_cells(artifact).iter().filter(|cell| cell.text().contains(WORD)) {
                let locate = |range: Span| cell.locate_all(range).collect();
                comments(cell.text(), sign(cell.language), &locate, &mut found);
            }
        }
        _ => {
            for sql in artifact.sql().filter(|sql| sql.text.contains(WORD)) {
                comments(&sql.text, "--", &|range: Span| vec![(sql.node, range)], &mut found);
            }
        }
    }
    found
}

fn annotations(artifact: &Artifact) -> Vec<Marker> {
    const FORM: &str = "synlint:ignore=RULE reason";
    let items = artifact.property(&["annotations"]).into_iter().flat_map(Node::items);
    let marked = items.filter_map(|item| {
        let text = item.as_str()?;
        let rest = text.trim().strip_prefix(WORD)?.trim_start();
        let said = rest.strip_prefix("ignore").and_then(|rest| rest.strip_prefix('='));
        let said = said.map(|said| said.split_once(char::is_whitespace).unwrap_or((said, "")));
        let rule = said.map(|(rule, _)| rule.to_owned()).filter(|rule| !rule.is_empty());
        let reason = said.map_or("", |(_, reason)| reason).trim().to_owned();
        Some(Marker { rule, reason, span: item.span(), node: item.id(), lines: None, form: FORM })
    });
    marked.collect()
}

/// What begins a comment.
fn sign(language: Language) -> &'static str {
    match language {
        Language::Scala | Language::CSharp => "//",
        Language::Sql => "--",
        Language::Python | Language::R | Language::Other => "#",
    }
}

type Locate<'a, 'n> = dyn Fn(Span) -> Vec<(Node<'n>, Span)> + 'a;

/// The exceptions in comments of a text. A comment behind code speaks of its own line, one that stands alone of the
/// next line of code.
fn comments(text: &str, sign: &'static str, locate: &Locate<'_, '_>, found: &mut Vec<Marker>) {
    let mut waiting = found.len();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let here = start..start + line.len();
        start = here.end;
        let Some((at, rest)) = comment(line, sign) else {
            if waiting < found.len() {
                let own = spans(locate, here);
                found[waiting..].iter_mut().for_each(|marker| marker.lines = Some(own.clone()));
            }
            waiting = found.len();
            continue;
        };
        let alone = line[..at].trim().is_empty();
        let marked = spans(locate, here.start + at..here.start + line.trim_end().len());
        let node = locate(here.start + at..here.start + at + 1).into_iter().next().map(|(node, _)| node);
        let node = node.map(Node::id).unwrap_or_default();
        let Some(span) = marked.first().cloned() else { continue };
        let lines = if alone { Vec::new() } else { spans(locate, here) };
        for (rule, reason) in said(rest) {
            let marker =
                Marker { rule, reason, span: span.clone(), node, lines: Some(lines.clone()), form: form(sign) };
            found.push(marker);
        }
        if !alone {
            // It has its line; those above it that stand alone speak of the same one.
            found[waiting..].iter_mut().for_each(|marker| marker.lines = Some(lines.clone()));
            waiting = found.len();
        }
    }
}

fn form(sign: &str) -> &'static str {
    match sign {
        "//" => "// synlint: ignore[RULE] reason",
        "--" => "-- synlint: ignore[RULE] reason",
        _ => "# synlint: ignore[RULE] reason",
    }
}

/// Where an exception begins in a line, and what follows its word.
fn comment<'t>(line: &'t str, sign: &str) -> Option<(usize, &'t str)> {
    let word = line.find(WORD)?;
    let before = line[..word].trim_end();
    let at = before.strip_suffix(sign)?.len();
    let rest = line[word + WORD.len()..].trim();
    rest.starts_with("ignore").then_some((at, rest))
}

/// The rules between the brackets, each with the reason behind them; no rule where there are no brackets.
fn said(rest: &str) -> Vec<(Option<String>, String)> {
    let inside = rest.strip_prefix("ignore").and_then(|rest| rest.trim_start().strip_prefix('['));
    let Some((rules, reason)) = inside.and_then(|inside| inside.split_once(']')) else {
        return vec![(None, String::new())];
    };
    let name = |rule: &str| Some(rule.trim().to_owned()).filter(|rule| !rule.is_empty());
    rules.split(',').map(|rule| (name(rule), reason.trim().to_owned())).collect()
}

/// The bytes of the file in which a range of the text stands.
fn spans(locate: &Locate<'_, '_>, range: Span) -> Vec<Span> {
    locate(range).into_iter().map(|(node, part)| node.span_within(part)).collect()
}
