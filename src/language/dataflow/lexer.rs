//! The words of a script, with their places. Any text lexes: what is never closed reaches to the end, and what is no
//! word of the language is a word of its own, so that the parser can say where it stands.

use super::tree::Span;

/// One word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    start: u32,
    end: u32,
}

impl Token {
    pub fn span(self) -> Span {
        self.start as usize..self.end as usize
    }
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// `name`, `$parameter`, `#item`, `$$`, `Sink1#outputs`.
    Name,
    /// `{any text}`: a name with other characters.
    Quoted,
    /// `'…'` or `` `…` ``.
    Text,
    /// `"…{expression}…"`.
    Template,
    Number,
    Open,
    Close,
    OpenSquare,
    CloseSquare,
    /// `{` of a block, directly behind `parameters` or `functions`.
    OpenBlock,
    CloseBlock,
    Comma,
    Colon,
    Dot,
    At,
    Question,
    /// `=`, `->`, `=>`.
    Assign,
    /// `~>`.
    Flow,
    Star,
    Minus,
    Plus,
    Not,
    /// Any other operator between two values.
    Operator,
    /// A string, quoted name or comment that never ends.
    Unclosed,
    /// No word of the language.
    Unknown,
    End,
}

/// The words of a script; the last one is `End`.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    // A word has about five bytes, white space included.
    let mut lexer = Lexer { text, bytes: text.as_bytes(), at: 0, tokens: Vec::with_capacity(text.len() / 5 + 1) };
    while lexer.word() {}
    lexer.push(TokenKind::End, text.len());
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    tokens: Vec<Token>,
}

/// Operators of several characters, longest first.
const LONG: [(&str, TokenKind); 14] = [
    ("<=>", TokenKind::Operator),
    ("===", TokenKind::Operator),
    ("==", TokenKind::Operator),
    ("!=", TokenKind::Operator),
    ("<>", TokenKind::Operator),
    (">=", TokenKind::Operator),
    ("<=", TokenKind::Operator),
    ("&&", TokenKind::Operator),
    ("||", TokenKind::Operator),
    ("->", TokenKind::Assign),
    ("=>", TokenKind::Assign),
    ("~>", TokenKind::Flow),
    ("=", TokenKind::Assign),
    ("!", TokenKind::Not),
];

