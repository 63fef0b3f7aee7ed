//! The half of `unknown-argument` that is about notebooks. A notebook takes every argument: the service writes them
//! into a cell of their own behind the parameters cell. One that no cell reads by its name does nothing.

use crate::finding::Level;
use crate::json::Node;
use crate::rule::Sink;
use crate::suggest::closest;
use crate::workspace::call::Call;
use crate::workspace::notebook::{Cell, code_cells, parameters_cell};

/// Reports the arguments that no code of the notebook names.
pub fn check(call: &Call<'_>, arguments: Node<'_>, sink: &mut Sink<'_>) {
    let Some(parameters) = parameters_cell(call.target) else { return };
    let cells = code_cells(call.target);
    if cells.iter().any(reads_names_elsewhere) {
        return;
    }
    for argument in arguments.children() {
        let Some(name) = argument.key().filter(|name| !cells.iter().any(|cell| names(cell.text(), name))) else {
            continue;
        };
        let target = call.target.described();
        let message = format!("{target} has no parameter \"{name}\", and none of its code reads it");
        let draft = sink.report(argument, message).key(argument).subject(format!("{} {name}", call.target.name));
        let draft = draft.level(Level::Warning);
        let near =
            closest(&name, words(parameters.text()).filter(|word| !word.starts_with(|c: char| c.is_ascii_digit())));
        let draft = match near {
            Some(near) => draft.help(format!("did you mean \"{near}\"?")),
            None => draft,
        };
        let Some((node, _)) = parameters.locate(0..parameters.text().len()) else { continue };
        draft.related(call.target, node, "its parameters cell");
    }
}

/// Can code of another place, or code that takes names as text, read the arguments of this cell's notebook?
fn reads_names_elsewhere(cell: &Cell<'_>) -> bool {
    ["%run", "globals(", "locals(", "vars(", "eval(", "exec(", "getattr("].iter().any(|word| cell.text().contains(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

fn names(text: &str, name: &str) -> bool {
    words(text).any(|word| word == name)
}
