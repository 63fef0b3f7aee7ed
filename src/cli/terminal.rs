//! What the terminal can show: colour, width, links. The order is that of the environment's conventions: flag,
//! `NO_COLOR`, `FORCE_COLOR`, `TERM=dumb`, terminal or not.

use super::arguments::Color;
use crate::report::Style;
use std::io::IsTerminal;
use std::path::Path;

/// Widest output; longer lines are hard to read.
const WIDEST: usize = 160;

/// Width where there is no terminal to ask.
const USUAL: usize = 80;

/// How to print on standard output.
pub fn style(color: Color, base: &Path, verbose: bool) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let color = use_color(color, terminal);
    let dumb = is_dumb();
    let width = terminal.then(terminal_size::terminal_size).flatten().map_or(USUAL, |(width, _)| width.0.into());
    let links = color && !dumb && terminal && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
    Style { color, unicode: !dumb, width: width.clamp(40, WIDEST), links: links.then(|| base.to_path_buf()), verbose }
}

/// How to print on standard error.
pub fn error_style(color: Color, base: &Path) -> Style {
    let color = use_color(color, std::io::stderr().is_terminal());
    Style { color, links: None, ..style(Color::Never, base, false) }
}

fn use_color(choice: Color, terminal: bool) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_set("NO_COLOR") => false,
        Color::Auto if is_set("FORCE_COLOR") || is_set("CLICOLOR_FORCE") => true,
        Color::Auto => terminal && !is_dumb(),
    }
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Set to anything but nothing or `0`.
fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty() && (value != "0" || variable == "NO_COLOR"))
}
