//! Tokens of a cell, with offsets into it. Comments give no tokens; a line that IPython takes before Python sees it
//! (`%pip …`, `!ls`) is one token. Any text lexes; a string that is never closed ends with
//! its line or with the cell.

use super::source::{Token, TokenKind};
use super::{Language, string};

/// Is a byte an ASCII letter or digit, or an underscore? Most of code is.
static OF_NAMES: [bool; 256] = {
    let mut of_names = [false; 256];
    let mut byte = 0;
    while byte < 0x80 {
        of_names[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    of_names
};

/// The tokens of a cell.
pub(super) fn lex(text: &str, language: Language) -> Vec<Token> {
    let tokens = Vec::with_capacity(text.len() / 6);
    let mut lexer = Lexer { text, bytes: text.as_bytes(), language, at: 0, first: true, depth: 0, tokens };
    if language != Language::Other {
        lexer.run();
    }
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    language: Language,
    at: usize,
    /// Is the next token the first of its line?
    first: bool,
    /// How many brackets are open.
    depth: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => {
                    self.at += 1;
                    self.first = true;
                }
                b' ' | b'\t' | b'\r' | 0x0B | 0x0C => self.at += 1,
                // A line that goes on below.
                b'\\' if matches!(self.bytes.get(self.at + 1), Some(b'\n' | b'\r')) => {
                    self.at = self.line_end(self.at) + 1;
                    self.at = self.at.min(self.bytes.len());
                }
                _ if self.comment(byte) => {}
                b'%' | b'!' if self.is_magic(byte) => self.magic(),
                _ => self.token(byte),
            }
        }
    }

    fn token(&mut self, byte: u8) {
        let start = self.at;
        match byte {
            b'"' | b'\'' => self.quoted(start, byte),
            b'$' | b'@' if self.language == Language::CSharp && self.string(start) => {}
            b'`' if self.language != Language::Python => self.backticks(start),
            b'0'..=b'9' => {
                self.skip_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
                self.push(TokenKind::Number, start);
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.name(start),
            _ => {
                self.at += 1;
                match byte {
                    b'(' | b'[' | b'{' => self.depth += 1,
                    b')' | b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                self.push(TokenKind::Punctuation(byte), start);
            }
        }
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        let token = Token { kind, first: self.first, start: start as u32, end: self.at as u32 };
        self.tokens.push(token);
        self.first = false;
    }

    fn skip_while(&mut self, keep: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| !keep(*byte)).unwrap_or(rest.len());
    }

    fn line_end(&self, from: usize) -> usize {
        self.text[from..].find('\n').map_or(self.bytes.len(), |length| from + length)
    }

    /// Skips a comment that starts here.
    fn comment(&mut self, byte: u8) -> bool {
        let rest = &self.bytes[self.at..];
        let line = match self.language {
            Language::Python | Language::R => byte == b'#',
            Language::Sql => rest.starts_with(b"--"),
            _ => rest.starts_with(b"//"),
        };
        let block = byte == b'/' && rest.starts_with(b"/*") && !matches!(self.language, Language::Python | Language::R);
        if !line && !block {
            return false;
        }
        self.at = if line { self.line_end(self.at) } else { self.block_comment_end() };
        true
    }

    /// In Scala and Spark SQL block comments nest.
    fn block_comment_end(&self) -> usize {
        let nests = self.language != Language::CSharp;
        let (mut at, mut depth) = (self.at + 2, 1usize);
        while at < self.bytes.len() {
            match &self.bytes[at..] {
                [b'*', b'/', ..] => {
                    depth -= 1;
                    at += 2;
                    if depth == 0 {
                        return at;
                    }
                }
                [b'/', b'*', ..] if nests => {
                    depth += 1;
                    at += 2;
                }
                _ => at += 1,
            }
        }
        self.bytes.len()
    }

    /// Only the first of a line is a magic, and only outside brackets: elsewhere `%` and `!` are operators.
    fn is_magic(&self, byte: u8) -> bool {
        let next = self.bytes.get(self.at + 1);
        let word = next.is_some_and(|next| next.is_ascii_alphabetic() || *next == b'%');
        let shell = byte == b'!' && self.language == Language::Python;
        self.first && self.depth == 0 && (shell || byte == b'%' && word)
    }

    /// One line, or several that end in a backslash.
    fn magic(&mut self) {
        let start = self.at;
        loop {
            self.at = self.line_end(self.at);
            let line = self.text[start..self.at].trim_end_matches('\r');
            if !line.ends_with('\\') || self.at == self.bytes.len() {
                break;
            }
            self.at += 1;
        }
        self.push(TokenKind::Magic, start);
    }

    fn quoted(&mut self, start: usize, byte: u8) {
        let characters = byte == b'\'' && matches!(self.language, Language::Scala | Language::CSharp);
        if characters {
            self.character(start);
        } else if !self.string(start) {
            self.at += 1;
        }
    }

    /// `'x'` is a character, and `'name` of Scala a symbol.
    fn character(&mut self, start: usize) {
        let mut inner = self.text[start + 1..].char_indices();
        let first = inner.next().map(|(_, c)| c);
        let close = match first {
            Some('\\') => self.text[start + 2..]
                .char_indices()
                .skip(1)
                .take(8)
                .find(|(_, c)| *c == '\'')
                .map(|(at, _)| start + 2 + at),
            Some(_) => inner.next().filter(|(_, c)| *c == '\'').map(|(at, _)| start + 1 + at),
            None => None,
        };
        self.at = close.map_or(start + 1, |close| close + 1);
        self.push(TokenKind::Number, start);
    }

    fn string(&mut self, start: usize) -> bool {
        let Some((end, quotes)) = string::string_at(self.text, start, self.language) else { return false };
        self.at = self.text.ceil_char_boundary(end);
        self.push(TokenKind::String(quotes), start);
        true
    }

    fn backticks(&mut self, start: usize) {
        let rest = &self.text[start + 1..];
        let length = rest.find(['`', '\n']).unwrap_or(rest.len());
        self.at = start + 1 + length;
        self.at += usize::from(self.bytes.get(self.at) == Some(&b'`'));
        self.push(TokenKind::Name, start);
    }

    fn name(&mut self, start: usize) {
        self.skip_while(|byte| OF_NAMES[byte as usize]);
        if self.bytes.get(self.at).is_some_and(|byte| *byte >= 0x80) {
            let rest = &self.text[self.at..];
            self.at += rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        }
        if self.at == start {
            // A character that starts no name, as an arrow or an emoji.
            self.at = self.text.ceil_char_boundary(start + 1);
            return;
        }
        if !(matches!(self.bytes.get(self.at), Some(b'"' | b'\'')) && self.prefixed(start)) {
            self.push(TokenKind::Name, start);
        }
    }

    /// A string whose prefix (`f`, `r`, `s`, `raw`) was just read as a name.
    fn prefixed(&mut self, start: usize) -> bool {
        matches!(self.language, Language::Python | Language::Scala | Language::R) && self.string(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, language: Language) -> Vec<&str> {
        lex(text, language).iter().map(|token| &text[token.range()]).collect()
    }

    #[test]
    fn python() {
        let shown = |text| shown(text, Language::Python);
        assert_eq!(
            shown("%pip install x \\\n  y\na = r'b\\c' # d('e')\n  !ls\nf\"\"\"x\n\"y\"\"\"\".z(1.5)"),
            ["%pip install x \\\n  y", "a", "=", "r'b\\c'", "!ls", "f\"\"\"x\n\"y\"\"\"", "\".z(1.5)"]
        );
        assert_eq!(shown("a % b"), ["a", "%", "b"], "only a line that starts with it is a magic");
        assert_eq!(shown("(a\n% b)"), ["(", "a", "%", "b", ")"], "in brackets it is an operator");
        assert_eq!(shown("a \\\n% b"), ["a", "%", "b"], "and on a line that goes on");
        assert_eq!(shown("→ é = 'ü\\"), ["é", "=", "'ü\\"]);
    }

    #[test]
    fn scala_c_sharp_r_and_sql() {
        assert_eq!(
            shown("val a = 'x' /* /* */ b */ // c\n'sym \"d\"", Language::Scala),
            ["val", "a", "=", "'x'", "'", "sym", "\"d\""]
        );
        assert_eq!(
            shown("var a = '\\''; /* \" /* */ @\"b\"\"\"", Language::CSharp),
            ["var", "a", "=", "'\\''", ";", "@\"b\"\"\""]
        );
        assert_eq!(
            shown("a.b <- 'c' # d\n`e f` %in% r\"(g)\"", Language::R),
            ["a", ".", "b", "<", "-", "'c'", "`e f`", "%", "in", "%", "r\"(g)\""]
        );
        assert_eq!(shown("-- a\nSELECT 'b' /* c */ FROM `d`", Language::Sql), ["SELECT", "'b'", "FROM", "`d`"]);
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn any_text_lexes(text in "([ -~\n]|[\"'`{}()$@%\\\\#/*é→]){0,80}") {
                for language in [Language::Python, Language::Scala, Language::CSharp, Language::R, Language::Sql] {
                    let mut end = 0;
                    for token in lex(&text, language) {
                        prop_assert!(token.range().start >= end, "tokens follow each other");
                        end = token.range().end;
                        prop_assert!(text.get(token.range()).is_some(), "they lie between characters");
                    }
                }
            }
        }
    }
}
