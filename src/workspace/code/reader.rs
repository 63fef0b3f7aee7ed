//! Collects facts of a notebook, and turns places in cells into places in the file.

use super::fact::{Fact, Given, Known, Place, What};
use crate::language::code::{Language, Spot, Text, Value};
use crate::workspace::notebook::Cell;
use std::ops::Range;

/// Where facts of a notebook come together.
pub(super) struct Reader<'a> {
    pub cells: &'a [Cell<'a>],
    pub facts: Vec<Fact>,
    /// The first cell that starts the session: it holds code and does not configure.
    pub first_code: Option<usize>,
    /// How many bytes of queries in strings are still read.
    pub queries: usize,
}

/// A name may stand for a long query in each of many calls.
const QUERIES: usize = 4 << 20;

impl<'a> Reader<'a> {
    pub fn new(cells: &'a [Cell<'a>]) -> Self {
        Self { cells, facts: Vec::new(), first_code: cells.iter().position(starts_session), queries: QUERIES }
    }

    /// Notes a fact at some bytes of a cell.
    pub fn note(&mut self, cell: usize, bytes: Range<usize>, what: What) {
        let line = self.cells[cell].line_at(bytes.start).to_owned();
        if let Some(place) = self.place(&Spot { cell, bytes }) {
            self.facts.push(Fact { place, line, what });
        }
    }

    /// The place in the file of a place in a cell.
    pub fn place(&self, spot: &Spot) -> Option<Place> {
        let (node, within) = self.cells.get(spot.cell)?.locate(spot.bytes.clone())?;
        Some(Place::new(node, within))
    }

    /// A text with its places in the file.
    pub fn known(&self, text: &Text) -> Option<Known> {
        let origin = text.origin.as_ref().and_then(|spot| self.place(spot));
        Some(Known { text: text.known.clone(), complete: text.complete, place: self.place(&text.spot)?, origin })
    }

    /// What a value is as an argument.
    pub fn given(&self, value: Option<&Value>) -> Given {
        match value {
            None => Given::Absent,
            Some(Value::Text(text)) => self.known(text).map_or(Given::Unknown, Given::Text),
            Some(_) => Given::Unknown,
        }
    }
}

fn starts_session(cell: &Cell<'_>) -> bool {
    let mut lines = cell.text().lines().map(str::trim);
    let holds_code = lines.any(|line| !line.is_empty() && !line.starts_with(['#', '/']));
    // A cell of another sort (`%%html`) may start nothing, and `%%configure` does not.
    holds_code && cell.language != Language::Other
}
