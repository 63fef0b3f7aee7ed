//! Text from artifacts is never trusted: it must not move the cursor, break a line, or speak to a build agent.

use std::borrow::Cow;
use std::io::{self, Write};

/// Is this a character that a terminal or a reader would act on instead of showing it? Line and paragraph separators
/// break lines.
pub fn is_control(c: char) -> bool {
    c.is_control() || is_bidirectional(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Does it reorder what is read? All that Unicode has: the property Bidi_Control (Unicode Standard Annex #9).
fn is_bidirectional(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Is there nothing to escape? Line breaks count unless they are `allowed`.
fn is_plain(text: &str, allowed: bool) -> bool {
    let is_printable = |byte: u8| matches!(byte, b' '..=b'~') || (allowed && byte == b'\n');
    let is_harmless = |c: char| !is_control(c) || (allowed && c == '\n');
    // Most text is ASCII, and bytes are told apart many at a time.
    (text.bytes().all(is_printable) || text.chars().all(is_harmless)) && !text.contains("##")
}

/// One line: control characters as escapes, and no command for Azure's agent, which reads them anywhere in a line.
pub fn line(text: &str) -> Cow<'_, str> {
    if is_plain(text, false) {
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

/// One line of text or an attribute's value in XML, SVG or HTML.
pub fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Takes the meaning of `##vso[` and `##[` from a text that may have several lines.
pub fn agent(text: &str) -> String {
    text.replace("##vso[", "#\\#vso[").replace("##[", "#\\#[")
}

/// JSON that says the same without a character that a terminal or an agent would act on.
pub fn json(text: &str) -> Cow<'_, str> {
    if is_plain(text, true) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            // All of them lie in the first plane, where one escape says one character.
            c if is_control(c) => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    Cow::Owned(out.replace("##vso[", "\\u0023#vso[").replace("##[", "\\u0023#["))
}

/// Escapes JSON as [`json`] does while it is written. Strings of JSON have no line breaks, so no line needs the next.
#[derive(Debug)]
pub struct JsonLines<W> {
    out: W,
    /// What came behind the last line break.
    line: Vec<u8>,
}

impl<W: Write> JsonLines<W> {
    /// Writes to `out`, line by line; what ends in no line break is not written.
    pub fn new(out: W) -> Self {
        Self { out, line: Vec::new() }
    }
}

impl<W: Write> Write for JsonLines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        if bytes.contains(&b'\n') {
            let end = self.line.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let whole = std::str::from_utf8(&self.line[..end]).map_err(io::Error::other)?;
            self.out.write_all(json(whole).as_bytes())?;
            self.line.drain(..end);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Takes the meaning of `::` at the beginning of lines; GitHub's runner skips the white space before it.
pub fn lines(text: String) -> String {
    let commands = |line: &str| line.trim_start().starts_with("::");
    if !text.lines().any(commands) {
        return text;
    }
    let safe = |line: &str| if commands(line) { line.replacen("::", ":\\:", 1) } else { line.to_owned() };
    text.split_inclusive('\n').map(safe).collect()
}

/// A path at the beginning of a line: one that begins with `::` would be a command to GitHub's runner.
pub fn path(text: &str) -> String {
    let shown = line(text);
    if shown.trim_start().starts_with("::") { format!("./{shown}") } else { shown.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_of_direction_is_escaped() {
        let marks = [0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];
        let found = (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| is_bidirectional(*c));
        assert_eq!(found.map(u32::from).collect::<Vec<_>>(), marks);
        assert_eq!(line("a\u{61c}b"), "a\\u{61c}b");
        assert_eq!(json("\"\u{61c}\""), "\"\\u061c\"");
    }

    #[test]
    fn nothing_is_obeyed() {
        assert_eq!(line("a\u{1b}[31m\nb\u{202e}"), "a\\u{1b}[31m\\nb\\u{202e}");
        assert_eq!(line("##vso[task.complete] ##[error]"), "#\\#vso[task.complete] #\\#[error]");
        assert_eq!(path("::error::x"), "./::error::x");
        assert_eq!(path(" ::error::x"), "./ ::error::x");
        assert_eq!(lines("a ::b\n  ::c::d\n".to_owned()), "a ::b\n  :\\:c::d\n");
        let hostile = "{\n\"\u{9b}##[x\u{202e}\"}\n";
        let escaped = "{\n\"\\u009b\\u0023#[x\\u202e\"}\n";
        assert_eq!(json(hostile), escaped);
        let mut written = Vec::new();
        let mut lines = JsonLines::new(&mut written);
        hostile.as_bytes().chunks(1).for_each(|byte| lines.write_all(byte).unwrap());
        assert_eq!(String::from_utf8(written).unwrap(), escaped);
        assert_eq!(markup("a\u{1}<b c='\"'>&"), "a\\u{1}&lt;b c=&#39;&quot;&#39;&gt;&amp;");
        assert!(matches!(line("plain # text"), Cow::Borrowed(_)));
    }
}
