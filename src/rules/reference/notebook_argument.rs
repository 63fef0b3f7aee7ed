//! The half of `unknown-argument` that is about notebooks: an argument that no cell reads by its name does nothing.

use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::suggest::closest;
use crate::workspace::call::Call;
use crate::workspace::notebook::parameters_cell;
use crate::workspace::unread::words;

/// Reports the arguments that the code does not name.
pub fn check<'a>(context: &Context<'_>, call: &Call<'a>, sink: &mut Sink<'_>) {
    let notebook = call.target;
    let key = |argument: Node<'a>| argument.key().filter(|name| context.workspace.is_unread(notebook, name));
    let mut unread = call.arguments().filter_map(|argument| Some((argument, key(argument)?))).peekable();
    let Some(parameters) = unread.peek().and_then(|_| parameters_cell(notebook)) else { return };
    for (argument, name) in unread {
        let target = notebook.described();
        let message = format!("{target} has no parameter \"{name}\", and none of its code reads it");
        let draft = sink.report(argument, message).key(argument).subject(format!("{} {name}", notebook.name));
        let draft = draft.level(Level::Warning);
        let draft = match closest(&name, words(parameters.text())) {
            Some(near) => draft.help(format!("did you mean \"{near}\"?")),
            None => draft,
        };
        let Some((node, _)) = parameters.locate(0..parameters.text().len()) else { continue };
        draft.related(notebook, node, "its parameters cell");
    }
}
