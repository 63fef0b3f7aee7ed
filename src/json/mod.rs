//! The only place that knows JSON text: a flat tree with the exact place of every key and value, pointers,
//! line and column, offsets inside escaped strings, and JSONPath queries.
//!
//! It knows nothing of artifacts, rules, files or terminals.

mod children;
mod document;
mod entry;
mod error;
mod key;
mod parse;
pub mod pointer;
pub mod query;
pub mod text;

pub use document::{Document, Node};
pub use entry::NodeKind;
pub use error::SyntaxError;
pub use key::KeyNames;
pub use query::Query;

/// Byte offsets `start..end` into the text of one file.
pub type Span = std::ops::Range<usize>;
