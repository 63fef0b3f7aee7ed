//! The direct children of a value, one after the other.

use super::{Document, Node};
use std::ops::Range;

/// Iterator over the direct children of a value.
#[derive(Debug, Clone)]
pub struct Children<'a> {
    document: &'a Document,
    id: u32,
    end: u32,
}

impl<'a> Children<'a> {
    /// Those that begin in a range of indexes, which ends where one of them does.
    #[inline]
    pub(super) fn new(document: &'a Document, range: Range<u32>) -> Self {
        Self { document, id: range.start, end: range.end }
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = Node<'a>;

    #[inline]
    fn next(&mut self) -> Option<Node<'a>> {
        (self.id < self.end).then(|| {
            let node = self.document.node(self.id);
            self.id = node.next();
            node
        })
    }
}
