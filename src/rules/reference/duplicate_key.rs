//! `duplicate-key`: one key twice in one object, so one of the two values is lost.

use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for object in artifact.document.repeating_objects() {
        let mut first: FxHashMap<_, Node<'_>> = FxHashMap::default();
        for child in object.children() {
            let Some(key) = child.key() else { continue };
            // Halves of characters all decode to the same: only their source tells them apart.
            let meant = if key.contains(char::REPLACEMENT_CHARACTER) { source_of_key(child) } else { key.clone() };
            let Some(earlier) = first.get(&meant) else {
                first.insert(meant, child);
                continue;
            };
            let message =
                format!("{} has the key \"{key}\" twice in one object; the first value is lost", artifact.described());
            let draft = sink.report(child, message).key(child).label("again").subject(key.as_ref());
            draft.related_span(artifact, *earlier, earlier.key_or_value_span(), "first");
        }
    }
}

fn source_of_key(node: Node<'_>) -> Cow<'_, str> {
    Cow::Borrowed(&node.document().text()[node.key_or_value_span()])
}