impl Lexer<'_> {
    fn push(&mut self, kind: TokenKind, start: usize) {
        self.tokens.push(Token { kind, start: start as u32, end: self.at as u32 });
    }

    /// Reads one word, or white space; `false` at the end.
    fn word(&mut self) -> bool {
        let Some(&byte) = self.bytes.get(self.at) else { return false };
        let start = self.at;
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'$' | b'#' => self.name(start),
            b'0'..=b'9' => self.number(start),
            b'\'' => self.quoted(start, byte, TokenKind::Text),
            b'"' => self.quoted(start, byte, TokenKind::Template),
            b'`' => self.raw(start),
            b'{' if self.opens_block() => self.one(TokenKind::OpenBlock),
            b'{' => self.quoted(start, b'}', TokenKind::Quoted),
            b'/' if self.starts_with("/*") => self.comment(start),
            b'/' if self.starts_with("//") => self.at += length_until(&self.bytes[start..], b'\n'),
            b'=' | b'!' | b'<' | b'>' | b'&' | b'|' | b'-' | b'~' => self.long(start, byte),
            0x80.. => self.beyond_ascii(start),
            _ => self.one(single(byte)),
        }
        true
    }

    fn one(&mut self, kind: TokenKind) {
        self.at += 1;
        self.push(kind, self.at - 1);
    }

    fn starts_with(&self, word: &str) -> bool {
        self.bytes[self.at..].starts_with(word.as_bytes())
    }

    fn long(&mut self, start: usize, byte: u8) {
        match LONG.iter().find(|(word, _)| self.starts_with(word)) {
            Some((word, kind)) => {
                self.at += word.len();
                self.push(*kind, start);
            }
            None => self.one(single(byte)),
        }
    }

    fn name(&mut self, start: usize) {
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '#');
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| *byte >= 0x80 || !part(*byte as char)).unwrap_or(rest.len());
        if self.bytes.get(self.at).is_some_and(|byte| *byte >= 0x80) {
            let rest = &self.text[self.at..];
            self.at += rest.find(|c| !part(c)).unwrap_or(rest.len());
        }
        self.push(TokenKind::Name, start);
    }

    /// Digits, a fraction, an exponent, and the letter of its type: `1L`, `1.5D`, `2e-3`.
    fn number(&mut self, start: usize) {
        self.digits();
        if self.starts_with(".") && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
            self.digits();
        }
        if self.starts_with("e") || self.starts_with("E") {
            let sign = matches!(self.bytes.get(self.at + 1), Some(b'+' | b'-')) as usize;
            if self.bytes.get(self.at + 1 + sign).is_some_and(u8::is_ascii_digit) {
                self.at += 1 + sign;
                self.digits();
            }
        }
        let letters = &self.bytes[self.at..];
        self.at += letters.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(letters.len());
        self.push(TokenKind::Number, start);
    }

    fn digits(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
    }

    /// A string or quoted name, in which a backslash takes the next character along.
    fn quoted(&mut self, start: usize, close: u8, kind: TokenKind) {
        let mut at = start + 1;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\\' => at += 2,
                _ if byte == close => return self.upto(at + 1, kind, start),
                _ => at += 1,
            }
        }
        self.upto(self.bytes.len(), TokenKind::Unclosed, start);
    }

    /// `` `…` ``: a regular expression, in which a backslash is a backslash.
    fn raw(&mut self, start: usize) {
        let length = length_until(&self.bytes[start + 1..], b'`');
        let end = start + 1 + length;
        let kind = if end < self.bytes.len() { TokenKind::Text } else { TokenKind::Unclosed };
        self.upto((end + 1).min(self.bytes.len()), kind, start);
    }

    fn comment(&mut self, start: usize) {
        match self.text[start + 2..].find("*/") {
            Some(length) => self.at = start + 2 + length + 2,
            None => self.upto(self.bytes.len(), TokenKind::Unclosed, start),
        }
    }

    fn upto(&mut self, end: usize, kind: TokenKind, start: usize) {
        self.at = end;
        self.push(kind, start);
    }

    /// Is the `{` here that of `parameters{`? Elsewhere it begins a quoted name.
    fn opens_block(&self) -> bool {
        let before = self.tokens.last().filter(|token| token.kind == TokenKind::Name);
        before.is_some_and(|token| matches!(&self.text[token.span()], "parameters" | "functions"))
    }

    /// A letter, white space as U+00A0, or something that has no place here.
    fn beyond_ascii(&mut self, start: usize) {
        let character = self.text[start..].chars().next().unwrap_or(' ');
        if character.is_alphabetic() {
            return self.name(start);
        }
        self.at += character.len_utf8();
        if !character.is_whitespace() && character != '\u{FEFF}' {
            self.push(TokenKind::Unknown, start);
        }
    }
}

fn length_until(bytes: &[u8], byte: u8) -> usize {
    bytes.iter().position(|found| *found == byte).unwrap_or(bytes.len())
}

fn single(byte: u8) -> TokenKind {
    match byte {
        b'(' => TokenKind::Open,
        b')' => TokenKind::Close,
        b'[' => TokenKind::OpenSquare,
        b']' => TokenKind::CloseSquare,
        b'}' => TokenKind::CloseBlock,
        b',' => TokenKind::Comma,
        b':' => TokenKind::Colon,
        b'.' => TokenKind::Dot,
        b'@' => TokenKind::At,
        b'?' => TokenKind::Question,
        b'*' => TokenKind::Star,
        b'-' => TokenKind::Minus,
        b'+' => TokenKind::Plus,
        b'/' | b'%' | b'^' | b'<' | b'>' => TokenKind::Operator,
        _ => TokenKind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|token| &text[token.span()]).filter(|word| !word.is_empty()).collect()
    }

    #[test]
    fn words() {
        assert_eq!(shown("a\u{A0}~>\u{FEFF}b // c\n/* 'd */e"), ["a", "~>", "b", "e"]);
        assert_eq!(shown(r"'it\'s' {a \} b}.`\d'`"), [r"'it\'s'", r"{a \} b}", ".", r"`\d'`"]);
        assert_eq!(shown("parameters{a} {b c}"), ["parameters", "{", "a", "}", "{b c}"]);
        assert_eq!(shown("1L 1.5D 0022 2e-3 1.e"), ["1L", "1.5D", "0022", "2e-3", "1", ".", "e"]);
        assert_eq!(shown("a<=>b!=-c=>:d"), ["a", "<=>", "b", "!=", "-", "c", "=>", ":", "d"]);
        assert_eq!(shown("Sink1#lookup $$ #item größe"), ["Sink1#lookup", "$$", "#item", "größe"]);
    }

    #[test]
    fn what_never_ends_reaches_to_the_end() {
        for text in ["'a", "\"a\\", "{a", "`a", "/* a", "'é\\"] {
            assert_eq!(tokens(text)[0].kind, TokenKind::Unclosed, "{text}");
            assert_eq!(tokens(text)[0].span(), 0..text.len(), "{text}");
        }
    }
}
