//! Notebook cells: their language, their text in one piece, and the way back to the file.

use super::Artifact;
use crate::json::{Node, Span};
use crate::language::code::Language;

/// A code cell.
#[derive(Debug)]
pub struct Cell<'a> {
    /// Its language: its magic, else the notebook's.
    pub language: Language,
    /// Its whole text.
    pub text: String,
    /// The string nodes it is made of, each with its offset in `text`.
    pieces: Vec<(usize, Node<'a>)>,
}

impl<'a> Cell<'a> {
    fn new(cell: Node<'a>, default: Language) -> Option<Self> {
        let kind = cell.get("cell_type").or_else(|| cell.get("cellType")).and_then(Node::as_str);
        if kind.is_some_and(|kind| kind != "code") {
            return None;
        }
        let source = cell.get("source")?;
        let mut text = String::new();
        let mut pieces = Vec::new();
        let lines = source.items().chain(Some(source).filter(|source| !source.is_array()));
        for node in lines {
            pieces.push((text.len(), node));
            text.push_str(&node.as_str().unwrap_or_default());
        }
        let language = match text.trim_start().strip_prefix("%%") {
            Some(magic) => Language::named(magic.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()),
            None => default,
        };
        Some(Self { language, text, pieces })
    }

    /// The string node that holds an offset of the text, and the range within that node's decoded string.
    pub fn locate(&self, range: Span) -> Option<(Node<'a>, Span)> {
        let at = self.pieces.partition_point(|(start, _)| *start <= range.start).checked_sub(1)?;
        let (start, node) = self.pieces[at];
        let end = self.pieces.get(at + 1).map_or(self.text.len(), |(next, _)| *next);
        Some((node, range.start - start..range.end.min(end) - start))
    }

    /// The line of the text that holds an offset.
    pub fn line_at(&self, offset: usize) -> &str {
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[offset..].find('\n').map_or(self.text.len(), |length| offset + length);
        &self.text[start..end]
    }
}

/// The code cells of a notebook, in order.
pub fn code_cells(notebook: &Artifact) -> Vec<Cell<'_>> {
    let named = |path: &[&str]| notebook.property(path).and_then(Node::as_str);
    let default = named(&["metadata", "language_info", "name"]).or_else(|| named(&["metadata", "kernelspec", "name"]));
    // Studio's own default is Python.
    let default = default.map_or(Language::Python, |name| Language::named(&name));
    let cells = notebook.property(&["cells"]);
    cells.into_iter().flat_map(Node::items).filter_map(|cell| Cell::new(cell, default)).collect()
}
