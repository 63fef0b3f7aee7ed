//! `notebook-output`: a notebook that keeps what its cells showed.

use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let cells = artifact.property(&["cells"]).into_iter().flat_map(Node::items);
    let outputs: Vec<Node<'_>> = cells.filter_map(|cell| cell.get("outputs").filter(|list| is_filled(*list))).collect();
    // Tables and charts of `display()` lie apart from the cells, with the rows they show.
    let shown = artifact.property(&["metadata", "synapse_widget", "state"]).filter(|state| is_filled(*state));
    let what = match (outputs.len(), shown) {
        (0, None) => return,
        (0, Some(_)) => "the rows of tables that it showed".to_owned(),
        (1, _) => "the output of a cell".to_owned(),
        (count, _) => format!("the outputs of {count} cells"),
    };
    let mut places: Vec<Node<'_>> = outputs.into_iter().chain(shown).collect();
    places.sort_by_key(|place| place.id());
    let empty = |place: &Node<'_>| (place.span(), if place.is_array() { "[]" } else { "{}" });
    let message = format!("{} keeps {what}", artifact.described());
    sink.report(places[0], message).key(places[0]).safe_fixes(places.iter().map(empty), "remove what was stored");
}

fn is_filled(holder: Node<'_>) -> bool {
    holder.children().next().is_some()
}
