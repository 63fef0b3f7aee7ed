//! The half of `unknown-argument` that is about notebooks. A notebook takes every argument: the service writes them
//! into a cell of their own behind the parameters cell. One that no cell reads by its name does nothing.

use crate::finding::Level;
use crate::rule::Sink;
use crate::suggest::closest;
use crate::workspace::Artifact;
use crate::workspace::call::Call;
use crate::workspace::notebook::{Cell, code_cells};
use std::collections::HashSet;

/// What the code of a notebook names.
pub struct Names<'a> {
    all: HashSet<String>,
    parameters: Cell<'a>,
}

impl<'a> Names<'a> {
    /// Reads the code of a notebook; `None` where what it reads cannot be told.
    pub fn of(notebook: &'a Artifact) -> Option<Self> {
        let cells = code_cells(notebook);
        if cells.iter().any(reads_names_elsewhere) {
            return None;
        }
        let all = cells.iter().flat_map(|cell| words(cell.text())).map(str::to_owned).collect();
        let parameters = cells.into_iter().find(|cell| cell.has_parameters)?;
        Some(Self { all, parameters })
    }

    /// Reports the arguments that the code does not name.
    pub fn check(&self, call: &Call<'_>, sink: &mut Sink<'_>) {
        for argument in call.arguments() {
            let Some(name) = argument.key().filter(|name| !self.all.contains(name.as_ref())) else { continue };
            let target = call.target.described();
            let message = format!("{target} has no parameter \"{name}\", and none of its code reads it");
            let draft = sink.report(argument, message).key(argument).subject(format!("{} {name}", call.target.name));
            let draft = draft.level(Level::Warning);
            let draft = match closest(&name, words(self.parameters.text())) {
                Some(near) => draft.help(format!("did you mean \"{near}\"?")),
                None => draft,
            };
            let Some((node, _)) = self.parameters.locate(0..self.parameters.text().len()) else { continue };
            draft.related(call.target, node, "its parameters cell");
        }
    }
}

/// Can code of another place, or code that takes names as text, read the arguments of this cell's notebook?
fn reads_names_elsewhere(cell: &Cell<'_>) -> bool {
    ["%run", "globals(", "locals(", "vars(", "eval(", "exec(", "getattr("].iter().any(|word| cell.text().contains(word))
}

/// The names in a piece of code, whatever they stand for.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.filter(|word| word.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}
