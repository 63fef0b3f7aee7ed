//! Data flow script: the text in which Studio keeps what a mapping data flow or a flowlet does. A lexer, a parser, a
//! lean tree (parameters, statements, the streams they read and the options they set) and the graph of its streams.
//! Types of columns and names of functions are not judged: that needs the data.
//!
//! There is no published grammar. This one follows the fragments on the "Data flow script" page of Microsoft Learn
//! and what Studio writes.

mod expression;
mod graph;
mod lexer;
mod parser;
mod statement;
mod tree;

pub use graph::{Inputs, Source, Streams};
pub use parser::{Failure, SyntaxError, parse};
pub use tree::{Parameter, Script, Setting, Span, Statement, Stream};
