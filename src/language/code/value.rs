//! What a piece of code stands for, as far as it is known without running it.

use std::ops::Range;
use std::rc::Rc;

/// A place in a notebook: a cell by its number, and bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Which cell.
    pub cell: usize,
    /// Which bytes of it.
    pub bytes: Range<usize>,
}

/// A text that is known to its end, or to where something unknown begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The known beginning.
    pub known: String,
    /// Is that all of it?
    pub complete: bool,
    /// Where it stands: the bytes between the quotes, or the expression that means it.
    pub spot: Spot,
    /// Where its literal stands, when it came by a name.
    pub origin: Option<Spot>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// The value.
    pub value: Value,
}

/// What a piece of code stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(Text),
    /// A dictionary, a map, a named list.
    Map(Rc<[Entry]>),
    /// A list.
    List(Rc<[Value]>),
    /// Only known at run time, or nothing that matters here.
    Unknown,
}

/// Longer texts are cut: no name, URL or setting is as long, and sums of sums must not grow without end.
pub(super) const LONGEST: usize = 8192;

impl Text {
    /// The text, when all of it is known.
    pub fn literal(&self) -> Option<&str> {
        self.complete.then_some(self.known.as_str())
    }

    /// This text with another behind it.
    pub(super) fn followed_by(mut self, next: Option<&Text>) -> Self {
        if self.complete {
            self.known.push_str(next.map_or("", |next| &next.known));
            self.complete = next.is_some_and(|next| next.complete);
        }
        self.cut()
    }

    pub(super) fn cut(mut self) -> Self {
        if self.known.len() > LONGEST {
            self.known.truncate(self.known.floor_char_boundary(LONGEST));
            self.complete = false;
        }
        self
    }
}

impl Value {
    /// The text it is.
    pub fn as_text(&self) -> Option<&Text> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of a map; none for other values.
    pub fn entries(&self) -> &[Entry] {
        match self {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for other values.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The value of a key of a map, compared without case; the last one, as languages take it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let same = |entry: &&Entry| entry.key.literal().is_some_and(|own| own.eq_ignore_ascii_case(key));
        self.entries().iter().rev().find(same).map(|entry| &entry.value)
    }
}
