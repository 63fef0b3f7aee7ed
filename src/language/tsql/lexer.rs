//! Words, strings, quoted names, numbers, punctuation and batch separators of T-SQL, with their places. Comments
//! nest. Any text lexes.

use std::ops::Range;

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes.
    pub span: Range<usize>,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword, name, variable or number.
    Word,
    /// `'…'` or `N'…'`.
    String(Literal),
    /// `[…]` or `"…"`; the bytes inside.
    Quoted(Range<usize>),
    /// One punctuation character.
    Punctuation(char),
    /// `GO` on a line of its own.
    Go,
}

/// A string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The bytes between its quotes; a doubled quote stands as it is.
    pub content: Range<usize>,
}

impl Literal {
    /// Its text as it stands.
    pub fn text<'a>(&self, script: &'a str) -> &'a str {
        &script[self.content.clone()]
    }
}

/// What was opened and never closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unterminated {
    /// What it is.
    pub what: Unclosed,
    /// Where it opens.
    pub start: usize,
}

/// What can be left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclosed {
    /// `'…`
    String,
    /// `[…`
    Bracket,
    /// `"…`
    QuotedName,
    /// `/*…`
    Comment,
}

/// A script as tokens.
#[derive(Debug, Default)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    pub comments: Vec<Range<usize>>,
    pub unterminated: Option<Unterminated>,
}

pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer { text, bytes: text.as_bytes(), at: 0, lexed: Lexed::default() };
    while lexer.at < text.len() {
        lexer.step();
    }
    lexer.lexed
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    lexed: Lexed,
}

impl Lexer<'_> {
    fn step(&mut self) {
        let start = self.at;
        match (self.bytes[start], self.bytes.get(start + 1)) {
            (b'-', Some(b'-')) => self.line_comment(),
            (b'/', Some(b'*')) => self.block_comment(),
            (b'\'', _) => self.string(start),
            (b'N' | b'n', Some(b'\'')) => {
                self.at += 1;
                self.string(start);
            }
            (b'[', _) => self.quoted(b']', Unclosed::Bracket),
            (b'"', _) => self.quoted(b'"', Unclosed::QuotedName),
            (byte, _) if byte.is_ascii_whitespace() => self.at += 1,
            (byte, _) if byte.is_ascii_alphanumeric() || byte >= 0x80 || b"_@#$".contains(&byte) => self.word(),
            (byte, _) => {
                self.at += 1;
                self.push(TokenKind::Punctuation(byte as char), start);
            }
        }
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.lexed.tokens.push(Token { kind, span: start..self.at });
    }

    fn unterminated(&mut self, what: Unclosed, start: usize) {
        self.lexed.unterminated.get_or_insert(Unterminated { what, start });
        self.at = self.text.len();
    }

    fn line_comment(&mut self) {
        let start = self.at + 2;
        self.at = self.text[start..].find('\n').map_or(self.text.len(), |length| start + length);
        self.lexed.comments.push(start..self.at);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut depth = 1;
        self.at += 2;
        while depth > 0 {
            let Some(found) = self.text[self.at..].find(['*', '/']).map(|length| self.at + length) else {
                self.lexed.comments.push(start + 2..self.text.len());
                return self.unterminated(Unclosed::Comment, start);
            };
            match (self.bytes[found], self.bytes.get(found + 1)) {
                (b'*', Some(b'/')) => depth -= 1,
                (b'/', Some(b'*')) => depth += 1,
                _ => {
                    self.at = found + 1;
                    continue;
                }
            }
            self.at = found + 2;
        }
        self.lexed.comments.push(start + 2..self.at - 2);
    }

    fn string(&mut self, start: usize) {
        let open = self.at;
        match self.closing(b'\'') {
            Some(end) => self.push(TokenKind::String(Literal { content: open + 1..end }), start),
            None => self.unterminated(Unclosed::String, open),
        }
    }

    fn quoted(&mut self, close: u8, what: Unclosed) {
        let start = self.at;
        match self.closing(close) {
            Some(end) => self.push(TokenKind::Quoted(start + 1..end), start),
            None => self.unterminated(what, start),
        }
    }

    /// Moves behind the closing mark and gives its place; two of them are one inside.
    fn closing(&mut self, close: u8) -> Option<usize> {
        let mut at = self.at + 1;
        loop {
            let found = at + self.text[at..].find(close as char)?;
            if self.bytes.get(found + 1) != Some(&close) {
                self.at = found + 1;
                return Some(found);
            }
            at = found + 2;
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '#' | '$');
        let rest = &self.text[start..];
        self.at = start + rest.find(|c| !part(c)).unwrap_or(rest.len());
        if self.at == start {
            // A character that begins no word, as an arrow or a no-break space.
            self.at = self.text.ceil_char_boundary(start + 1);
            return;
        }
        let go = self.text[start..self.at].eq_ignore_ascii_case("GO") && self.stands_alone(start);
        self.push(if go { TokenKind::Go } else { TokenKind::Word }, start);
    }

    /// Is there nothing else on its line, but for a count or a comment?
    fn stands_alone(&self, start: usize) -> bool {
        let before = self.text[..start].trim_end_matches([' ', '\t']);
        let after = self.text[self.at..].trim_start_matches(|c: char| matches!(c, ' ' | '\t') || c.is_ascii_digit());
        (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with(['\r', '\n', '-', ';']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<&str> {
        lex(text).tokens.into_iter().map(|token| &text[token.span]).collect()
    }

    #[test]
    fn tokens_of_all_kinds() {
        let text = "/* a /* b */ c */SELECT N'it''s' -- it's\n, [a]]b], \"c\"\"d\"=@x+#t.1e3\r\nGO\r\ngo_on go";
        assert_eq!(
            shown(text),
            [
                "SELECT",
                "N'it''s'",
                ",",
                "[a]]b]",
                ",",
                "\"c\"\"d\"",
                "=",
                "@x",
                "+",
                "#t",
                ".",
                "1e3",
                "GO",
                "go_on",
                "go"
            ]
        );
        let go = |text: &str| lex(text).tokens.iter().filter(|token| token.kind == TokenKind::Go).count();
        assert_eq!((go(text), go("  GO 5 \nGO -- x\nGO;"), go("a GO\nGOb")), (1, 3, 0));
    }

    #[test]
    fn what_is_never_closed() {
        let open = |text: &str| lex(text).unterminated.map(|open| (open.what, open.start));
        assert_eq!(open("SELECT 'a''b"), Some((Unclosed::String, 7)));
        assert_eq!(open("a [b]] c"), Some((Unclosed::Bracket, 2)));
        assert_eq!(open("/* a /* b */"), Some((Unclosed::Comment, 0)));
        assert_eq!(open("\"a"), Some((Unclosed::QuotedName, 0)));
        assert_eq!(open("-- it's\nSELECT 'it''s', [x]"), None);
    }

    proptest! {
        #[test]
        fn any_text_lexes(text in r#"([a-zN@#é→ =;.,()\[\]'"*/\-\n]|GO|--|/\*){0,60}"#) {
            let lexed = lex(&text);
            for token in &lexed.tokens {
                prop_assert!(!text[token.span.clone()].is_empty());
            }
            prop_assert!(lexed.tokens.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
            let _ = crate::language::tsql::parse(&text);
        }
    }
}
