//! A lexed cell, and how to move in it: partners of brackets, dotted paths, arguments of a call, links of a chain.

use super::{Language, Quotes, lexer};
use std::ops::Range;

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Is it the first of its line, and the line no continuation?
    pub first: bool,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A name or keyword.
    Name,
    /// A number or a character.
    Number,
    /// A string.
    String(Quotes),
    /// A line that is no code but an order to the shell around it: `%pip …`, `!ls`.
    Magic,
    /// One punctuation character.
    Punctuation(u8),
}

impl Token {
    /// Its bytes in the cell.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A cell with its tokens.
#[derive(Debug)]
pub struct Source<'a> {
    /// The text of the cell.
    pub text: &'a str,
    /// Its language.
    pub language: Language,
    /// Its tokens in order.
    pub tokens: Vec<Token>,
    /// For each bracket the index of its partner.
    partners: Vec<u32>,
}

/// One argument of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument<'a> {
    /// Its keyword, when it is passed by one.
    pub keyword: Option<&'a str>,
    /// The tokens of its value.
    pub value: Range<usize>,
}

/// One call of a chain such as `.option("a", "b").load()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'a> {
    /// The name that is called.
    pub name: &'a str,
    /// Index of its opening bracket.
    pub open: usize,
}

const NONE: u32 = u32::MAX;

/// Longest dotted path that is read; no real one is half as long.
const PATH: usize = 16;

impl<'a> Source<'a> {
    /// Lexes a cell.
    pub fn new(text: &'a str, language: Language) -> Self {
        let tokens = lexer::lex(text, language);
        let partners = partners(&tokens);
        Self { text, language, tokens, partners }
    }

    /// The text of a token; empty beyond the end.
    #[inline]
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.range()])
    }

    /// Is the token this punctuation?
    #[inline]
    pub fn is(&self, at: usize, expected: u8) -> bool {
        self.sign(at) == Some(expected)
    }

    /// The punctuation that the token is.
    #[inline]
    pub(super) fn sign(&self, at: usize) -> Option<u8> {
        match self.tokens.get(at)?.kind {
            TokenKind::Punctuation(byte) => Some(byte),
            _ => None,
        }
    }

    /// Is the token a name, and which?
    pub fn name(&self, at: usize) -> Option<&'a str> {
        let named = self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Name);
        named.then(|| self.word(at).trim_matches('`'))
    }

    /// Do two tokens touch, as the halves of `:=`?
    pub(super) fn touch(&self, at: usize) -> bool {
        matches!(self.tokens.get(at..at + 2), Some([one, two]) if one.end == two.start)
    }

    /// The bytes between the quotes of a string token.
    pub fn content(&self, at: usize) -> Option<(Quotes, Range<usize>)> {
        let token = self.tokens.get(at)?;
        let TokenKind::String(quotes) = token.kind else { return None };
        let range = token.range();
        Some((quotes, range.start + quotes.open as usize..range.end - quotes.close as usize))
    }

    /// The closing bracket of an opening one, or the reverse.
    pub fn partner(&self, at: usize) -> Option<usize> {
        self.partners.get(at).filter(|partner| **partner != NONE).map(|partner| *partner as usize)
    }

    /// The bytes of a range of tokens, from the first to the last.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        match self.tokens.get(tokens) {
            Some([first, .., last]) => first.start as usize..last.end as usize,
            Some([only]) => only.range(),
            _ => 0..0,
        }
    }

    /// The dotted path that ends at a name: its names and the index of the first.
    pub fn path(&self, last: usize) -> (Vec<&'a str>, usize) {
        let first = self.head(last);
        ((first..=last).step_by(2).filter_map(|at| self.name(at)).collect(), first)
    }

    /// The first name of the dotted path that ends at a name.
    pub fn head(&self, last: usize) -> usize {
        let mut at = last;
        while last - at < 2 * PATH && at >= 2 && self.is(at - 1, b'.') && self.name(at - 2).is_some() {
            at -= 2;
        }
        at
    }

    /// The arguments between an opening bracket and its partner; none when it is never closed.
    pub fn arguments(&self, open: usize) -> Vec<Argument<'a>> {
        let Some(close) = self.partner(open) else { return Vec::new() };
        let parts = self.split(open + 1..close, b',').into_iter().filter(|part| !part.is_empty());
        parts.map(|part| self.argument(part)).collect()
    }

    /// The tokens of the value of a keyword argument, by the token of its name.
    pub fn keyword_value(&self, at: usize) -> Range<usize> {
        const LONGEST: usize = 200;
        let (start, mut end) = (at + 2, at + 2);
        let ends = |end: usize| matches!(self.sign(end), Some(b',' | b')' | b']' | b'}'));
        for _ in 0..LONGEST {
            if end >= self.tokens.len() || ends(end) {
                break;
            }
            end = self.next(end);
        }
        start..end
    }

    fn argument(&self, part: Range<usize>) -> Argument<'a> {
        let sign = if self.language == Language::CSharp { b':' } else { b'=' };
        let has_keyword = part.len() > 2
            && self.is(part.start + 1, sign)
            && !(self.touch(part.start + 1) && (self.is(part.start + 2, b'=') || self.is(part.start + 2, b'>')));
        match self.name(part.start).filter(|_| has_keyword) {
            Some(name) => Argument { keyword: Some(name), value: part.start + 2..part.end },
            None => Argument { keyword: None, value: part },
        }
    }

    /// Parts between separators, those inside brackets not counted.
    pub(super) fn split(&self, tokens: Range<usize>, separator: u8) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let (mut start, mut at) = (tokens.start, tokens.start);
        while at < tokens.end {
            if self.is(at, separator) {
                parts.push(start..at);
                start = at + 1;
            }
            at = self.next(at);
        }
        parts.push(start..tokens.end);
        parts
    }

    /// The token behind this one, or behind the brackets it opens; in C# also behind `<string, string>`.
    pub(super) fn next(&self, at: usize) -> usize {
        if self.language == Language::CSharp && self.is(at, b'<') {
            return self.behind_types(at);
        }
        self.partner(at).filter(|partner| *partner > at).map_or(at + 1, |partner| partner + 1)
    }

    fn behind_types(&self, at: usize) -> usize {
        const LONGEST: usize = 24;
        let is_type =
            |at: &usize| self.name(*at).is_some() || self.sign(*at).is_some_and(|sign| b"<>,.?[]".contains(&sign));
        let types = (at + 1..at + LONGEST).take_while(is_type);
        types.filter(|at| self.is(*at, b'>')).last().map_or(at + 1, |close| close + 1)
    }

    /// The chain of calls whose first link is called at `callee`: each a name and its brackets.
    pub fn chain(&self, callee: usize) -> Vec<Link<'a>> {
        let mut links = Vec::new();
        let mut at = callee;
        while let Some(name) = self.name(at) {
            match self.partner(at + 1).filter(|_| self.is(at + 1, b'(')) {
                Some(close) => {
                    links.push(Link { name, open: at + 1 });
                    at = close + 1;
                }
                // A member without brackets, as `.write` in the middle of a chain.
                None if !links.is_empty() => at += 1,
                None => break,
            }
            if !self.is(at, b'.') {
                break;
            }
            at += 1;
        }
        links
    }

    /// The name whose call ends right before the dot in front of this name: `option` for `load` in `.option(…).load()`.
    pub fn link_before(&self, callee: usize) -> Option<&'a str> {
        let close = callee.checked_sub(2).filter(|_| self.is(callee - 1, b'.'))?;
        let open = self.partner(close).filter(|open| *open < close)?;
        self.name(open.checked_sub(1)?)
    }
}

