//! What is wrong in a file of the user's, with its frame.

use super::Stop;
use crate::policy::ConfigError;
use crate::report::{self, Style};

/// How a run ends whose configuration or pages are wrong.
pub fn unusable(errors: &[ConfigError], style: &Style) -> Stop {
    let shown: Vec<String> = errors.iter().map(|error| rendered("error", error, style)).collect();
    Stop::usage(shown.join("\n"))
}

/// The text of a file, else the first byte that is no text, with its frame.
pub fn utf8(path: &str, bytes: Vec<u8>, message: &str, style: &Style) -> Result<String, Stop> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let help = Some("save it as UTF-8".to_owned());
        let span = at..at + char::REPLACEMENT_CHARACTER.len_utf8();
        let fault = ConfigError { path: path.to_owned(), text, message: message.to_owned(), span, help };
        Stop::usage(rendered("error", &fault, style))
    })
}

/// A fault with its frame.
pub fn rendered(level: &str, error: &ConfigError, style: &Style) -> String {
    let ConfigError { path, text, message, span, help } = error;
    report::problem(level, path, text, message, span.clone(), help.as_deref(), style)
}
