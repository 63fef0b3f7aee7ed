//! What becomes of findings: which rules run at which level, for which network, as configuration and command line say.

pub mod baseline;
pub mod change;
mod config;
mod covering;
mod examples;
mod exception;
mod extends;
mod file;
mod inline;
mod judge;
mod mandatory;
mod meaning;
mod options;
mod pages;
mod path;
mod roots;
mod surroundings;
mod validate;
mod version;

pub use config::{Config, Overrides};
pub use examples::{Tested, test};
pub use exception::entries;
pub use file::schema;
pub use judge::except;
pub use pages::{Policies, Policy};
pub use surroundings::Surroundings;

use crate::json::Span;

/// A fault of a configuration, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The file, as reported.
    pub path: String,
    /// Its whole text, to show the place in.
    pub text: String,
    /// What is wrong, as one clause.
    pub message: String,
    /// Bytes of the file.
    pub span: Span,
    /// How to mend it.
    pub help: Option<String>,
}
