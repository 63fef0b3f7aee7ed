//! Places in text: line and column of a byte, and where a character of a decoded string stands in its source.

use super::{Node, Span};
use std::borrow::Cow;

/// Bytes of a text between two counts of its lines.
const BLOCK: usize = 4096;

/// How many lines stand before places of a text, for fast line and column look-ups.
#[derive(Debug)]
pub struct LineIndex {
    blocks: Vec<Before>,
    lines: usize,
}

/// What stands before a block.
#[derive(Debug)]
struct Before {
    /// Line breaks.
    breaks: u32,
    /// Characters behind the last of them: lines of generated files are many blocks long.
    characters: u32,
}

/// Line and column, both from 1; the column counts Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

impl LineIndex {
    /// Reads the text once; lines end with `\n`, with or without `\r` before it.
    pub fn new(text: &str) -> Self {
        let (mut breaks, mut characters) = (0, 0);
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
        for block in text.as_bytes().chunks(BLOCK) {
            blocks.push(Before { breaks, characters });
            breaks += line_breaks(block).count() as u32;
            characters = match memchr::memrchr(b'\n', block) {
                Some(at) => begun(&block[at + 1..]),
                None => characters + begun(block),
            };
        }
        Self { blocks, lines: breaks as usize + 1 }
    }

    /// Line and column of a byte offset; an offset beyond the text is its end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = floor_boundary(text, offset);
        // An empty last block is none.
        let block = (offset / BLOCK).min(self.blocks.len().saturating_sub(1));
        let Some(before) = self.blocks.get(block) else { return Position { line: 1, column: 1 } };
        let bytes = &text.as_bytes()[block * BLOCK..offset];
        let line = before.breaks as usize + line_breaks(bytes).count() + 1;
        let characters = match memchr::memrchr(b'\n', bytes) {
            Some(at) => begun(&bytes[at + 1..]),
            None => before.characters + begun(bytes),
        };
        let mark = line == 1 && offset > 0 && text.starts_with(BOM);
        Position { line, column: characters as usize + 1 - usize::from(mark) }
    }

    /// Byte range of a line (from 1), its line break not included.
    pub fn line(&self, text: &str, line: usize) -> std::ops::Range<usize> {
        let start = if line == 1 { 0 } else { self.behind_break(text, line - 1) };
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
        start..start + text[start..end].trim_end_matches('\r').len()
    }

    /// The offset behind a line break, of which the first is 1; the end of the text when there are fewer.
    fn behind_break(&self, text: &str, wanted: usize) -> usize {
        let block = self.blocks.partition_point(|before| (before.breaks as usize) < wanted).saturating_sub(1);
        let before = self.blocks.get(block).map_or(0, |before| before.breaks as usize);
        let mut breaks = line_breaks(&text.as_bytes()[block * BLOCK..]);
        breaks.nth(wanted - before - 1).map_or(text.len(), |at| block * BLOCK + at + 1)
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.lines
    }
}

/// How many characters begin among bytes of UTF-8.
fn begun(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from((*byte as i8) >= -64)).sum()
}

fn line_breaks(bytes: &[u8]) -> memchr::Memchr<'_> {
    memchr::memchr_iter(b'\n', bytes)
}

/// The byte order mark some editors put first.
pub const BOM: char = '\u{FEFF}';

/// The nearest character boundary at or before `offset`.
pub fn floor_boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

