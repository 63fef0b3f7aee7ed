//! JSONPath (RFC 9535): `jsonpath-rust` parses, we check types, compile once and walk our own tree. Nothing else in the
//! crate names `jsonpath-rust`; its own evaluator rebuilds a path string at every node.

mod compile;
mod evaluate;
mod needs;

use super::Node;
use regex::Regex;
use std::fmt;

/// A compiled query.
#[derive(Debug)]
pub struct Query {
    segments: Vec<Segment>,
    /// Keys without which a document has nothing to select.
    needs: Vec<Box<str>>,
}

/// Why a text is no well-typed JSONPath query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// One clause.
    pub message: String,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for QueryError {}

impl Query {
    /// Parses and checks a query.
    ///
    /// # Errors
    /// One clause about its syntax or types: `count()` as a test, a comparison of many nodes, an unknown function.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let segments = compile::compile(text)?;
        let needs = needs::of_segments(&segments).into_iter().map(Box::from).collect();
        Ok(Self { segments, needs })
    }

    /// Every value the query selects from `start`, in the order of RFC 9535; a value may be selected more than once.
    /// Where `start` lies inside a document, `$` in a filter still is the whole of it.
    pub fn select<'a>(&self, start: Node<'a>) -> Vec<Node<'a>> {
        let mut found = Vec::new();
        let document = start.document();
        if !self.needs.iter().all(|key| document.may_have_key(key)) {
            return found;
        }
        let _ = evaluate::walk(&self.segments, document.root(), start, &mut |node| {
            found.push(node);
            std::ops::ControlFlow::Continue(())
        });
        found
    }
}

/// `.name`, `[…]`, `..name`, `..[…]`
#[derive(Debug)]
struct Segment {
    descendant: bool,
    selectors: Vec<Selector>,
}

#[derive(Debug)]
enum Selector {
    Name(Box<str>),
    Wildcard,
    Index(i64),
    Slice { start: Option<i64>, end: Option<i64>, step: i64 },
    Filter(Filter),
}

/// What decides in `[?…]`.
#[derive(Debug)]
enum Filter {
    Or(Vec<Filter>),
    And(Vec<Filter>),
    Not(Box<Filter>),
    Exists(Path),
    Compare(Comparison, Operand, Operand),
    /// `match` takes the whole text, `search` any part of it.
    Matches {
        subject: Operand,
        pattern: Pattern,
        whole: bool,
    },
}

#[derive(Debug, Clone, Copy)]
enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A query inside a filter: from `@`, or from `$`.
#[derive(Debug)]
struct Path {
    from_root: bool,
    segments: Vec<Segment>,
}

/// Something that has at most one value.
#[derive(Debug)]
enum Operand {
    Null,
    Bool(bool),
    Number(f64),
    String(String),
    /// A path that selects at most one node, or the node of `value()`.
    Single(Path),
    Length(Box<Operand>),
    Count(Path),
}

#[derive(Debug)]
enum Pattern {
    /// Compiled with the query; `None` when it is no regular expression, which matches nothing.
    Literal(Option<Regex>),
    /// Known only with the document.
    Computed(Operand),
}
