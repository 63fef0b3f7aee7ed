//! Which parts of a string are text and which are expressions.

use super::parser::{self, LONGEST};
use super::reference::Roots;
use super::tree::Entry;
use super::{Call, Expr, Fault};
use std::borrow::Cow;
use std::ops::Range;

/// How a string is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Text only: no expression in it, or escaped by `@@`.
    Literal,
    /// `@…`: one expression, whose value keeps its type.
    Whole,
    /// Text with `@{…}` in it; the value is always text.
    Interpolated,
}

/// A part of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text that stands for itself.
    Text(Range<usize>),
    /// An expression: its bytes, and its number in the tree unless it is broken.
    Expression(Range<usize>, Option<u32>),
}

/// A string that was read: its parts, the tree of its expressions, its faults.
#[derive(Debug)]
pub struct Template {
    text: Box<str>,
    mode: Mode,
    pub(super) roots: Roots,
    parts: Box<[Part]>,
    pub(super) entries: Box<[Entry]>,
    faults: Box<[Fault]>,
}

impl Template {
    /// Reads a decoded string.
    pub fn parse(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let (mode, mut reading) = (mode(&text), Reading::default());
        match mode {
            Mode::Literal => reading.parts.push(Part::Text(literal(&text))),
            Mode::Whole => reading.expression(&text, 1..text.len()),
            Mode::Interpolated => reading.interpolated(&text),
        }
        reading.of(text, mode)
    }

    /// Reads a text that would be one expression, a call with steps behind it, if it had an `@` as its first character:
    /// `concat('a')`, or ` @concat('a')` with a space before.
    pub fn without_at(text: &str) -> Option<Self> {
        let trimmed = text.trim_start();
        let moved = trimmed.len() < text.len();
        let body = trimmed.strip_prefix('@').filter(|_| moved).unwrap_or(trimmed);
        if !begins_like_call(body) {
            return None;
        }
        let mut reading = Reading::default();
        reading.expression(text, text.len() - body.len()..text.len());
        reading.faults.is_empty().then(|| reading.of(text.into(), Mode::Whole))
    }

    /// The decoded string.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its text when it holds no expression.
    pub fn literal_text(&self) -> Option<Cow<'_, str>> {
        let mut texts = self.parts.iter().map(|part| match part {
            Part::Text(span) => Some(&self.text[span.clone()]),
            Part::Expression(..) => None,
        });
        let first = texts.next().unwrap_or(Some(""))?;
        texts.try_fold(Cow::Borrowed(first), |whole, part| Some(whole + part?))
    }

    /// How it is read.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Its parts in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What is wrong with it, in order.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// A node of the tree by its number, as [`Part::Expression`] gives it.
    pub fn expr(&self, id: u32) -> Expr<'_> {
        Expr { template: self, id }
    }

    /// The whole expression of `@…`, unless it is broken.
    pub fn whole(&self) -> Option<Expr<'_>> {
        match self.parts[..] {
            [Part::Expression(_, Some(root))] if self.mode == Mode::Whole => Some(self.expr(root)),
            _ => None,
        }
    }

    /// Every node of the tree.
    pub fn nodes(&self) -> impl Iterator<Item = Expr<'_>> {
        (0..self.entries.len() as u32).map(|id| self.expr(id))
    }

    /// Is an expression evaluated only if one before it says so: behind the first argument of `and`, `or`, `if` or
    /// `coalesce`?
    pub fn is_conditional(&self, expr: Expr<'_>) -> bool {
        let holds = |argument: Expr<'_>| {
            let span = argument.span();
            span.start <= expr.span().start && expr.span().end <= span.end
        };
        let lazy = |call: &Call<'_>| call.among(&["and", "or", "if", "coalesce"]).is_some();
        self.calls().filter(lazy).any(|call| call.arguments().skip(1).any(holds))
    }

    /// Every call, also inside other calls, in the order in which they begin.
    pub fn calls(&self) -> impl Iterator<Item = Call<'_>> {
        self.nodes().filter_map(Expr::call)
    }
}

