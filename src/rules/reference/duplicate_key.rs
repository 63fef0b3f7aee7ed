//! `duplicate-key`: one key twice in one object, so one of the two values is lost.

use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use rustc_hash::FxHashMap;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for object in artifact.document.repeating_objects() {
        let mut first: FxHashMap<_, Node<'_>> = FxHashMap::default();
        for child in object.children() {
            let Some(key) = child.key() else { continue };
            let Some(earlier) = first.get(&key) else {
                first.insert(key, child);
                continue;
            };
            let message =
                format!("{} has the key \"{key}\" twice in one object; the first value is lost", artifact.described());
            let earlier_key = earlier.key_span().unwrap_or_else(|| earlier.span());
            let draft = sink.report(child, message).key(child).label("again").subject(key.as_ref());
            draft.related_span(artifact, *earlier, earlier_key, "first");
        }
    }
}
