//! The strict, iterative parser behind [`super::Document`].

use super::entry::{Entry, NodeKind};
use super::key::{Key, KeySet, Seen, key_hash, small};
use super::text::BOM;
use super::{Span, SyntaxError};
use std::cell::RefCell;

/// Deepest nesting accepted. Real artifacts reach 21; the cap keeps recursive walks over a document safe.
const MAX_DEPTH: usize = 512;

pub(super) struct Tree {
    pub nodes: Box<[Entry]>,
    pub lone_surrogates: Vec<Span>,
    /// Objects that may repeat a key, in document order.
    pub repeating: Vec<u32>,
    pub keys: KeySet,
}

thread_local! {
    /// Where values are gathered before the tree is copied out at its exact size: what a document reserves in vain is
    /// memory the system has to clear.
    static GATHERED: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
}

/// Most values a thread keeps room for between two documents: 16 MB.
const KEPT: usize = 1 << 20;

type Result<T> = std::result::Result<T, SyntaxError>;

pub(super) fn parse(text: &str) -> Result<Tree> {
    if u32::try_from(text.len()).is_err() {
        return Err(SyntaxError::new("the file is larger than 4 GiB", 0..0));
    }
    let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: start,
        nodes: GATHERED.take(),
        open: Vec::new(),
        lone_surrogates: Vec::new(),
        repeating: Vec::new(),
        keys: KeySet::default(),
    };
    let outcome = parser.document();
    let Parser { mut nodes, lone_surrogates, mut repeating, keys, .. } = parser;
    repeating.sort_unstable();
    repeating.dedup();
    let tree = outcome.map(|()| Tree { nodes: nodes.as_slice().into(), lone_surrogates, repeating, keys });
    nodes.clear();
    nodes.shrink_to(KEPT);
    GATHERED.set(nodes);
    tree
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    nodes: Vec<Entry>,
    /// The containers that are open, outermost first.
    open: Vec<Open>,
    lone_surrogates: Vec<Span>,
    repeating: Vec<u32>,
    keys: KeySet,
}

/// A container that is open: its index, and its keys so far.
#[derive(Clone, Copy)]
struct Open {
    id: u32,
    seen: Seen,
}

/// Bytes that end a run of plain string text: the quote, the backslash and control characters.
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        stops[byte] = true;
        byte += 1;
    }
    stops[b'"' as usize] = true;
    stops[b'\\' as usize] = true;
    stops
};

