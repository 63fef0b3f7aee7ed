//! A path on a page: from the artifact (`$.properties.type`) or from the value that the page's query selected
//! (`@.policy.retry`). It knows nothing of conditions and messages, which both use it.

use crate::json::{Node, Query};
use std::borrow::Cow;

/// A path, compiled.
#[derive(Debug)]
pub struct Selection {
    query: Query,
    from_value: bool,
}

impl Selection {
    /// Reads a path.
    ///
    /// # Errors
    /// One clause that says why it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (query, from_value) = match text.strip_prefix('@') {
            Some(rest) => (Cow::Owned(format!("${rest}")), true),
            None => (Cow::Borrowed(text), false),
        };
        if !query.starts_with('$') {
            return Err(format!("\"{text}\" begins with neither `$` (the artifact) nor `@` (the value)"));
        }
        let query = Query::parse(&query).map_err(|error| error.to_string())?;
        Ok(Self { query, from_value })
    }

    /// The value itself.
    pub fn value() -> Self {
        Self::parse("@").expect("`$` alone is a query")
    }

    /// What the path leads to, for a value of a document.
    pub fn select<'a>(&self, value: Node<'a>) -> Vec<Node<'a>> {
        let root = value.document().root();
        self.query.select(if self.from_value { value } else { root })
    }
}