fn partners(tokens: &[Token]) -> Vec<u32> {
    let mut partners = vec![NONE; tokens.len()];
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let TokenKind::Punctuation(byte) = token.kind else { continue };
        match byte {
            b'(' => open.push((b')', at)),
            b'[' => open.push((b']', at)),
            b'{' => open.push((b'}', at)),
            b')' | b']' | b'}' if open.last().is_some_and(|(close, _)| *close == byte) => {
                if let Some((_, partner)) = open.pop() {
                    partners[at] = partner as u32;
                    partners[partner] = at as u32;
                }
            }
            _ => {}
        }
    }
    partners
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(text: &str, language: Language) -> Vec<String> {
        let source = Source::new(text, language);
        let open = source.tokens.iter().position(|token| token.kind == TokenKind::Punctuation(b'(')).unwrap();
        let shown = |argument: Argument<'_>| {
            format!("{}={}", argument.keyword.unwrap_or_default(), &text[source.bytes(argument.value)])
        };
        source.arguments(open).into_iter().map(shown).collect()
    }

    #[test]
    fn arguments_of_calls() {
        let text = "f(\n  'one', two=g(\"in\", 2), a == b, *rest, {'x': 1, 'y': [2, 3]},)";
        let expected = ["='one'", "two=g(\"in\", 2)", "=a == b", "=*rest", "={'x': 1, 'y': [2, 3]}"];
        assert_eq!(arguments(text, Language::Python), expected);
        assert_eq!(arguments("F(name: \"x\", y)", Language::CSharp), ["name=\"x\"", "=y"]);
        assert_eq!(arguments("f(x => 1, y -> 2)", Language::Scala), ["=x => 1", "=y -> 2"]);
        assert!(arguments("f('never closed'", Language::Python).is_empty());
    }

    #[test]
    fn paths_and_chains() {
        let source = Source::new("spark.read.format('a') \\\n  .option('b', x.y('c')).write.load()", Language::Python);
        let format = source.tokens.iter().position(|token| &source.text[token.range()] == "format").unwrap();
        assert_eq!(source.path(format).0, ["spark", "read", "format"]);
        let names: Vec<&str> = source.chain(format).iter().map(|link| link.name).collect();
        assert_eq!(names, ["format", "option", "load"]);
        let option = source.tokens.iter().position(|token| &source.text[token.range()] == "option").unwrap();
        assert_eq!(source.link_before(option), Some("format"));
        assert_eq!(source.link_before(format), None);
    }
}