/// The offset of the first byte at or behind `start` that is no white space between tokens.
pub(super) fn skip_space(text: &str, start: usize) -> usize {
    let space = text.as_bytes()[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    start + space.count()
}

/// One escape sequence: how long it is in the source, and what it means.
fn escape(source: &str) -> (usize, char) {
    let bytes = source.as_bytes();
    let simple = |meaning| (2, meaning);
    match bytes[1] {
        b'n' => simple('\n'),
        b't' => simple('\t'),
        b'r' => simple('\r'),
        b'b' => simple('\u{8}'),
        b'f' => simple('\u{C}'),
        b'u' => unicode_escape(source),
        other => simple(other as char),
    }
}

fn unicode_escape(source: &str) -> (usize, char) {
    let unit = |at: usize| source.get(at + 2..at + 6).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let first = unit(0).unwrap_or(0xFFFD);
    if (0xD800..0xDC00).contains(&first)
        && source.get(6..8) == Some("\\u")
        && let Some(second @ 0xDC00..0xE000) = unit(6)
    {
        let scalar = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (12, char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    (6, char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// The text a JSON string means, from the source between its quotes.
pub fn decode(inner: &str) -> Cow<'_, str> {
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(inner.len());
    decode_onto(inner, &mut out);
    Cow::Owned(out)
}

/// The same at the end of another text.
pub(super) fn decode_onto(inner: &str, out: &mut String) {
    let mut rest = inner;
    while let Some(backslash) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..backslash]);
        let (length, meaning) = escape(&rest[backslash..]);
        out.push(meaning);
        rest = &rest[backslash + length..];
    }
    out.push_str(rest);
}

/// Where byte `decoded` of the decoded string stands in the source between the quotes; beyond the end it is the end.
pub fn source_offset(inner: &str, decoded: usize) -> usize {
    SourceCursor::new(inner).offset(decoded)
}

/// Maps offsets of a decoded string to its source between the quotes, in one pass for offsets that only grow. Only
/// escapes change the distance, so it jumps from backslash to backslash.
#[derive(Debug, Clone)]
pub struct SourceCursor<'a> {
    inner: &'a str,
    way: Way,
}

/// How far a cursor has come: bytes of the source, and bytes of what they mean.
#[derive(Debug, Clone, Copy, Default)]
struct Way {
    source: usize,
    seen: usize,
}

impl<'a> SourceCursor<'a> {
    /// At the beginning of a string.
    pub fn new(inner: &'a str) -> Self {
        Self { inner, way: Way::default() }
    }

    /// Where byte `decoded` stands; never less than the offset before.
    pub fn offset(&mut self, decoded: usize) -> usize {
        let (bytes, way) = (self.inner.as_bytes(), &mut self.way);
        while way.seen < decoded && way.source < bytes.len() {
            let far = (way.source + decoded - way.seen).min(bytes.len());
            let Some(plain) = memchr::memchr(b'\\', &bytes[way.source..far]) else {
                way.seen += far - way.source;
                way.source = far;
                break;
            };
            let (length, meaning) = escape(&self.inner[way.source + plain..]);
            if way.seen + plain + meaning.len_utf8() > decoded {
                return way.source + plain;
            }
            way.source += plain + length;
            way.seen += plain + meaning.len_utf8();
        }
        way.source
    }
}

/// Places of ranges of decoded strings in one file. Of many ranges of one string that are asked for in order, each costs
/// the way from the one before.
#[derive(Debug, Default)]
pub struct Places {
    /// The string of the last range, and the way to where that begins.
    last: Option<(u32, Way)>,
}

impl Places {
    /// The place of a range.
    pub fn find(&mut self, node: Node<'_>, decoded: Span) -> Span {
        let known = self.last.filter(|(id, way)| *id == node.id() && way.seen <= decoded.start);
        let mut cursor = SourceCursor { inner: node.inner(), way: known.map_or_else(Way::default, |(_, way)| way) };
        let base = node.span().start + 1;
        let start = cursor.offset(decoded.start);
        self.last = Some((node.id(), cursor.way));
        base + start..base + cursor.offset(decoded.end)
    }
}

