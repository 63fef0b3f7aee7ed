//! String literals: where one ends in each language, and what its source means.

use super::Language;
use std::ops::Range;

/// How a string is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotes {
    /// Bytes of prefix and opening quotes.
    pub open: u8,
    /// Bytes of the closing quotes; 0 when the string is never closed.
    pub close: u8,
    /// How its source becomes text.
    pub form: Form,
    /// Does it hold expressions: an f-string, `s"…"`, `$"…"`?
    pub interpolated: bool,
}

/// How the source of a string becomes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it stands.
    Raw,
    /// A backslash escapes.
    Escaped,
    /// Two quotes mean one, as in `@"…"` of C#.
    Doubled,
}

/// Where a string ends and how it is quoted, when one starts at `start`, a quote or a prefix of one.
pub(super) fn string_at(text: &str, start: usize, language: Language) -> Option<(usize, Quotes)> {
    let rest = &text.as_bytes()[start..];
    match language {
        Language::Python => python(rest),
        Language::Scala => scala(rest),
        Language::CSharp => c_sharp(rest),
        Language::R => r(rest),
        Language::Sql => plain(rest, 0, Form::Escaped, false, true),
        Language::Other => None,
    }
    .map(|(length, quotes)| (start + length, quotes))
}

type Found = Option<(usize, Quotes)>;

fn python(rest: &[u8]) -> Found {
    let prefix = rest.iter().take(3).take_while(|byte| b"rbfuRBFU".contains(byte)).count();
    let has = |letter: u8| rest[..prefix].iter().any(|byte| byte.to_ascii_lowercase() == letter);
    let form = if has(b'r') { Form::Raw } else { Form::Escaped };
    if prefix > 2 {
        return None;
    }
    let quote = *rest.get(prefix).filter(|byte| matches!(byte, b'"' | b'\''))?;
    if rest[prefix..].starts_with(&[quote; 3]) {
        let (length, close) = until_run(&rest[prefix + 3..], quote, 3, true);
        let quotes = Quotes { open: prefix as u8 + 3, close, form, interpolated: has(b'f') };
        return Some((prefix + 3 + length, quotes));
    }
    plain(rest, prefix, form, has(b'f'), false)
}

fn scala(rest: &[u8]) -> Found {
    let prefix = rest.iter().take(64).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    rest.get(prefix).filter(|byte| **byte == b'"')?;
    let (interpolated, raw) = (prefix > 0, &rest[..prefix] == b"raw");
    if rest[prefix..].starts_with(b"\"\"\"") {
        let (length, close) = until_run(&rest[prefix + 3..], b'"', 3, false);
        return Some((prefix + 3 + length, Quotes { open: prefix as u8 + 3, close, form: Form::Raw, interpolated }));
    }
    let form = if raw { Form::Raw } else { Form::Escaped };
    plain(rest, prefix, form, interpolated, false)
}

fn c_sharp(rest: &[u8]) -> Found {
    let prefix = rest.iter().take(4).take_while(|byte| matches!(byte, b'$' | b'@')).count();
    let interpolated = rest[..prefix].contains(&b'$');
    let run = rest[prefix..].iter().take(200).take_while(|byte| **byte == b'"').count();
    match run {
        0 => None,
        _ if rest[..prefix].contains(&b'@') => {
            let (length, close) = until_doubled(&rest[prefix + 1..]);
            let quotes = Quotes { open: prefix as u8 + 1, close, form: Form::Doubled, interpolated };
            Some((prefix + 1 + length, quotes))
        }
        3.. => {
            let (length, close) = until_run(&rest[prefix + run..], b'"', run, false);
            let quotes = Quotes { open: (prefix + run) as u8, close, form: Form::Raw, interpolated };
            Some((prefix + run + length, quotes))
        }
        _ => plain(rest, prefix, Form::Escaped, interpolated, false),
    }
}

fn r(rest: &[u8]) -> Found {
    if !matches!(rest.first(), Some(b'r' | b'R')) {
        return plain(rest, 0, Form::Escaped, false, true);
    }
    let quote = *rest.get(1).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let dashes = rest[2..].iter().take(32).take_while(|byte| **byte == b'-').count();
    let close = match rest.get(2 + dashes)? {
        b'(' => b')',
        b'[' => b']',
        b'{' => b'}',
        _ => return None,
    };
    let open = 3 + dashes;
    let end: Vec<u8> = [vec![close], vec![b'-'; dashes], vec![quote]].concat();
    let found = rest[open..].windows(end.len()).position(|window| window == end);
    let (length, closed) = found.map_or((rest.len() - open, 0), |at| (at + end.len(), end.len()));
    Some((open + length, Quotes { open: open as u8, close: closed as u8, form: Form::Raw, interpolated: false }))
}

