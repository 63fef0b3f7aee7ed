//! Code inside the strings of other code, as the query of `spark.sql("…")`: its text as it is when it runs, with gaps
//! where only the run knows, and the way back from a range of it to the cell.

use super::string::{Part, parts};
use super::{Language, Scope, Source, Spot, Text};
use std::ops::Range;

/// Stands in the text for what only a run knows. A letter, so that a gap within a name leaves one name; of a script
/// nobody writes queries in.
const GAP: char = '\u{A66E}';

/// Longer code is cut: sums of sums must not grow without end.
const LONGEST: usize = 1 << 18;

/// Code that stands in strings.
#[derive(Debug, Default)]
pub struct Embedded {
    text: String,
    /// Where each run of the text begins, and where it comes from.
    runs: Vec<Run>,
}

#[derive(Debug)]
struct Run {
    start: usize,
    spot: Spot,
    /// Does the run stand in the cell byte by byte?
    exact: bool,
}

/// The code that the expression in a range of tokens gives; `None` when none of it is known.
pub fn embedded(source: &Source<'_>, scope: &Scope, tokens: Range<usize>) -> Option<Embedded> {
    let mut code = Embedded::default();
    for term in source.split(tokens, b'+') {
        code.term(source, scope, term);
    }
    code.text.contains(|c| c != GAP).then_some(code)
}

impl Embedded {
    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a range of the text comes from: its own bytes in the cell, or the expression that makes it.
    pub fn spot(&self, range: Range<usize>) -> Option<Spot> {
        let at = self.runs.partition_point(|run| run.start <= range.start).checked_sub(1)?;
        let last = self.runs.partition_point(|run| run.start < range.end.max(range.start + 1)).checked_sub(1)?;
        let (first, last) = (&self.runs[at], &self.runs[last]);
        let start = first.place(range.start).start;
        let end = last.place(range.end).end;
        let together = last.spot.cell == first.spot.cell && end >= start;
        Some(Spot { cell: first.spot.cell, bytes: start..if together { end } else { first.spot.bytes.end } })
    }

    /// A text of the code at its place in the cell, known up to its first gap.
    pub fn place(&self, mut text: Text) -> Option<Text> {
        text.spot = self.spot(text.spot.bytes)?;
        if let Some(gap) = text.known.find(GAP) {
            text.known.truncate(gap);
            text.complete = false;
        }
        Some(text)
    }

    fn term(&mut self, source: &Source<'_>, scope: &Scope, tokens: Range<usize>) {
        let mut at = tokens.start;
        while at < tokens.end && source.content(at).is_some() && (at == tokens.start || joins(source.language)) {
            at += 1;
        }
        let gap = match source.word(at) {
            _ if at == tokens.end => None,
            "%" => Some(Gap::Percent),
            "." if source.name(at + 1) == Some("format") => Some(Gap::Braces),
            // Methods that only shift the margin.
            "." if matches!(source.name(at + 1), Some("stripMargin" | "strip" | "trim")) => None,
            _ => return self.expression(source, scope, tokens),
        };
        (tokens.start..at).for_each(|at| self.string(source, scope, at, gap));
        if at == tokens.start {
            self.expression(source, scope, tokens);
        }
    }

    /// A name of a constant, or something only a run knows.
    fn expression(&mut self, source: &Source<'_>, scope: &Scope, tokens: Range<usize>) {
        let bytes = source.bytes(tokens.clone());
        let only = (tokens.len() == 1).then(|| source.name(tokens.start)).flatten();
        self.named(scope, only.unwrap_or_default(), Spot { cell: scope.cell, bytes });
    }

    fn named(&mut self, scope: &Scope, name: &str, spot: Spot) {
        match scope.text(name) {
            Some(text) => {
                self.push(&text.known, spot.clone(), false);
                if !text.complete {
                    self.push_gap(spot);
                }
            }
            None => self.push_gap(spot),
        }
    }

