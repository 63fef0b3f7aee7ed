//! Notebook cells: their language, their text in one piece, and the way back to the file.

use super::Artifact;
use super::pieces::Pieces;
use crate::json::{Document, Node, Span};
use crate::language::code::Language;

/// A code cell.
#[derive(Debug)]
pub struct Cell<'a> {
    /// Its language: its magic, else the notebook's.
    pub language: Language,
    /// Is it tagged as the cell of parameters, whose values a caller replaces?
    pub has_parameters: bool,
    pieces: Pieces,
    document: &'a Document,
}

impl<'a> Cell<'a> {
    fn new(cell: Node<'a>, default: Language) -> Option<Self> {
        let kind = cell.get("cell_type").or_else(|| cell.get("cellType")).and_then(Node::as_str);
        if kind.is_some_and(|kind| kind != "code") {
            return None;
        }
        let pieces = Pieces::new(cell.get("source")?, "");
        let has_parameters = has_parameters(cell);
        let mut cell = Self { language: default, has_parameters, pieces, document: cell.document() };
        cell.language = match cell.magic() {
            // These time or silence a cell, and leave its language alone.
            None | Some("capture" | "time" | "timeit" | "prun") => default,
            Some(name) => Language::named(name),
        };
        Some(cell)
    }

    /// Its whole text.
    pub fn text(&self) -> &str {
        self.pieces.text()
    }

    /// The magic that stands before the whole cell: `sql` for `%%sql`.
    pub fn magic(&self) -> Option<&str> {
        let rest = self.text().trim_start().strip_prefix("%%")?;
        Some(&rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())])
    }

    /// The string node that holds an offset of the text, and the range within that node's decoded string.
    pub fn locate(&self, range: Span) -> Option<(Node<'a>, Span)> {
        self.pieces.locate(self.document, range)
    }

    /// Every string node that a range of the text touches, each with its part of the range.
    pub fn locate_all(&self, range: Span) -> impl Iterator<Item = (Node<'a>, Span)> {
        self.pieces.locate_all(self.document, range)
    }

    /// The line of the text that holds an offset; of a very long one what is near.
    pub fn line_at(&self, offset: usize) -> &str {
        self.pieces.line_at(offset)
    }
}

fn has_parameters(cell: Node<'_>) -> bool {
    let tags = cell.at(&["metadata", "tags"]).into_iter().flat_map(Node::items);
    tags.filter_map(Node::as_str).any(|tag| tag == "parameters")
}

/// May the code of a notebook hold one of these words of letters? `false` is certain, and costs no more than a look at
/// the file.
pub fn may_hold<'w>(notebook: &Document, mut words: impl Iterator<Item = &'w str>) -> bool {
    let found = |word: &str| notebook.says(word);
    // Letters may be written as escapes, and a word in two strings; hardly anybody does either.
    words.any(found) || found(r"\u00") || notebook.nodes_with_key("source").any(splits_lines)
}

/// Does one of the strings of a source, but the last, end within a line?
fn splits_lines(source: Node<'_>) -> bool {
    let mut rest = source.items().map(Node::inner).peekable();
    while let Some(string) = rest.next() {
        if rest.peek().is_some() && !string.is_empty() && !string.ends_with(r"\n") {
            return true;
        }
    }
    false
}

/// The code cells of a notebook, in order.
pub fn code_cells(notebook: &Artifact) -> Vec<Cell<'_>> {
    cells_where(notebook, |_| true).collect()
}

/// The first code cell that is tagged as the cell of parameters.
pub fn parameters_cell(notebook: &Artifact) -> Option<Cell<'_>> {
    cells_where(notebook, has_parameters).next()
}

fn cells_where<'a>(notebook: &'a Artifact, wanted: fn(Node<'a>) -> bool) -> impl Iterator<Item = Cell<'a>> {
    let named = |path: &[&str]| notebook.property(path).and_then(Node::as_str);
    let default = named(&["metadata", "language_info", "name"]).or_else(|| named(&["metadata", "kernelspec", "name"]));
    // Studio's own default is Python.
    let default = default.map_or(Language::Python, |name| Language::named(&name));
    let cells = notebook.property(&["cells"]);
    let cells = cells.into_iter().flat_map(Node::items).filter(move |cell| wanted(*cell));
    cells.filter_map(move |cell| Cell::new(cell, default))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_missed_in_no_file() {
        let holds = |source: &str| {
            let notebook = Document::parse(format!("{{\"source\": {source}}}")).unwrap();
            may_hold(&notebook, std::iter::once("tulip"))
        };
        assert!(holds(r#"["a tulip\n", "b"]"#));
        assert!(holds(r#"["tu", "lip"]"#) && holds(r#"["tu", "", "lip"]"#) && holds(r#""\u0074ulip""#));
        assert!(!holds(r#"["tu\n", "lip"]"#) && !holds(r#"["tu\r\n", "", "lip"]"#) && !holds("[]"));
    }
}
