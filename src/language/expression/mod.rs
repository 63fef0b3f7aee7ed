//! The expression language of pipelines: strings that begin with `@` or hold `@{…}`.
//!
//! [`Template::parse`] takes the decoded string and gives its parts, one tree for all its expressions, and every fault
//! with its place. Any text parses to something, at any depth and length, without recursion. Spans are bytes of the
//! decoded string. [`fold`] works out what an expression comes to. Nothing here knows which functions or parameters
//! exist (but for the few that folding understands), or where a string stands.
//!
//! Rules of the language as measured on the workflow template engine that the service shares with Logic Apps.

mod fault;
mod fold;
mod lexer;
mod parser;
mod reference;
mod template;
mod tree;

pub use fault::{Fault, FaultKind};
pub use fold::{Known, Value, fold};
pub use parser::LONGEST;
pub use reference::{Name, Reference, Root};
pub use template::{Mode, Part, Template, begins_like_call};
pub use tree::{Arguments, Call, Expr, Step, StepName, View};

/// Does an expression compute the whole of a text (`@…`), and not just parts of it (`@{…}`)?
pub fn computes_whole(text: &str) -> bool {
    text.starts_with('@') && !text.starts_with("@{")
}

/// Do two names mean the same function, parameter, variable or activity? The language compares without case.
pub fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || (!one.is_ascii() && one.to_lowercase() == other.to_lowercase())
}
