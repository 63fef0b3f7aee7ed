//! Collecting secrets of one artifact by string and decoded range, then giving each its place in the file.

use super::{Holder, Secret};
use crate::json::{Document, Node, Span};
use crate::language::secret::{self, Form, Found};

/// Secrets by string and decoded range.
#[derive(Debug, Default)]
pub struct Collected {
    hits: Vec<Hit>,
}

#[derive(Debug)]
struct Hit {
    node: u32,
    range: Span,
    kind: secret::Kind,
    holder: Holder,
    name: String,
}

impl Collected {
    /// Adds a range of a string.
    pub fn add(&mut self, node: Node<'_>, range: Span, kind: secret::Kind, holder: Holder, name: &str) {
        self.hits.push(Hit { node: node.id(), range, kind, holder, name: name.to_owned() });
    }

    /// Adds what has the form of a secret in a string; `holder` by that form unless given. Tells whether there is any.
    pub fn add_forms(&mut self, node: Node<'_>, text: &str, holder: Option<Holder>) -> bool {
        let found = secret::forms(text);
        for one in &found {
            self.add(node, one.range.clone(), one.kind, holder.unwrap_or(holder_of(one)), &text[one.name.clone()]);
        }
        !found.is_empty()
    }

    /// The secrets in document order; of two that overlap, the one that begins first.
    pub fn finish(mut self, document: &Document) -> Vec<Secret> {
        // Where two readers find the same, the statement knows more than the form: it came first, and the sort is stable.
        self.hits.sort_by_key(|hit| (hit.node, hit.range.start, std::cmp::Reverse(hit.range.end)));
        self.hits.dedup_by(|later, kept| later.node == kept.node && later.range.start < kept.range.end);
        let mut secrets = Vec::with_capacity(self.hits.len());
        for group in self.hits.chunk_by(|one, other| one.node == other.node) {
            let node = document.node(group[0].node);
            let spans = node.spans_within(group.iter().map(|hit| hit.range.clone()));
            secrets.extend(group.iter().zip(spans).map(|(hit, span)| Secret {
                node: hit.node,
                span,
                kind: hit.kind,
                holder: hit.holder,
                name: hit.name.clone(),
            }));
        }
        secrets
    }
}

fn holder_of(found: &Found) -> Holder {
    match found.form {
        Form::ConnectionString => Holder::ConnectionString,
        Form::SignedUrl => Holder::SignedUrl,
        Form::FunctionUrl => Holder::FunctionUrl,
        Form::Query | Form::Block | Form::Assigned => Holder::Property,
    }
}