/// How many bytes a JSON text would have without the white space between its tokens.
pub fn length_without_white_space(text: &str) -> usize {
    let (mut in_string, mut escaped, mut length) = (false, false, 0);
    for byte in text.trim_start_matches(BOM).bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            b' ' | b'\t' | b'\r' | b'\n' if !in_string => continue,
            _ => {}
        }
        length += 1;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_between_tokens_does_not_count() {
        let pretty = "\u{feff}{\n\t\"a b\": [ \"\\\" \\\\\", 1 ],\r\n\t\"c\": \"ü \"\n}\n";
        assert_eq!(length_without_white_space(pretty), r#"{"a b":["\" \\",1],"c":"ü "}"#.len());
    }

    #[test]
    fn escapes_decode_and_map_back() {
        let inner = r#"a\nb\u00e9\ud83d\ude00 \"x\" \ud800 ü"#;
        let decoded = decode(inner);
        assert_eq!(decoded, "a\nbé😀 \"x\" \u{FFFD} ü");
        assert_eq!(source_offset(inner, decoded.find('é').unwrap()), 4);
        assert_eq!(source_offset(inner, decoded.find('😀').unwrap()), 10);
        assert_eq!(source_offset(inner, decoded.find('x').unwrap()), inner.find('x').unwrap());
        assert_eq!(source_offset(inner, decoded.find('ü').unwrap()), inner.find('ü').unwrap());
        assert_eq!(source_offset(inner, decoded.len()), inner.len());
    }

    #[test]
    fn places_are_found_in_any_order() {
        let document = crate::json::Document::parse(r#"["a\nb\u00e9\ud83d\ude00 x", "\n\n\n"]"#.to_owned()).unwrap();
        let mut places = Places::default();
        let strings: Vec<Node<'_>> = document.root().items().collect();
        for (string, start, end) in
            [(0, 0, 1), (0, 1, 3), (0, 1, 9), (0, 5, 9), (1, 1, 2), (0, 6, 10), (0, 2, 3), (1, 3, 3)]
        {
            assert_eq!(
                places.find(strings[string], start..end),
                strings[string].span_within(start..end),
                "{start}..{end}"
            );
        }
    }

    #[test]
    fn columns_count_characters_and_skip_the_byte_order_mark() {
        let text = "\u{FEFF}{é}\r\nxy\n";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, text.find('}').unwrap()), Position { line: 1, column: 3 });
        assert_eq!(index.position(text, text.find('y').unwrap()), Position { line: 2, column: 2 });
        assert_eq!(index.position(text, 999), Position { line: 3, column: 1 });
        assert_eq!(&text[index.line(text, 1)], "\u{FEFF}{é}");
    }

    #[test]
    fn every_line_is_found_among_many() {
        // Breaks on either side of the end of a block, and at the end of the text.
        for length in BLOCK - 3..=BLOCK {
            let first = format!("{}é\r\n", "x".repeat(length));
            let text = first.clone() + &"y\n".repeat(BLOCK) + "\n" + &first;
            let index = LineIndex::new(&text);
            let lines: Vec<&str> = text.split('\n').collect();
            assert_eq!(index.lines(), lines.len());
            let mut start = 0;
            for (at, line) in lines.iter().enumerate() {
                let shown = line.trim_end_matches('\r');
                assert_eq!(index.line(&text, at + 1), start..start + shown.len());
                let column = shown.chars().count() + 1;
                assert_eq!(index.position(&text, start + shown.len()), Position { line: at + 1, column });
                assert_eq!(index.position(&text, start), Position { line: at + 1, column: 1 });
                start += line.len() + 1;
            }
        }
        let long = "é".repeat(BLOCK) + "x\n" + &"ü".repeat(BLOCK);
        let (index, last) = (LineIndex::new(&long), long.len());
        assert_eq!(index.position(&long, 2 * BLOCK), Position { line: 1, column: BLOCK + 1 });
        assert_eq!(index.position(&long, last), Position { line: 2, column: BLOCK + 1 });
        let block = "\n".repeat(BLOCK);
        let index = LineIndex::new(&block);
        assert_eq!(index.position(&block, BLOCK), Position { line: BLOCK + 1, column: 1 });
        assert_eq!((index.line(&block, BLOCK + 1), index.line("", 1)), (BLOCK..BLOCK, 0..0));
    }
}