/// What was read so far of a string.
#[derive(Debug, Default)]
struct Reading {
    parts: Vec<Part>,
    entries: Vec<Entry>,
    faults: Vec<Fault>,
}

impl Reading {
    /// The string, read. Templates are kept, and few grow to the room that was taken for them: they are copied out.
    fn of(self, text: Box<str>, mode: Mode) -> Template {
        let (parts, entries) = (self.parts.as_slice().into(), self.entries.as_slice().into());
        let mut template =
            Template { text, mode, roots: Roots::default(), parts, entries, faults: self.faults.into_boxed_slice() };
        template.roots = Roots::of(&template);
        template
    }

    fn expression(&mut self, text: &str, span: Range<usize>) {
        let body = &text[span.clone()];
        // The service counts UTF-16 units, of which a text has no more than bytes.
        if body.len() > LONGEST && body.encode_utf16().count() > LONGEST {
            self.faults.push(Fault::too_long(span.clone(), body.encode_utf16().count()));
        }
        let root = match parser::parse(text, span.clone(), &mut self.entries) {
            Ok(root) => Some(root),
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        };
        self.parts.push(Part::Expression(span, root));
    }

    fn interpolated(&mut self, text: &str) {
        let (mut start, mut at) = (0, 0);
        while let Some(found) = text[at..].find('@') {
            let sign = at + found;
            let rest = &text[sign..];
            if rest.starts_with("@@{") {
                // The first sign escapes the second: text goes on from there.
                self.push_text(start..sign);
                (start, at) = (sign + 1, sign + 3);
            } else if rest.starts_with("@{") {
                self.push_text(start..sign);
                let Some(length) = segment_end(&text[sign + 2..]) else {
                    self.faults.push(Fault::open_segment(text, sign));
                    self.parts.push(Part::Expression(sign + 2..text.len(), None));
                    return;
                };
                self.expression(text, sign + 2..sign + 2 + length);
                (start, at) = (sign + 3 + length, sign + 3 + length);
            } else {
                at = sign + 1;
            }
        }
        self.push_text(start..text.len());
    }

    fn push_text(&mut self, span: Range<usize>) {
        if !span.is_empty() {
            self.parts.push(Part::Text(span));
        }
    }
}

/// Does a text begin with a name and a bracket, maybe behind white space? A cheap test, also on text with escapes.
pub fn begins_like_call(text: &str) -> bool {
    let bytes = text.as_bytes();
    let space = bytes.iter().take_while(|byte| matches!(byte, b'\t'..=b'\r' | b' ')).count();
    let name = bytes[space..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    match bytes.get(space + name) {
        Some(b'\\') => name == 0,
        Some(b'(') => name > 0,
        Some(other) => !other.is_ascii() && begins_like_call_in_any_script(text),
        None => false,
    }
}

fn begins_like_call_in_any_script(text: &str) -> bool {
    let text = text.trim_start();
    match text.find(|c: char| !c.is_alphanumeric()) {
        Some(0) => text.starts_with('\\'),
        Some(name) => text[name..].starts_with('('),
        None => false,
    }
}

fn mode(text: &str) -> Mode {
    match text.as_bytes() {
        [b'@'] | [b'@', b'@', ..] => Mode::Literal,
        [b'@', second, ..] if *second != b'{' => Mode::Whole,
        _ if text.contains("@{") => Mode::Interpolated,
        _ => Mode::Literal,
    }
}

/// What a string without expressions stands for.
fn literal(text: &str) -> Range<usize> {
    (if text.starts_with("@@") { 1 } else { 0 })..text.len()
}

/// The length of a segment up to its `}`: the first one outside quotes, as braces do not nest.
fn segment_end(rest: &str) -> Option<usize> {
    let mut quoted = false;
    rest.bytes().position(|byte| {
        quoted ^= byte == b'\'';
        byte == b'}' && !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_tell_what_begins_like_a_call(text in "[ \t\u{b}\u{a0}\u{85}]{0,2}[aé1_\\\\(@ ]{0,4}") {
            prop_assert_eq!(begins_like_call(&text), begins_like_call_in_any_script(&text), "{:?}", text);
        }
    }
}
