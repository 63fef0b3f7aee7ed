//! What names mean in a notebook: constants, assigned once, and other names of modules, objects and functions. Cells
//! are read in order, so a later cell sees what an earlier one assigned and never the reverse.

use super::{Spot, Text, Value};
use rustc_hash::FxHashMap;

/// The names of one language in one notebook.
#[derive(Debug, Default)]
pub struct Scope {
    /// The cell that is read.
    pub cell: usize,
    /// How often each name is bound in the whole notebook.
    pub counts: FxHashMap<String, u32>,
    constants: FxHashMap<String, Value>,
    /// Name → the dotted path it stands for; `None` when it stands for several.
    aliases: FxHashMap<String, Option<Vec<String>>>,
}

impl Scope {
    /// A scope without names, for a cell that is read by itself.
    pub fn of_cell(cell: usize) -> Self {
        Self { cell, ..Self::default() }
    }

    /// What a name stands for, for use at `spot`.
    pub fn value(&self, name: &str, spot: Spot) -> Value {
        match self.constants.get(name) {
            Some(Value::Text(text)) => Value::Text(used(text, spot)),
            Some(value) => value.clone(),
            None => Value::Unknown,
        }
    }

    /// The text a name stands for.
    pub fn text(&self, name: &str) -> Option<Text> {
        self.constants.get(name)?.as_text().cloned()
    }

    /// A dotted path with its first name written out: `ms.getSecret` → `notebookutils.mssparkutils.getSecret`.
    pub fn canonical(&self, path: &[&str]) -> Vec<String> {
        let known = path.first().and_then(|first| self.aliases.get(*first)?.as_ref());
        let rest = if known.is_some() { &path[1..] } else { path };
        known.into_iter().flatten().cloned().chain(rest.iter().map(|name| (*name).to_owned())).collect()
    }

    /// Is it another name for something?
    pub fn is_alias(&self, name: &str) -> bool {
        self.aliases.get(name).is_some_and(Option::is_some)
    }

    /// Binds a name, if it is bound but once in the notebook and the value is known.
    pub(super) fn define(&mut self, name: &str, value: Value) -> bool {
        let once = self.counts.get(name) == Some(&1);
        let known = once && value != Value::Unknown;
        if known {
            self.constants.insert(name.to_owned(), value);
        }
        known
    }

    /// Ends the life of a name.
    pub(super) fn forget(&mut self, name: &str) {
        self.constants.remove(name);
    }

    /// Another name for a path. Two meanings are none.
    pub(super) fn alias(&mut self, name: &str, path: &[String]) {
        match self.aliases.get_mut(name) {
            Some(known) if known.as_deref() == Some(path) => {}
            Some(known) => *known = None,
            None => {
                self.aliases.insert(name.to_owned(), Some(path.to_owned()));
            }
        }
    }

    /// Something else ran that may have bound any name anew.
    pub fn forget_all(&mut self) {
        self.constants.clear();
    }
}

/// A constant's text at the place of its use.
fn used(text: &Text, spot: Spot) -> Text {
    let origin = text.origin.clone().or_else(|| Some(text.spot.clone()));
    Text { spot, origin, ..text.clone() }
}