/// A string between single quotation characters. Unless it may span lines, it ends with its line at the latest.
fn plain(rest: &[u8], prefix: usize, form: Form, interpolated: bool, lines: bool) -> Found {
    let quote = *rest.get(prefix).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let open = prefix + 1;
    let quotes = |close| Quotes { open: open as u8, close, form, interpolated };
    let mut at = open;
    loop {
        match rest.get(at) {
            None => return Some((rest.len(), quotes(0))),
            // Also in a raw string of Python a backslash keeps the quote behind it from closing.
            Some(b'\\') => at = (at + 2).min(rest.len()),
            Some(b'\n') if !lines => return Some((at, quotes(0))),
            Some(byte) if *byte == quote => return Some((at + 1, quotes(1))),
            Some(b'{') if interpolated => at += hole(&rest[at..]).unwrap_or(1),
            Some(_) => at += 1,
        }
    }
}

/// The length of `{…}` when it closes on the same line and near: quotes inside do not end the string.
fn hole(rest: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in rest.iter().take(200).enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth -= 1,
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

/// The length up to and with a run of `count` quotes, and how many bytes close.
fn until_run(rest: &[u8], quote: u8, count: usize, escapes: bool) -> (usize, u8) {
    let (mut at, mut run) = (0, 0);
    while let Some(byte) = rest.get(at) {
        if *byte == quote {
            run += 1;
            if run == count {
                return (at + 1, count as u8);
            }
        } else {
            run = 0;
            at += usize::from(escapes && *byte == b'\\');
        }
        at += 1;
    }
    (rest.len(), 0)
}

fn until_doubled(rest: &[u8]) -> (usize, u8) {
    let mut at = 0;
    while let Some(byte) = rest.get(at) {
        match (byte, rest.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return (at + 1, 1),
            _ => at += 1,
        }
    }
    (rest.len(), 0)
}

/// A part of a string's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Text.
    Text(String),
    /// An expression, by its bytes in the content.
    Hole(Range<usize>),
}

/// What the source between the quotes means, in parts with their bytes in it. Text that does not mean itself is a part of
/// its own.
pub(super) fn parts(content: &str, quotes: Quotes, language: Language) -> Vec<(Range<usize>, Part)> {
    let mut parts = Vec::new();
    // Where text begins that means itself.
    let (mut plain, mut at) = (0, 0);
    while at < content.len() {
        match special(&content[at..], quotes, language) {
            Some((length, part)) => {
                if plain < at {
                    parts.push((plain..at, Part::Text(content[plain..at].to_owned())));
                }
                let part = match part {
                    Part::Hole(inner) => Part::Hole(at + inner.start..at + inner.end),
                    text => text,
                };
                parts.push((at..at + length, part));
                at += length;
                plain = at;
            }
            None => at += 1 + content.as_bytes()[at + 1..].iter().take_while(|byte| !is_special(**byte)).count(),
        }
    }
    if plain < at {
        parts.push((plain..at, Part::Text(content[plain..].to_owned())));
    }
    parts
}

/// May it begin an escape, a doubled quote or an expression, in any language?
fn is_special(byte: u8) -> bool {
    matches!(byte, b'\\' | b'"' | b'{' | b'}' | b'$')
}

/// An escape, a doubled quote or an expression at the start of `rest`: its length, and what it means.
fn special(rest: &str, quotes: Quotes, language: Language) -> Option<(usize, Part)> {
    match rest.as_bytes()[0] {
        b'\\' if quotes.form == Form::Escaped => {
            let (length, meaning) = escape(rest);
            Some((length, Part::Text(meaning)))
        }
        b'"' if quotes.form == Form::Doubled => {
            Some((if rest.starts_with("\"\"") { 2 } else { 1 }, Part::Text("\"".to_owned())))
        }
        _ => quotes.interpolated.then(|| interpolation(rest, language)).flatten(),
    }
}

