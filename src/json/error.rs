//! What can be wrong with JSON text, in one sentence with a place.

use super::Span;
use std::fmt;

/// The first fault of a text that is not RFC 8259 JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, as one clause without a full stop.
    pub message: String,
    /// The faulty text; empty at the end of the file.
    pub span: Span,
    /// The bracket that was never closed, when that is the fault.
    pub opened: Option<Span>,
    /// How to mend it.
    pub help: Option<&'static str>,
}

impl SyntaxError {
    pub(super) fn new(message: impl Into<String>, span: Span) -> Self {
        Self { message: message.into(), span, opened: None, help: None }
    }

    pub(super) fn help(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }

    pub(super) fn opened(mut self, bracket: Option<Span>) -> Self {
        self.opened = bracket;
        self
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}
