//! `unsupported-linked-service`: code asks the token library for a linked service whose type it refuses. First form:
//! literal names in Python cells.

use crate::catalog;
use crate::finding::Level;
use crate::language::code::{Call, Language, calls, tokens};
use crate::rule::{Context, Sink};
use crate::workspace::notebook::{Cell, code_cells};
use crate::workspace::{Artifact, Kind};

/// Calls of the token library that take a linked service as their first argument (NOTEBOOKS.md section 3).
const CALLS: [&str; 4] =
    ["getConnectionStringOrCreds", "getFullConnectionString", "getFullConnectionStringAsMap", "getPropertiesAll"];

/// Types whose refusal was seen, in the runtime's own words; for others it follows from the documented list.
const SEEN: [&str; 2] = ["RestService", "AzureFunction"];

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    // Most notebooks never ask the library: a look at the text saves lexing them.
    let text = artifact.document.text();
    if !CALLS.iter().any(|call| text.contains(call)) && !text.contains("TokenLibrary") {
        return;
    }
    for cell in code_cells(artifact).iter().filter(|cell| cell.language == Language::Python) {
        for call in calls(cell.text(), &tokens(cell.text())).iter().filter(|call| asks_for_linked_service(call)) {
            check_call(context, artifact, cell, call, sink);
        }
    }
}

fn asks_for_linked_service(call: &Call<'_>) -> bool {
    match call.path[..] {
        [.., "credentials", function] => CALLS.contains(&function),
        [.., "TokenLibrary", function] => CALLS.contains(&function) || function == "getConnectionString",
        _ => false,
    }
}

fn check_call(context: &Context<'_>, artifact: &Artifact, cell: &Cell<'_>, call: &Call<'_>, sink: &mut Sink<'_>) {
    let Some((name, range)) = call.arguments.first().and_then(|argument| argument.literal.clone()) else { return };
    let Some(target) = context.workspace.find(Kind::LinkedService, name) else { return };
    let Some(entry) = target.type_name().and_then(|type_name| catalog::linked_service(&type_name)) else { return };
    let Some((node, within)) = cell.locate(range.clone()).filter(|_| !entry.spark) else { return };
    let message = format!(
        "{} asks the token library for linked service \"{name}\"; Spark answers \"Linked Service Type '{}' not supported\"",
        artifact.described(),
        entry.name
    );
    let level = if SEEN.contains(&entry.name.as_str()) { Level::Error } else { Level::Warning };
    let draft = sink
        .report(node, message)
        .within(node, within)
        .line(cell.line_at(range.start))
        .subject(format!("{} {name}", call.path.last().copied().unwrap_or_default()))
        .label("refused at run time")
        .level(level);
    let type_node = target.property(&["type"]).unwrap_or(target.anchor());
    draft.related(target, type_node, "its type");
}
