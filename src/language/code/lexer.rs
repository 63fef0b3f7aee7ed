//! Strings, comments, names, numbers and punctuation of Python, with offsets into the cell. Comments, line magics
//! (`%pip …`) and shell lines (`!ls`) give no tokens. Any text lexes; a string that is never closed ends with the cell.

use std::ops::Range;

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes in the cell.
    pub span: Range<usize>,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// A name or keyword.
    Name,
    /// A number.
    Number,
    /// A string.
    String(Literal),
    /// One punctuation character.
    Punctuation(char),
}

/// A string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The bytes between its quotes.
    pub content: Range<usize>,
    /// Does its text differ from its source: an f-string with braces, or an escape that is none in a raw string?
    pub computed: bool,
}

/// The tokens of a cell of Python.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, bytes: text.as_bytes(), at: 0, tokens: Vec::new() };
    lexer.run();
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        let mut line_start = true;
        while let Some(&byte) = self.bytes.get(self.at) {
            let start = self.at;
            match byte {
                b'\n' => {
                    self.at += 1;
                    line_start = true;
                    continue;
                }
                _ if byte.is_ascii_whitespace() => {
                    self.at += 1;
                    continue;
                }
                b'#' => self.skip_line(),
                b'%' | b'!' if line_start => self.skip_line(),
                b'"' | b'\'' => self.string(start, ""),
                b'0'..=b'9' => {
                    self.skip_while(|c| c.is_alphanumeric() || c == '_' || c == '.');
                    self.push(TokenKind::Number, start);
                }
                _ if byte == b'_' || byte.is_ascii_alphabetic() || byte >= 0x80 => self.name(start),
                _ => {
                    self.at += 1;
                    self.push(TokenKind::Punctuation(byte as char), start);
                }
            }
            line_start = false;
        }
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.tokens.push(Token { kind, span: start..self.at });
    }

    fn skip_while(&mut self, keep: impl Fn(char) -> bool) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c| !keep(c)).unwrap_or(rest.len());
    }

    fn skip_line(&mut self) {
        self.skip_while(|c| c != '\n');
    }

    fn name(&mut self, start: usize) {
        self.skip_while(|c| c.is_alphanumeric() || c == '_');
        if self.at == start {
            // A character that starts no name, as an arrow or an emoji.
            self.at = self.text.ceil_char_boundary(start + 1);
            return;
        }
        let name = &self.text[start..self.at];
        let prefix = name.len() <= 2 && name.bytes().all(|byte| b"rbfuRBFU".contains(&byte));
        if prefix && matches!(self.bytes.get(self.at), Some(b'"' | b'\'')) {
            let prefix = name.to_ascii_lowercase();
            self.string(start, &prefix);
        } else {
            self.push(TokenKind::Name, start);
        }
    }

    fn string(&mut self, start: usize, prefix: &str) {
        let quote = self.bytes[self.at];
        let triple = self.bytes[self.at..].starts_with(&[quote; 3]);
        let width = if triple { 3 } else { 1 };
        self.at += width;
        let content = self.at;
        let mut escaped = false;
        let end = loop {
            match self.bytes.get(self.at) {
                None => break self.at,
                Some(b'\\') => {
                    escaped = true;
                    self.at = (self.at + 2).min(self.bytes.len());
                }
                Some(b'\n') if !triple => break self.at,
                Some(&byte) if byte == quote && (!triple || self.bytes[self.at..].starts_with(&[quote; 3])) => {
                    self.at += width;
                    break self.at - width;
                }
                Some(_) => self.at += 1,
            }
        };
        let end = self.text.floor_char_boundary(end);
        self.at = self.text.ceil_char_boundary(self.at);
        let braces = prefix.contains('f') && self.text[content..end].contains(['{', '}']);
        let computed = braces || (escaped && !prefix.contains('r'));
        self.push(TokenKind::String(Literal { content: content..end, computed }), start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|token| &text[token.span]).collect()
    }

    #[test]
    fn comments_magics_and_strings() {
        assert_eq!(
            shown("%pip install x\na = r'b\\c' # d('e')\n  !ls\nf\"\"\"x\n\"y\"\"\"\".z(1.5)"),
            ["a", "=", "r'b\\c'", "f\"\"\"x\n\"y\"\"\"", "\".z(1.5)"]
        );
        assert_eq!(shown("a % b"), ["a", "%", "b"], "only a line that starts with it is a magic");
        assert_eq!(shown("'open\nx"), ["'open", "x"]);
        assert_eq!(shown("→ é = 'ü\\"), ["é", "=", "'ü\\"]);
    }

    #[test]
    fn what_a_string_means_is_known_or_not() {
        let computed = |text: &str| match &tokens(text)[0].kind {
            TokenKind::String(literal) => literal.computed,
            _ => panic!("no string in {text}"),
        };
        assert!(!computed("'plain'"));
        assert!(!computed("f'plain'"));
        assert!(!computed(r"r'a\b'"));
        assert!(computed("f'{name}'"));
        assert!(computed(r"'a\tb'"));
    }
}
