//! From an expression to what it stands for: literals, sums and interpolations of literals and constants, maps and
//! lists. Everything else is unknown.

use super::string::{Part, parts};
use super::value::LONGEST;
use super::{Entry, Language, Scope, Source, Spot, Text, TokenKind, Value};
use std::ops::Range;

/// Deeper nesting is unknown.
const DEEPEST: usize = 8;

/// Longer maps and lists are data, not settings, and unknown.
const MOST: usize = 2000;

/// What the expression in a range of tokens stands for, where `scope` says what names mean.
pub fn fold(source: &Source<'_>, scope: &Scope, tokens: Range<usize>) -> Value {
    Folder { source, scope }.expression(tokens, 0)
}

struct Folder<'a> {
    source: &'a Source<'a>,
    scope: &'a Scope,
}

impl Folder<'_> {
    fn expression(&self, tokens: Range<usize>, depth: usize) -> Value {
        if tokens.is_empty() || depth > DEEPEST {
            return Value::Unknown;
        }
        let terms = self.source.split(tokens.clone(), b'+');
        if let [term] = &terms[..] {
            return self.term(term.clone(), depth);
        }
        let spot = self.spot(self.source.bytes(tokens));
        let mut sum = Text { known: String::new(), complete: true, spot, origin: None };
        for term in terms {
            let value = self.term(term, depth + 1);
            sum = sum.followed_by(value.as_text());
            if !sum.complete {
                break;
            }
        }
        Value::Text(sum)
    }

    fn spot(&self, bytes: Range<usize>) -> Spot {
        Spot { cell: self.scope.cell, bytes }
    }

    fn term(&self, tokens: Range<usize>, depth: usize) -> Value {
        let source = self.source;
        let Some(first) = source.tokens.get(tokens.start) else { return Value::Unknown };
        match first.kind {
            TokenKind::String(_) => self.strings(tokens),
            TokenKind::Punctuation(b'(' | b'{' | b'[') => self.bracketed(tokens, depth),
            TokenKind::Name if tokens.len() == 1 => self.lookup(tokens),
            TokenKind::Name => self.named(tokens, depth),
            _ => Value::Unknown,
        }
    }

    /// One string, or several side by side as Python joins them; `.format(…)` and `%` leave the part before the first
    /// gap.
    fn strings(&self, tokens: Range<usize>) -> Value {
        let Some(mut text) = self.string(tokens.start) else { return Value::Unknown };
        for at in tokens.start + 1..tokens.end {
            match self.string(at).filter(|_| self.source.language == Language::Python) {
                Some(next) => text = text.followed_by(Some(&next)),
                None => return self.formatted(text, at, tokens.end),
            }
        }
        if tokens.len() > 1 {
            text.spot = self.spot(self.source.bytes(tokens));
        }
        Value::Text(text)
    }

    fn formatted(&self, mut text: Text, at: usize, end: usize) -> Value {
        let source = self.source;
        let gap = if source.language != Language::Python {
            return Value::Unknown;
        } else if source.is(at, b'%') {
            '%'
        } else if source.is(at, b'.') && source.name(at + 1) == Some("format") && source.next(at + 2) == end {
            '{'
        } else {
            return Value::Unknown;
        };
        text.known.truncate(text.known.find(gap).unwrap_or(text.known.len()));
        text.complete = false;
        Value::Text(text)
    }

    fn string(&self, at: usize) -> Option<Text> {
        let (quotes, content) = self.source.content(at)?;
        let whole = &self.source.text[content.clone()];
        let near = &whole[..whole.floor_char_boundary(LONGEST)];
        let spot = self.spot(content.clone());
        let complete = near.len() == whole.len() && quotes.close > 0;
        let mut text = Text { known: String::new(), complete: true, spot, origin: None };
        for (_, part) in parts(near, quotes, self.source.language) {
            match part {
                Part::Text(part) => text.known.push_str(&part),
                Part::Hole(range) => {
                    let value = self.scope.text(near[range].trim());
                    text = text.followed_by(value.as_ref());
                }
            }
            if !text.complete {
                return Some(text);
            }
        }
        text.complete = complete;
        Some(text.cut())
    }

    fn bracketed(&self, tokens: Range<usize>, depth: usize) -> Value {
        let source = self.source;
        let Some(close) = source.partner(tokens.start).filter(|close| close + 1 == tokens.end) else {
            return Value::Unknown;
        };
        let inner = tokens.start + 1..close;
        match (source.language, source.word(tokens.start)) {
            (_, "(") => self.expression(inner, depth + 1),
            (Language::Python, "{") => self.map(inner, depth, |part| self.split_pair(part, b':')),
            (Language::Python, "[") => self.list(inner, depth),
            _ => Value::Unknown,
        }
    }

    fn lookup(&self, tokens: Range<usize>) -> Value {
        let Some(name) = self.source.name(tokens.start) else { return Value::Unknown };
        self.scope.value(name, self.spot(self.source.bytes(tokens)))
    }

    /// A dotted name of R, or a constructor of maps and lists.
    fn named(&self, tokens: Range<usize>, depth: usize) -> Value {
        let source = self.source;
        let open = (tokens.clone()).find(|at| source.is(*at, b'(') || source.is(*at, b'{'));
        let Some(open) = open else { return self.dotted(tokens) };
        let Some(close) = source.partner(open).filter(|close| close + 1 == tokens.end || source.is(close + 1, b'{'))
        else {
            return Value::Unknown;
        };
        let inner = open + 1..close;
        let callee = open.checked_sub(1).filter(|at| *at >= tokens.start).map_or("", |at| source.word(at));
        match (source.language, callee) {
            (Language::Scala, "Map") => self.map(inner, depth, |part| self.arrow(part)),
            (Language::Scala, "Seq" | "List" | "Array") => self.list(inner, depth),
            (Language::R, "list") | (Language::Python, "dict") => {
                self.map(inner, depth, |part| self.split_pair(part, b'='))
            }
            (Language::R, "c") => self.list(inner, depth),
            (Language::R, "paste0") => self.pasted(tokens, inner, depth),
            (Language::CSharp, _) if source.word(tokens.start) == "new" => self.initialiser(tokens, open, depth),
            _ => Value::Unknown,
        }
    }

    fn dotted(&self, tokens: Range<usize>) -> Value {
        if self.source.language != Language::R {
            return Value::Unknown;
        }
        let bytes = self.source.bytes(tokens);
        self.scope.value(&self.source.text[bytes.clone()], self.spot(bytes))
    }

    fn pasted(&self, whole: Range<usize>, inner: Range<usize>, depth: usize) -> Value {
        let spot = self.spot(self.source.bytes(whole));
        let mut sum = Text { known: String::new(), complete: true, spot, origin: None };
        for part in self.source.split(inner, b',') {
            sum = sum.followed_by(self.expression(part, depth + 1).as_text());
        }
        Value::Text(sum)
    }

    /// `new Dictionary<string, string> { { "k", "v" } }`, `{ ["k"] = "v" }` or `new[] { "a" }`.
    fn initialiser(&self, tokens: Range<usize>, open: usize, depth: usize) -> Value {
        let source = self.source;
        let brace = (open..tokens.end).find(|at| source.is(*at, b'{'));
        let Some((brace, close)) = brace.and_then(|at| Some((at, source.partner(at)?))) else { return Value::Unknown };
        let inner = brace + 1..close;
        if source.is(inner.start, b'{') || source.is(inner.start, b'[') {
            return self.map(inner, depth, |part| self.initialised(part));
        }
        self.list(inner, depth)
    }

    fn initialised(&self, part: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let close = self.source.partner(part.start)?;
        let inner = part.start + 1..close;
        if self.source.is(part.start, b'[') {
            return self.source.is(close + 1, b'=').then(|| (inner, close + 2..part.end));
        }
        self.split_pair(inner, b',')
    }

    fn arrow(&self, part: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let at = (part.clone()).find(|at| self.source.is(*at, b'-') && self.source.is(at + 1, b'>'))?;
        Some((part.start..at, at + 2..part.end))
    }

    fn split_pair(&self, part: Range<usize>, sign: u8) -> Option<(Range<usize>, Range<usize>)> {
        let parts = self.source.split(part.clone(), sign);
        let key = parts.first().filter(|_| parts.len() > 1)?;
        Some((key.clone(), key.end + 1..part.end))
    }

    fn map(
        &self,
        inner: Range<usize>,
        depth: usize,
        pair: impl Fn(Range<usize>) -> Option<(Range<usize>, Range<usize>)>,
    ) -> Value {
        let entry = |part: Range<usize>| {
            let (key, value) = pair(part)?;
            let value = self.expression(value, depth + 1);
            Some(Entry { key: self.key(key, depth)?, value })
        };
        let parts = self.source.split(inner, b',');
        if parts.len() > MOST { Value::Unknown } else { Value::Map(parts.into_iter().filter_map(entry).collect()) }
    }

    /// A key: a text, or the bare word of `list(key = value)` and `dict(key=value)`.
    fn key(&self, tokens: Range<usize>, depth: usize) -> Option<Text> {
        let bytes = self.source.bytes(tokens.clone());
        let words = self.source.is(tokens.end, b'=') && self.source.name(tokens.start).is_some();
        if words {
            let known = self.source.text[bytes.clone()].to_owned();
            return Some(Text { known, complete: true, spot: self.spot(bytes), origin: None });
        }
        self.expression(tokens, depth + 1).as_text().cloned()
    }

    fn list(&self, inner: Range<usize>, depth: usize) -> Value {
        let parts = self.source.split(inner, b',');
        if parts.len() > MOST {
            return Value::Unknown;
        }
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        Value::List(parts.map(|part| self.expression(part, depth + 1)).collect())
    }
}
