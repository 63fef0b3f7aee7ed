//! Arguments that are passed to a notebook and that its code reads nowhere. A notebook takes every argument: the
//! service writes them into a cell of their own behind the parameters cell, where one that no cell names does nothing.
//! It knows no rules and no wording.

use super::call::calls_of;
use super::notebook::{Cell, code_cells};
use super::{Artifact, Workspace};
use crate::json::Node;
use memchr::memmem;
use std::collections::BTreeSet;

/// Names that are passed and not read, sorted; none where what the code reads cannot be told.
pub(super) type Unread = Box<[Box<str>]>;

impl Workspace {
    /// Is an argument of a call of a notebook surely named nowhere in its code?
    pub fn is_unread(&self, notebook: &Artifact, argument: &str) -> bool {
        let unread = notebook.parsed.unread.get_or_init(|| unread(self, notebook));
        unread.binary_search_by(|name| name.as_ref().cmp(argument)).is_ok()
    }
}

/// Reads the code once for all its callers.
fn unread(workspace: &Workspace, notebook: &Artifact) -> Unread {
    let arguments =
        calls_of(workspace, notebook).flat_map(|(_, call)| call.object().into_iter().flat_map(Node::children));
    let passed: BTreeSet<_> = arguments.filter_map(Node::key).collect();
    if passed.is_empty() {
        return Unread::default();
    }
    let cells = code_cells(notebook);
    if cells.iter().any(reads_names_elsewhere) || !cells.iter().any(|cell| cell.has_parameters) {
        return Unread::default();
    }
    let is_read = |name: &str| cells.iter().any(|cell| has_word(cell.text(), name));
    passed.into_iter().filter(|name| !is_read(name)).map(|name| name.into()).collect()
}

/// Can code of another place, or code that takes names as text, read the arguments of this cell's notebook?
fn reads_names_elsewhere(cell: &Cell<'_>) -> bool {
    ["%run", "globals(", "locals(", "vars(", "eval(", "exec(", "getattr("].iter().any(|word| cell.text().contains(word))
}

/// The names in a piece of code, whatever they stand for.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_of_word(c)).filter(|word| begins_word(word))
}

/// Is this one of the names in a piece of code?
fn has_word(text: &str, name: &str) -> bool {
    let stands_alone = |at: usize| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        !before.ends_with(is_of_word) && !after.starts_with(is_of_word)
    };
    // Two places that overlap are parts of one longer name.
    begins_word(name) && name.chars().all(is_of_word) && memmem::find_iter(text.as_bytes(), name).any(stands_alone)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn begins_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_is_found_where_it_stands(text in "[ab1_ä. ]{0,30}", name in "[ab1_ä.]{0,3}") {
            prop_assert_eq!(has_word(&text, &name), words(&text).any(|word| word == name), "{:?} in {:?}", name, text);
        }
    }
}
