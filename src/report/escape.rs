//! Text from artifacts is never trusted: it must not move the cursor, break a line, or speak to a build agent.

use std::borrow::Cow;

/// Is this a character that a terminal or a reader would act on instead of showing it?
pub fn is_control(c: char) -> bool {
    // Bidirectional marks reorder what is read; line and paragraph separators break lines.
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}')
}

/// One line: control characters as escapes, and no command for Azure's agent, which reads them anywhere in a line.
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_control) && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_control(c) => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push(c),
        }
    }
    Cow::Owned(agent(&out))
}

/// Takes the meaning of `##vso[` and `##[` from a text that may have several lines.
pub fn agent(text: &str) -> String {
    text.replace("##vso[", "#\\#vso[").replace("##[", "#\\#[")
}

/// A path at the beginning of a line: one that begins with `::` would be a command to GitHub's runner.
pub fn path(text: &str) -> String {
    let shown = line(text);
    if shown.starts_with("::") { format!("./{shown}") } else { shown.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_obeyed() {
        assert_eq!(line("a\u{1b}[31m\nb\u{202e}"), "a\\u{1b}[31m\\nb\\u{202e}");
        assert_eq!(line("##vso[task.complete] ##[error]"), "#\\#vso[task.complete] #\\#[error]");
        assert_eq!(path("::error::x"), "./::error::x");
        assert!(matches!(line("plain # text"), Cow::Borrowed(_)));
    }
}
