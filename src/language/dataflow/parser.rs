//! What the parts of the parser share: the words, the place among them, and how a fault is said.

use super::lexer::{Token, TokenKind, tokens};
use super::tree::{Script, Span};
use std::fmt;

/// The first fault of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, as one clause without a full stop.
    pub message: String,
    /// The faulty word; at the end of the script its last one.
    pub span: Span,
    /// The bracket that is still open there.
    pub opened: Option<Span>,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Why there is no tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The script is wrong.
    Syntax(SyntaxError),
    /// It may be right, and is beyond this parser: nested too deeply, or a library of functions.
    Beyond,
}

/// Parses a script; the empty text is the empty script.
///
/// # Errors
/// The first fault, or that the text is beyond this parser.
pub fn parse(text: &str) -> Result<Script, Failure> {
    if u32::try_from(text.len()).is_err() {
        return Err(Failure::Beyond);
    }
    let mut parser =
        Parser { text, tokens: tokens(text), at: 0, depth: 0, opened: Vec::new(), script: Script::default() };
    parser.script()?;
    Ok(parser.script)
}

/// Brackets may be nested this deep; a script of Studio has about ten levels.
const MAX_DEPTH: usize = 200;

pub(super) struct Parser<'a> {
    pub text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    opened: Vec<Span>,
    pub script: Script,
}

impl Parser<'_> {
    pub fn kind(&self) -> TokenKind {
        self.tokens[self.at].kind
    }

    /// The kind of the next word but `ahead`.
    pub fn ahead(&self, ahead: usize) -> TokenKind {
        self.tokens.get(self.at + ahead).map_or(TokenKind::End, |token| token.kind)
    }

    pub fn span(&self) -> Span {
        self.tokens[self.at].span()
    }

    pub fn word(&self) -> &str {
        &self.text[self.span()]
    }

    /// How many words were read: a mark for [`Parser::since`].
    pub fn position(&self) -> usize {
        self.at
    }

    /// The place of everything read since a mark; there must be something.
    pub fn since(&self, mark: usize) -> Span {
        self.tokens[mark].span().start..self.tokens[self.at - 1].span().end
    }

    /// Goes on, and gives the place of the word that was read. The end stays the end.
    pub fn next(&mut self) -> Span {
        let span = self.span();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        span
    }

    pub fn skip(&mut self, words: usize) {
        for _ in 0..words {
            self.next();
        }
    }

    pub fn eat(&mut self, kind: TokenKind) -> bool {
        let found = self.kind() == kind;
        if found {
            self.next();
        }
        found
    }

    pub fn expect(&mut self, kind: TokenKind, what: &str) -> Result<Span, Failure> {
        if self.kind() == kind { Ok(self.next()) } else { Err(self.expected(what)) }
    }

    /// Reads an opening bracket, what `inside` reads, and nothing else: `inside` reads the closing one.
    pub fn nested<T>(&mut self, inside: impl FnOnce(&mut Self) -> Result<T, Failure>) -> Result<T, Failure> {
        if self.depth == MAX_DEPTH {
            return Err(Failure::Beyond);
        }
        self.depth += 1;
        let bracket = self.next();
        self.opened.push(bracket);
        let result = inside(self)?;
        self.opened.pop();
        self.depth -= 1;
        Ok(result)
    }

    /// The fault that something else is expected here.
    pub fn expected(&self, what: &str) -> Failure {
        let opened = self.opened.last().cloned();
        let here = self.span();
        let error = match self.kind() {
            TokenKind::Unclosed => unclosed(self.text, &here),
            TokenKind::End => {
                let last = self.at.checked_sub(1).map_or(here, |last| self.tokens[last].span());
                SyntaxError { message: format!("the script ends where {what} is expected"), span: last, opened }
            }
            _ => {
                let message = format!("expected {what}, found {}", shown(self.word()));
                SyntaxError { message, span: here, opened }
            }
        };
        Failure::Syntax(error)
    }
}

fn unclosed(text: &str, token: &Span) -> SyntaxError {
    let what = match &text[token.start..] {
        rest if rest.starts_with("/*") => "comment",
        rest if rest.starts_with('{') => "name in braces",
        _ => "string",
    };
    let message = format!("the {what} that begins here is never closed");
    SyntaxError { message, span: token.start..token.start + 1, opened: None }
}

/// A word of a script as messages show it: its first line, not too much of it.
fn shown(word: &str) -> String {
    const LONGEST: usize = 40;
    let line = word.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &line[..end]),
        None if line.len() < word.len() => format!("`{line}…`"),
        None => format!("`{line}`"),
    }
}