impl Parser<'_> {
    fn document(&mut self) -> Result<()> {
        self.space();
        if self.at == self.bytes.len() {
            return Err(SyntaxError::new("the file is empty", self.at..self.at).help("an artifact is one JSON object"));
        }
        self.value(Key::NONE)?;
        while let Some(container) = self.open.last() {
            self.member(container.id)?;
        }
        self.space();
        if self.at < self.bytes.len() {
            return Err(self.stray("the document has ended here, but text follows"));
        }
        Ok(())
    }

    /// One more member of the innermost open container, or its end.
    fn member(&mut self, container: u32) -> Result<()> {
        let object = self.nodes[container as usize].kind == NodeKind::Object;
        let close = if object { b'}' } else { b']' };
        let first = self.nodes.len() as u32 == container + 1;
        self.space();
        let mut comma = None;
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                let next = self.nodes.len() as u32;
                self.nodes[container as usize].close(next);
                self.open.pop();
                return Ok(());
            }
            Some(b',') if !first => {
                comma = Some(self.at);
                self.at += 1;
                self.space();
            }
            _ if first => {}
            _ => return Err(self.expected(&format!("`,` or `{}`", close as char))),
        }
        if let Some(comma) = comma
            && self.peek() == Some(close)
        {
            let error = SyntaxError::new(format!("trailing comma before `{}`", close as char), comma..comma + 1);
            return Err(error.help("remove the comma"));
        }
        if object {
            if self.peek() != Some(b'"') {
                return Err(self.expected("a key in double quotes"));
            }
            let key = self.key()?;
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.expected("`:` after the key"));
            }
            self.at += 1;
            self.space();
            self.value(key)
        } else {
            self.value(Key::NONE)
        }
    }

    /// Reads a key and notes it; an escaped one may equal any other.
    fn key(&mut self) -> Result<Key> {
        let start = self.at;
        let escaped = self.string()?;
        let hash = key_hash(&self.bytes[start + 1..self.at - 1]);
        self.keys.add(hash, escaped);
        if let Some(open) = self.open.last_mut()
            && (open.seen.add(hash) || escaped)
            && self.repeating.last() != Some(&open.id)
        {
            self.repeating.push(open.id);
        }
        Ok(Key { start: Some(start as u32), hash: if escaped { Key::ESCAPED } else { small(hash) } })
    }

    /// Reads a scalar, or opens a container.
    fn value(&mut self, key: Key) -> Result<()> {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.opening(NodeKind::Object)?,
            Some(b'[') => self.opening(NodeKind::Array)?,
            Some(b'"') => match self.string()? {
                true => NodeKind::Escaped,
                false => NodeKind::Plain,
            },
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", NodeKind::True)?,
            Some(b'f') => self.word("false", NodeKind::False)?,
            Some(b'n') => self.word("null", NodeKind::Null)?,
            _ => return Err(self.expected("a value")),
        };
        let parent = match kind {
            NodeKind::Array | NodeKind::Object => self.open.iter().rev().nth(1),
            _ => self.open.last(),
        };
        let parent = parent.map_or(0, |open| open.id);
        self.nodes.push(Entry::new(key, start as u32, self.at as u32, parent, kind));
        Ok(())
    }

    fn opening(&mut self, kind: NodeKind) -> Result<NodeKind> {
        if self.open.len() == MAX_DEPTH {
            let message = format!("nested more than {MAX_DEPTH} levels deep");
            return Err(SyntaxError::new(message, self.at..self.at + 1));
        }
        self.open.push(Open { id: self.nodes.len() as u32, seen: Seen::default() });
        self.at += 1;
        Ok(kind)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str, kind: NodeKind) -> Result<NodeKind> {
        let found = self.stretch();
        if &self.text[found.clone()] != word {
            return Err(self.expected("a value"));
        }
        self.at = found.end;
        Ok(kind)
    }

    /// Reads a string from its opening quote; says whether it holds escapes.
    fn string(&mut self) -> Result<bool> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            while self.at < self.bytes.len() && !STOPS[self.bytes[self.at] as usize] {
                self.at += 1;
            }
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(escaped);
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(control) => return Err(self.control(control)),
                None => {
                    let error = SyntaxError::new("the string is never closed", self.at..self.at);
                    return Err(error.opened(Some(start..start + 1)));
                }
            }
        }
    }

    fn control(&self, control: u8) -> SyntaxError {
        let span = self.at..self.at + 1;
        match control {
            b'\n' | b'\r' => SyntaxError::new("line break inside a string", span)
                .help("close the string before the end of the line, or write the line break as \\n"),
            b'\t' => SyntaxError::new("tab inside a string", span).help("write it as \\t"),
            _ => SyntaxError::new(format!("control character U+{control:04X} inside a string"), span)
                .help("write it as a \\u escape"),
        }
    }

    fn escape(&mut self) -> Result<()> {
        let start = self.at;
        let length = match self.bytes.get(start + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') if self.hex(start).is_some() => return self.unicode_escape(start),
            Some(b'u') => {
                let end = self.text.floor_char_boundary((start + 6).min(self.text.len()));
                return Err(SyntaxError::new("`\\u` needs four hexadecimal digits", start..end));
            }
            Some(_) => {
                let end = self.text.ceil_char_boundary(start + 2);
                let message = format!("`{}` is no escape sequence", &self.text[start..end]);
                return Err(SyntaxError::new(message, start..end).help("write a backslash as \\\\"));
            }
            None => return Err(SyntaxError::new("the string is never closed", start + 1..start + 1)),
        };
        self.at += length;
        Ok(())
    }

    /// The code unit that the escape at `start` gives in four digits.
    fn hex(&self, start: usize) -> Option<u32> {
        let digits = self.bytes.get(start + 2..start + 6)?;
        digits.iter().try_fold(0, |unit, digit| Some(unit * 16 + (*digit as char).to_digit(16)?))
    }

    fn unicode_escape(&mut self, start: usize) -> Result<()> {
        self.at = start + 6;
        match self.hex(start) {
            Some(0xD800..0xDC00) => {
                let pair = self.bytes.get(self.at..self.at + 2) == Some(b"\\u");
                if pair && matches!(self.hex(self.at), Some(0xDC00..0xE000)) {
                    self.at += 6;
                } else {
                    self.lone_surrogates.push(start..start + 6);
                }
            }
            Some(0xDC00..0xE000) => self.lone_surrogates.push(start..start + 6),
            _ => {}
        }
        Ok(())
    }

    fn number(&mut self) -> Result<NodeKind> {
        let found = self.stretch();
        if !is_number(&self.bytes[found.clone()]) {
            let message = format!("`{}` is no JSON number", &self.text[found.clone()]);
            return Err(SyntaxError::new(message, found));
        }
        self.at = found.end;
        Ok(NodeKind::Number)
    }

    /// From here to the next character that can end a bare word.
    fn stretch(&self) -> Span {
        let rest = &self.text[self.at..];
        let ends = |c: char| c.is_whitespace() || c.is_control() || ",:[]{}\"'/#".contains(c);
        self.at..self.at + rest.find(ends).unwrap_or(rest.len())
    }

    fn expected(&self, what: &str) -> SyntaxError {
        if self.at < self.bytes.len() {
            return self.stray(&format!("expected {what}"));
        }
        let opened = self.open.last().map(|container| self.nodes[container.id as usize].start as usize);
        SyntaxError::new(format!("the file ends where {what} is expected"), self.at..self.at)
            .opened(opened.map(|start| start..start + 1))
    }

    /// The text at hand does not belong here: say what it is where that is known.
    fn stray(&self, expected: &str) -> SyntaxError {
        let rest = &self.text[self.at..];
        let stretch = self.stretch();
        let one = self.at..self.at + rest.chars().next().map_or(0, char::len_utf8);
        let line = self.at..self.at + rest.find(['\n', '\r']).unwrap_or(rest.len());
        if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|marker| rest.starts_with(marker)) {
            return SyntaxError::new("merge conflict marker", line).help("resolve the conflict");
        }
        if rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#') {
            let closed = rest.strip_prefix("/*").and_then(|inside| Some(self.at..self.at + inside.find("*/")? + 4));
            return SyntaxError::new("JSON has no comments", closed.unwrap_or(line))
                .help("remove it, or use the description property");
        }
        if rest.starts_with('\'') {
            return SyntaxError::new("single quotes", one).help("JSON strings stand in double quotes");
        }
        if rest.starts_with(BOM) {
            return SyntaxError::new("a second byte order mark", one);
        }
        if stretch.is_empty() {
            return SyntaxError::new(format!("{expected}, found {}", shown(rest)), one);
        }
        let word = &self.text[stretch.clone()];
        let message = match word {
            "NaN" | "Infinity" | "undefined" | "None" | "True" | "False" => format!("`{word}` is no JSON value"),
            // What is no plain word may be a secret that lost its quotes, and nothing here knows how to hide it.
            _ if is_harmless(word) => format!("{expected}, found `{word}`"),
            _ => format!("{expected}, found text without quotes"),
        };
        SyntaxError::new(message, stretch)
    }
}

/// Is a piece of text too short for a secret, or a plain word?
fn is_harmless(word: &str) -> bool {
    word.len() < 4 || (word.len() <= 20 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

fn shown(rest: &str) -> String {
    match rest.chars().next() {
        Some(c) if c.is_control() => format!("the control character U+{:04X}", c as u32),
        Some(c) => format!("`{c}`"),
        None => "the end of the file".to_owned(),
    }
}

/// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
fn is_number(bytes: &[u8]) -> bool {
    fn digits(bytes: &[u8]) -> Option<&[u8]> {
        let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then(|| &bytes[count..])
    }
    let unsigned = bytes.strip_prefix(b"-").unwrap_or(bytes);
    if unsigned.len() > 1 && unsigned[0] == b'0' && unsigned[1].is_ascii_digit() {
        return false;
    }
    let Some(mut rest) = digits(unsigned) else { return false };
    if let [b'.', fraction @ ..] = rest {
        let Some(behind) = digits(fraction) else { return false };
        rest = behind;
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-")).unwrap_or(exponent);
        let Some(behind) = digits(exponent) else { return false };
        rest = behind;
    }
    rest.is_empty()
}