/// `{name}`, `${name}` or `$name` at the start of `rest`, or a doubled character that means itself.
fn interpolation(rest: &str, language: Language) -> Option<(usize, Part)> {
    let same = |text: &str| Some((2, Part::Text(text.to_owned())));
    if language == Language::Scala {
        let name = rest.strip_prefix('$')?;
        if name.starts_with('$') {
            return same("$");
        }
        if name.starts_with('{') {
            let length = name.find('}').unwrap_or(name.len());
            return Some(((length + 2).min(rest.len()), Part::Hole(2..length + 1)));
        }
        let length = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
        return Some((length + 1, Part::Hole(1..length + 1)));
    }
    match rest.as_bytes() {
        [b'{', b'{', ..] => same("{"),
        [b'}', b'}', ..] => same("}"),
        [b'{', ..] => {
            let length = rest.find('}').unwrap_or(rest.len());
            Some(((length + 1).min(rest.len()), Part::Hole(1..length)))
        }
        _ => None,
    }
}

/// One escape sequence: its length, and what it means.
fn escape(rest: &str) -> (usize, String) {
    let mut following = rest.chars().skip(1);
    let Some(letter) = following.next() else { return (1, "\\".to_owned()) };
    let hexadecimal = |digits: usize| {
        let code = rest.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        code.and_then(char::from_u32).map(|meaning| (2 + digits, meaning.to_string()))
    };
    let simple = |meaning: &str| (2, meaning.to_owned());
    match letter {
        'n' => simple("\n"),
        't' => simple("\t"),
        'r' => simple("\r"),
        '\n' => simple(""),
        '\\' | '"' | '\'' => simple(letter.encode_utf8(&mut [0; 4])),
        'x' => hexadecimal(2).unwrap_or_else(|| simple("\\x")),
        'u' => hexadecimal(4).unwrap_or_else(|| simple("\\u")),
        other => (1 + other.len_utf8(), format!("\\{other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text a literal means, with expressions as `‹name›`, and what follows it.
    fn read(text: &str, language: Language) -> (String, &str) {
        let (end, quotes) = string_at(text, 0, language).expect(text);
        let content = &text[quotes.open as usize..end - quotes.close as usize];
        let shown = parts(content, quotes, language).into_iter().map(|(_, part)| match part {
            Part::Text(text) => text,
            Part::Hole(range) => format!("‹{}›", &content[range]),
        });
        (shown.collect(), &text[end..])
    }

    #[test]
    fn python() {
        let read = |text| read(text, Language::Python);
        assert_eq!(read(r#"'it\'s' + x"#), ("it's".into(), " + x"));
        assert_eq!(read(r#"r'C:\new' + x"#), (r"C:\new".into(), " + x"));
        assert_eq!(read("f'a{name}b{{c}}'"), ("a‹name›b{c}".into(), ""));
        assert_eq!(read("f'''a{d['k']}\n'b'''.x"), ("a‹d['k']›\n'b".into(), ".x"));
        assert_eq!(read("'open\nx"), ("open".into(), "\nx"));
        assert_eq!(read("b'\\x41\\u00e9\\d'"), ("Aé\\d".into(), ""));
    }

    #[test]
    fn scala() {
        let read = |text| read(text, Language::Scala);
        assert_eq!(read(r#""a\tb" + x"#), ("a\tb".into(), " + x"));
        assert_eq!(read(r#"s"$container@${account}.dfs$$""#), ("‹container›@‹account›.dfs$".into(), ""));
        assert_eq!(read("\"\"\"C:\\n \"x\" \"\"\")"), ("C:\\n \"x\" ".into(), ")"));
        assert_eq!(read(r#"s"${m("k")}x")"#), ("‹m(\"k\")›x".into(), ")"));
    }

    #[test]
    fn c_sharp() {
        let read = |text| read(text, Language::CSharp);
        assert_eq!(read(r#"@"C:\n ""x""";"#), (r#"C:\n "x""#.into(), ";"));
        assert_eq!(read(r#"$"{d["k"]}/{name}";"#), ("‹d[\"k\"]›/‹name›".into(), ";"));
        assert_eq!(read(r#"$@"{name}\";"#), ("‹name›\\".into(), ";"));
        assert_eq!(read("\"\"\"a \"b\" c\"\"\";"), ("a \"b\" c".into(), ";"));
        assert_eq!(read("\"\";"), (String::new(), ";"));
    }

    #[test]
    fn r_and_sql() {
        assert_eq!(read("r\"-(a)\" b)-\" x", Language::R), ("a)\" b".into(), " x"));
        assert_eq!(read("'a\nb' x", Language::R), ("a\nb".into(), " x"));
        assert_eq!(read("'it\\'s' x", Language::Sql), ("it's".into(), " x"));
        assert_eq!(read("\"never closed", Language::Sql), ("never closed".into(), ""));
    }
}
