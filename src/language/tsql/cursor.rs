//! Reading tokens: words, names, literals and option lists. Every reader stops at what it does not know, so none
//! reads far beyond its own statement.

use super::lexer::{Literal, Token, TokenKind};
use std::ops::Range;

/// A name, of one part or several: `dbo.[Sales Orders]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its bytes, brackets included.
    pub span: Range<usize>,
    /// Its text without brackets: `dbo.Sales Orders`.
    pub text: String,
}

/// A place among the tokens of a script.
#[derive(Debug, Clone)]
pub struct Cursor<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
}

/// What an option is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(Literal),
    Name(Name),
    Group(Options),
    Other,
}

/// `KEY = value, …`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options(Vec<(String, Value)>);

impl Options {
    fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    pub fn literal(&self, key: &str) -> Option<Literal> {
        match self.get(key) {
            Some(Value::Text(literal)) => Some(literal.clone()),
            _ => None,
        }
    }

    pub fn name(&self, key: &str) -> Option<Name> {
        match self.get(key) {
            Some(Value::Name(name)) => Some(name.clone()),
            _ => None,
        }
    }

    pub fn group(&self, key: &str) -> Option<&Options> {
        match self.get(key) {
            Some(Value::Group(group)) => Some(group),
            _ => None,
        }
    }
}

/// Groups inside groups are read so deep; statements have two.
const DEEPEST: usize = 4;

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str, tokens: &'a [Token], at: usize) -> Self {
        Self { text, tokens, at }
    }

    fn token(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    /// The word here, as written.
    pub fn word(&self) -> Option<&'a str> {
        self.token().filter(|token| token.kind == TokenKind::Word).map(|token| &self.text[token.span.clone()])
    }

    /// Is this word here?
    pub fn is(&self, word: &str) -> bool {
        self.word().is_some_and(|own| own.eq_ignore_ascii_case(word))
    }

    /// Takes these words if they stand here, all of them or none; gives their place.
    pub fn take(&mut self, words: &[&str]) -> Option<Range<usize>> {
        let start = self.token()?.span.start;
        let mut ahead = self.clone();
        for word in words {
            ahead.is(word).then_some(())?;
            ahead.at += 1;
        }
        *self = ahead;
        Some(start..self.tokens[self.at - 1].span.end)
    }

    pub fn punctuation(&mut self, expected: char) -> bool {
        let here = self.token().is_some_and(|token| token.kind == TokenKind::Punctuation(expected));
        self.at += usize::from(here);
        here
    }

    pub fn literal(&mut self) -> Option<Literal> {
        let TokenKind::String(literal) = &self.token()?.kind else { return None };
        self.at += 1;
        Some(literal.clone())
    }

    /// Literals between commas, in brackets or not.
    pub fn literals(&mut self) -> Vec<Literal> {
        let bracket = self.punctuation('(');
        let mut found = Vec::new();
        while let Some(literal) = self.literal() {
            found.push(literal);
            if !self.punctuation(',') {
                break;
            }
        }
        if bracket {
            self.punctuation(')');
        }
        found
    }

    /// A name of one or several parts.
    pub fn name(&mut self) -> Option<Name> {
        let start = self.token()?.span.start;
        let mut text = String::new();
        loop {
            let token = self.token()?;
            match &token.kind {
                TokenKind::Word => text.push_str(&self.text[token.span.clone()]),
                TokenKind::Quoted(inner) => text.push_str(&self.text[inner.clone()]),
                _ => return None,
            }
            self.at += 1;
            let end = token.span.end;
            if !self.punctuation('.') {
                return Some(Name { span: start..end, text });
            }
            text.push('.');
        }
    }

    /// Steps over a bracket with all inside, as a list of columns; stops where another statement begins.
    pub fn skip_group(&mut self) {
        if !self.punctuation('(') {
            return;
        }
        let mut depth = 1usize;
        while let Some(token) = self.token() {
            match token.kind {
                TokenKind::Punctuation('(') => depth += 1,
                TokenKind::Punctuation(')') => depth -= 1,
                TokenKind::Go => return,
                _ if self.is("CREATE") || self.is("ALTER") || self.is("COPY") || self.is("OPENROWSET") => return,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// `KEY = value, …`, in brackets or not, up to what is no option.
    pub fn options(&mut self) -> Options {
        self.options_at(0)
    }

    fn options_at(&mut self, depth: usize) -> Options {
        let bracket = self.punctuation('(');
        let mut found = Vec::new();
        while let Some(key) = self.word() {
            self.at += 1;
            if !self.punctuation('=') {
                break;
            }
            found.push((key.to_owned(), self.value(depth)));
            if !self.punctuation(',') {
                break;
            }
        }
        if bracket {
            self.punctuation(')');
        }
        Options(found)
    }

    fn value(&mut self, depth: usize) -> Value {
        if let Some(literal) = self.literal() {
            return Value::Text(literal);
        }
        if depth < DEEPEST && self.token().is_some_and(|token| token.kind == TokenKind::Punctuation('(')) {
            return Value::Group(self.options_at(depth + 1));
        }
        match self.name() {
            Some(name) => {
                // As `DISTRIBUTION = HASH(id)`.
                self.skip_group();
                Value::Name(name)
            }
            None => Value::Other,
        }
    }
}
