//! Notebook code: enough of a language to know its strings, comments, names and calls. First form: Python.

mod call;
mod lexer;

pub use call::{Argument, Call, calls};
pub use lexer::{Literal, Token, TokenKind, tokens};

/// The language of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Python, the default of most notebooks.
    Python,
    /// Something else.
    Other,
}

impl Language {
    /// The language a cell's magic (`%%pyspark`) or a notebook's metadata (`python`) names.
    pub fn named(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "pyspark" | "python" | "synapse_pyspark" => Language::Python,
            _ => Language::Other,
        }
    }
}
