//! JSON as people write it behind `%%configure`: with comments, trailing commas and quotes of either kind. What no
//! reader of such JSON takes is an error with a place.

use std::ops::Range;

/// A value, with its bytes in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxed {
    /// What it is.
    pub kind: RelaxedKind,
    /// Its bytes; of a string those between the quotes.
    pub bytes: Range<usize>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelaxedKind {
    /// A string, its escapes as they stand.
    Text(String),
    /// `{…}`
    Map(Vec<(Relaxed, Relaxed)>),
    /// `[…]`
    List(Vec<Relaxed>),
    /// A number, `true`, `false`, `null`.
    Other,
}

/// What is wrong, in a clause, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelaxedError {
    /// The clause.
    pub message: String,
    /// The bytes.
    pub bytes: Range<usize>,
}

impl Relaxed {
    /// The value of a key of a map.
    pub fn get(&self, name: &str) -> Option<&Relaxed> {
        self.entries().iter().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value)
    }

    /// The entries of a map; none for other values.
    pub fn entries(&self) -> &[(Relaxed, Relaxed)] {
        match &self.kind {
            RelaxedKind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for other values.
    pub fn items(&self) -> &[Relaxed] {
        match &self.kind {
            RelaxedKind::List(items) => items,
            _ => &[],
        }
    }

    /// The text of a string.
    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            RelaxedKind::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Deeper nesting is an error: a session's settings have three levels.
const DEEPEST: usize = 64;

/// Reads an object from `from` to the end of the text: what stands before the first thing that no reader takes, and
/// that thing. Neither is there when there is nothing but space and comments.
pub fn parse_relaxed(text: &str, from: usize) -> (Option<Relaxed>, Option<RelaxedError>) {
    let mut parser = Parser { text, at: from, depth: 0, error: None };
    match parser.peek() {
        None => return (None, None),
        Some('{') => {}
        Some(_) => parser.fail("an object begins with `{`"),
    }
    let value = if parser.error.is_none() { parser.value() } else { None };
    if parser.error.is_none() && parser.peek().is_some() {
        parser.fail("nothing may follow the object");
    }
    (value, parser.error)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// The first error; nothing is read behind it.
    error: Option<RelaxedError>,
}

impl Parser<'_> {
    /// The next character that is no space and in no comment; `#` begins one too, as in the code around it.
    fn peek(&mut self) -> Option<char> {
        loop {
            let rest = &self.text[self.at..];
            let next = rest.chars().next()?;
            if next.is_whitespace() || next == '\u{FEFF}' {
                self.at += next.len_utf8();
            } else if rest.starts_with("//") || next == '#' {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += rest.find("*/").map_or(rest.len(), |at| at + 2);
            } else {
                return Some(next);
            }
        }
    }

    /// Notes an error at the next character, or at the last when the text ends.
    fn fail(&mut self, message: &str) {
        let start = match self.peek() {
            Some(_) => self.at,
            None => self.text.trim_end().len().saturating_sub(1),
        };
        let start = self.text.floor_char_boundary(start);
        let length = self.text[start..].chars().next().map_or(0, char::len_utf8);
        self.fail_at(message.to_owned(), start..start + length);
    }

    fn fail_at(&mut self, message: String, bytes: Range<usize>) {
        self.error.get_or_insert(RelaxedError { message, bytes });
    }

    fn take(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        self.at += if found { expected.len_utf8() } else { 0 };
        found
    }

    fn value(&mut self) -> Option<Relaxed> {
        let first = self.peek();
        let start = self.at;
        let kind = match first {
            Some('{') => self.nested(Self::map),
            Some('[') => self.nested(Self::list),
            Some('"' | '\'') => return self.string(),
            _ => self.word()?,
        };
        Some(Relaxed { kind, bytes: start..self.at })
    }

    fn nested(&mut self, read: fn(&mut Self) -> RelaxedKind) -> RelaxedKind {
        if self.depth == DEEPEST {
            self.fail("it is nested too deeply");
            return RelaxedKind::Other;
        }
        self.at += 1;
        self.depth += 1;
        let kind = read(self);
        self.depth -= 1;
        kind
    }

    fn map(&mut self) -> RelaxedKind {
        let mut entries = Vec::new();
        while self.error.is_none() && !self.take('}') {
            entries.extend(self.entry());
            if self.error.is_none() && !self.take(',') && self.peek() != Some('}') {
                let closed = self.peek().is_some();
                self.fail(if closed { "a comma is missing" } else { "the object is never closed" });
            }
        }
        RelaxedKind::Map(entries)
    }

    fn entry(&mut self) -> Option<(Relaxed, Relaxed)> {
        match self.peek() {
            Some('"' | '\'') => {}
            Some(_) => self.fail("a key stands in quotes"),
            None => self.fail("the object is never closed"),
        }
        let key = if self.error.is_none() { self.string()? } else { return None };
        if !self.take(':') {
            self.fail("a colon is missing behind the key");
            return None;
        }
        Some((key, self.value()?))
    }

    fn list(&mut self) -> RelaxedKind {
        let mut items = Vec::new();
        while self.error.is_none() && !self.take(']') {
            if self.peek().is_none() {
                self.fail("the list is never closed");
                break;
            }
            items.extend(self.value());
            if self.error.is_none() && !self.take(',') && self.peek() != Some(']') {
                self.fail("a comma is missing");
            }
        }
        RelaxedKind::List(items)
    }

    fn string(&mut self) -> Option<Relaxed> {
        let bytes = self.text.as_bytes();
        let (quote, start) = (bytes[self.at], self.at + 1);
        let mut at = start;
        loop {
            match bytes.get(at) {
                Some(b'\\') => at += 2,
                Some(byte) if *byte == quote => break,
                None | Some(b'\n') => {
                    let end = self.text.floor_char_boundary(at.min(bytes.len()));
                    self.fail_at("the string is never closed".to_owned(), self.at..end);
                    return None;
                }
                Some(_) => at += 1,
            }
        }
        self.at = at + 1;
        Some(Relaxed { kind: RelaxedKind::Text(self.text[start..at].to_owned()), bytes: start..at })
    }

    fn word(&mut self) -> Option<RelaxedKind> {
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| c.is_whitespace() || ",:{}[]\"'".contains(c)).unwrap_or(rest.len());
        let word = &rest[..length];
        let number = word.starts_with(['-', '.', '+']) || word.starts_with(|c: char| c.is_ascii_digit());
        if !number && !matches!(word, "true" | "false" | "null") {
            match length {
                0 => self.fail("a value is missing"),
                _ => self.fail_at(format!("{word} is no value"), self.at..self.at + length),
            }
            return None;
        }
        self.at += length;
        Some(RelaxedKind::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> (String, &str) {
        let error = parse_relaxed(text, 0).1.unwrap();
        (error.message, &text[error.bytes])
    }

    #[test]
    fn what_people_write_is_read() {
        let text =
            "\n{ // memory\n \"driverMemory\": \"28g\", /* two */ \"conf\": {'a.b': [1, true, null,],},\n}\n# end";
        let (read, error) = parse_relaxed(text, 0);
        let read = read.unwrap();
        assert_eq!(error, None);
        assert_eq!(read.get("driverMemory").and_then(Relaxed::as_text), Some("28g"));
        let list = read.get("conf").and_then(|conf| conf.get("a.b")).unwrap();
        assert_eq!((list.items().len(), &text[list.bytes.clone()]), (3, "[1, true, null,]"));
        assert_eq!(parse_relaxed(" // nothing", 0), (None, None));
        let (read, error) = parse_relaxed("{\"a\": {\"b\": \"c\", \"d", 0);
        assert!(error.is_some());
        assert_eq!(read.unwrap().get("a").unwrap().get("b").and_then(Relaxed::as_text), Some("c"), "what came before");
    }

    #[test]
    fn what_no_reader_takes_is_shown() {
        assert_eq!(error("{\"a\": 1 \"b\": 2}"), ("a comma is missing".into(), "\""));
        assert_eq!(error("{\"a\": {\"b\": 2}\n"), ("the object is never closed".into(), "}"));
        assert_eq!(error("{\"a\" 1}"), ("a colon is missing behind the key".into(), "1"));
        assert_eq!(error("{\"a\": True}"), ("True is no value".into(), "True"));
        assert_eq!(error("{a: 1}"), ("a key stands in quotes".into(), "a"));
        assert_eq!(error("{\"a\": \"b\n}"), ("the string is never closed".into(), "\"b"));
        assert_eq!(error("{} x"), ("nothing may follow the object".into(), "x"));
        assert_eq!(error("spark"), ("an object begins with `{`".into(), "s"));
    }
}
