//! Code that a document keeps in several strings, one a line or one a few lines: its text in one piece, and the way
//! back from an offset in it to the string and the offset within that. It knows no language.

use crate::json::{Document, Node, Span};

/// The text, and where each of its strings begins in it.
#[derive(Debug)]
pub struct Pieces {
    text: String,
    /// Offset in the text, and number of the node.
    starts: Vec<(usize, u32)>,
    /// Bytes between two strings.
    separator: usize,
}

impl Pieces {
    /// The strings of an array, or a single string, joined.
    pub fn new(source: Node<'_>, separator: &str) -> Self {
        let single = Some(source).filter(|source| !source.is_array());
        let strings = source.items().chain(single);
        // What stands in the file is at least as long as what it means.
        let longest = strings.clone().map(|node| node.inner().len() + separator.len()).sum();
        let text = String::with_capacity(longest);
        let mut pieces = Self { text, starts: Vec::new(), separator: separator.len() };
        for (at, node) in strings.enumerate() {
            if at > 0 {
                pieces.text.push_str(separator);
            }
            pieces.starts.push((pieces.text.len(), node.id()));
            node.read_onto(&mut pieces.text);
        }
        pieces
    }

    /// The text in one piece.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The string node that holds the first byte of a range, and as much of the range as lies in it, in its decoded
    /// string; `None` when there are no strings.
    pub fn locate<'d>(&self, document: &'d Document, range: Span) -> Option<(Node<'d>, Span)> {
        let at = self.starts.partition_point(|(start, _)| *start <= range.start).checked_sub(1)?;
        let (start, node) = self.starts[at];
        let end = self.starts.get(at + 1).map_or(self.text.len(), |(next, _)| next - self.separator);
        Some((document.node(node), range.start.min(end) - start..range.end.min(end) - start))
    }

    /// Every string node that a range of the text touches, each with its part of the range.
    pub fn locate_all<'d>(&self, document: &'d Document, range: Span) -> impl Iterator<Item = (Node<'d>, Span)> {
        let first = self.starts.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
        let touched = self.starts.iter().enumerate().skip(first);
        touched.take_while(move |(_, (start, _))| *start < range.end).filter_map(move |(at, (start, node))| {
            let end = self.starts.get(at + 1).map_or(self.text.len(), |(next, _)| next - self.separator);
            let part = range.start.max(*start)..range.end.min(end);
            (part.start < part.end).then(|| (document.node(*node), part.start - start..part.end - start))
        })
    }

    /// The line of the text that holds an offset; of a very long one what is near.
    pub fn line_at(&self, offset: usize) -> &str {
        const NEAR: usize = 400;
        let offset = self.text.floor_char_boundary(offset);
        let from = self.text.floor_char_boundary(offset.saturating_sub(NEAR));
        let to = self.text.ceil_char_boundary((offset + NEAR).min(self.text.len()));
        let start = self.text[from..offset].rfind('\n').map_or(from, |at| from + at + 1);
        let end = self.text[offset..to].find('\n').map_or(to, |length| offset + length);
        &self.text[start..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_their_string() {
        let document = Document::parse(r#"["ab", "", "c\td"]"#.to_owned()).unwrap();
        let pieces = Pieces::new(document.root(), "\n");
        assert_eq!(pieces.text(), "ab\n\nc\td");
        let at = |range: Span| pieces.locate(&document, range).map(|(node, within)| (node.raw(), within));
        assert_eq!(at(1..2), Some(("\"ab\"", 1..2)));
        assert_eq!(at(1..7), Some(("\"ab\"", 1..2)), "only what lies in the first string");
        assert_eq!(at(2..3), Some(("\"ab\"", 2..2)), "what joins two strings is the end of the first");
        assert_eq!(at(3..3), Some(("\"\"", 0..0)));
        assert_eq!(at(6..7), Some((r#""c\td""#, 2..3)));
        assert_eq!(at(7..7), Some((r#""c\td""#, 3..3)));
        assert_eq!(pieces.line_at(5), "c\td");
        assert_eq!(Pieces::new(document.root().items().next().unwrap(), "\n").text(), "ab", "a single string");
    }
}