    fn string(&mut self, source: &Source<'_>, scope: &Scope, at: usize, gap: Option<Gap>) {
        let Some((quotes, content)) = source.content(at).filter(|_| self.text.len() < LONGEST) else { return };
        let cut = source.text.floor_char_boundary(content.end.min(content.start + LONGEST));
        let inner = &source.text[content.start..cut];
        let spot = |range: Range<usize>| Spot {
            cell: scope.cell,
            bytes: content.start + range.start..content.start + range.end,
        };
        for (range, part) in parts(inner, quotes, source.language) {
            match part {
                Part::Hole(hole) => self.named(scope, inner[hole].trim(), spot(range)),
                Part::Text(text) if text.len() == range.len() && inner[range.clone()] == text => {
                    self.exact(&text, range.start, &spot, gap);
                }
                Part::Text(text) => self.push(&text, spot(range), false),
            }
        }
    }

    /// Text that stands there as it is, but for what `.format(…)` and `%` replace.
    fn exact(&mut self, text: &str, from: usize, spot: &dyn Fn(Range<usize>) -> Spot, gap: Option<Gap>) {
        let mut at = 0;
        while let Some(hole) = gap.and_then(|gap| gap.find(&text[at..])) {
            self.push(&text[at..at + hole.start], spot(from + at..from + at + hole.start), true);
            self.push_gap(spot(from + at + hole.start..from + at + hole.end));
            at += hole.end;
        }
        self.push(&text[at..], spot(from + at..from + text.len()), true);
    }

    fn push_gap(&mut self, spot: Spot) {
        self.push(GAP.encode_utf8(&mut [0; 4]), spot, false);
    }

    fn push(&mut self, text: &str, spot: Spot, exact: bool) {
        if !text.is_empty() && self.text.len() < LONGEST {
            self.runs.push(Run { start: self.text.len(), spot, exact });
            self.text.push_str(text);
        }
    }
}

impl Run {
    /// The bytes of the cell for an offset of the text: one point, or all of what makes the run.
    fn place(&self, offset: usize) -> Range<usize> {
        let at = self.spot.bytes.start + (offset - self.start);
        if self.exact { at..at } else { self.spot.bytes.clone() }
    }
}

/// Do strings side by side make one?
fn joins(language: Language) -> bool {
    language == Language::Python
}

/// What a method or operator behind a string replaces in it.
#[derive(Debug, Clone, Copy)]
enum Gap {
    /// `{…}`.
    Braces,
    /// `%s`, `%(name)s`.
    Percent,
}

impl Gap {
    fn find(self, text: &str) -> Option<Range<usize>> {
        match self {
            Gap::Braces => {
                let start = text.find('{')?;
                let length = text[start..].find('}').map_or(text.len() - start, |length| length + 1);
                Some(start..start + length)
            }
            Gap::Percent => {
                let start = text.find('%')?;
                let rest = &text[start + 1..];
                let name = if rest.starts_with('(') { rest.find(')').unwrap_or_default() } else { 0 };
                let length =
                    rest[name..].find(|c: char| c.is_ascii_alphabetic()).map_or(name, |length| name + length + 1);
                Some(start..start + 1 + length)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::TokenKind;
    use super::*;

    /// The code in the argument of the first call, gaps as `…`, and where the word `here` of it stands.
    fn read(text: &str, language: Language) -> (String, String) {
        let source = Source::new(text, language);
        let open = source.tokens.iter().position(|token| token.kind == TokenKind::Punctuation(b'(')).unwrap();
        let tokens = source.arguments(open)[0].value.clone();
        let code = embedded(&source, &Scope::default(), tokens).unwrap();
        let at = code.text().find("here").unwrap();
        let spot = code.spot(at..at + 4).unwrap();
        (code.text().replace(GAP, "…"), text[spot.bytes].to_owned())
    }

    #[test]
    fn strings_sums_and_gaps() {
        let read = |text: &str, language| {
            let (code, there) = read(text, language);
            assert_eq!(there, "here", "{text}");
            code
        };
        assert_eq!(read("f(f'a {x} b\\t' 'here')", Language::Python), "a … b\there");
        assert_eq!(read("f('{} a here'.format(x))", Language::Python), "… a here");
        assert_eq!(read("f('a %s here %d' % (x, y))", Language::Python), "a … here …");
        assert_eq!(read("f(\"a \" + x + \" here\")", Language::Scala), "a … here");
        assert_eq!(read("f(s\"\"\"$x ${y.z} here\"\"\".stripMargin)", Language::Scala), "… … here");
        assert_eq!(read("f($@\"a \"\"b\"\" {x} here\")", Language::CSharp), "a \"b\" … here");
        assert_eq!(read("f('é here')", Language::R), "é here");
    }
}
