//! Tokens of one expression. A token is read when the parser asks for it, so the first fault is the leftmost one.

use super::fault::{self, Fault};
use memchr::memchr;
use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    End,
    Open,
    Close,
    Comma,
    Dot,
    OpenBracket,
    CloseBracket,
    Question,
    Text,
    Integer(i64),
    Float(f64),
    Name,
}

/// One token and its bytes.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
}

/// Reads tokens of `text` up to `end`.
pub(super) struct Lexer<'t> {
    pub text: &'t str,
    at: usize,
    end: usize,
    /// The token before, for hints.
    previous: Option<Token>,
}

impl<'t> Lexer<'t> {
    pub fn new(text: &'t str, span: Range<usize>) -> Self {
        Self { text, at: span.start, end: span.end, previous: None }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..self.end]
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes()[self.at..self.end].first().copied()
    }

    fn skip_space(&mut self) {
        // What is no white space is mostly seen by its first byte.
        if self.byte().is_some_and(|byte| byte.is_ascii_graphic()) {
            return;
        }
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// The next token.
    pub fn next(&mut self) -> Result<Token, Fault> {
        self.skip_space();
        let start = self.at;
        let kind = match self.byte() {
            None => Kind::End,
            Some(b'\'') => self.string()?,
            Some(b'0'..=b'9' | b'+' | b'-') => self.number()?,
            Some(byte) => match punctuation(byte) {
                Some(kind) => {
                    self.at += 1;
                    kind
                }
                None => self.name()?,
            },
        };
        let token = Token { kind, span: start..self.at };
        self.previous = Some(token.clone());
        Ok(token)
    }

    fn string(&mut self) -> Result<Kind, Fault> {
        let start = self.at;
        let mut at = start + 1;
        loop {
            let Some(quote) = memchr(b'\'', &self.text.as_bytes()[at..self.end]) else {
                return Err(Fault::open_string(self.text, start));
            };
            at += quote + 1;
            if self.text.as_bytes()[at..self.end].first() != Some(&b'\'') {
                self.at = at;
                return Ok(Kind::Text);
            }
            at += 1;
        }
    }

    fn number(&mut self) -> Result<Kind, Fault> {
        let start = self.at;
        let bytes = &self.text.as_bytes()[..self.end];
        let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let sign = |at: usize| usize::from(matches!(bytes.get(at), Some(b'+' | b'-')));
        if bytes[start] == b'-' && self.follows_a_name() {
            return Err(Fault::dash_in_name(self.text, start, self.end));
        }
        let mut at = start + sign(start);
        at += digits(at);
        let whole = at;
        if bytes.get(at) == Some(&b'.') {
            at += 1 + digits(at + 1);
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            at += 1;
            at += sign(at);
            at += digits(at);
        }
        let written = &self.text[start..at];
        let kind = match at == whole {
            true => written.parse().map(Kind::Integer).ok(),
            false => written.parse().map(Kind::Float).ok(),
        };
        let kind = kind.ok_or_else(|| Fault::bad_number(start..at, written))?;
        if let Some(glued) = self.text[at..self.end].chars().next().filter(|next| continues_name(*next)) {
            return Err(Fault::glued_number(at..at + glued.len_utf8(), written, glued));
        }
        self.at = at;
        Ok(kind)
    }

    fn follows_a_name(&self) -> bool {
        self.previous.as_ref().is_some_and(|token| token.kind == Kind::Name && token.span.end == self.at)
    }

    fn name(&mut self) -> Result<Kind, Fault> {
        let rest = self.rest();
        let first = rest.chars().next().filter(|first| begins_name(*first));
        if first.is_none() {
            return Err(fault::unexpected_character(self.text, self.at..self.end, self.previous.as_ref()));
        }
        let ascii = rest.bytes().take_while(|byte| matches!(byte, b'_' | b'$') || byte.is_ascii_alphanumeric()).count();
        let behind = &rest[ascii..];
        self.at += ascii + behind.find(|next| !continues_name(next)).unwrap_or(behind.len());
        Ok(Kind::Name)
    }
}

fn punctuation(byte: u8) -> Option<Kind> {
    Some(match byte {
        b'(' => Kind::Open,
        b')' => Kind::Close,
        b',' => Kind::Comma,
        b'.' => Kind::Dot,
        b'[' => Kind::OpenBracket,
        b']' => Kind::CloseBracket,
        b'?' => Kind::Question,
        _ => return None,
    })
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == '$'
}

pub(super) fn continues_name(c: char) -> bool {
    begins_name(c) || c.is_numeric()
}
