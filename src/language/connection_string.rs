//! Connection strings: `key=value;` pairs as ADO.NET and ODBC quote them, URLs (`jdbc:`, `mongodb:`), and Oracle's
//! descriptors. Keys and values come with their places; what a key means is the catalogue's knowledge.

use std::ops::Range;

/// How a connection string is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// `key=value;`, values quoted by `'` or `"`, doubled inside.
    Ado,
    /// `key=value;`, values quoted by braces, `}}` inside.
    Odbc,
    /// `scheme://user:password@host:port/?key=value`, parameters behind `?`, `&` or `;`.
    Url,
    /// `(DESCRIPTION=(ADDRESS=(HOST=…)(PORT=…)))`.
    Descriptor,
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The key's bytes; empty for the parts of a URL, which are called `server`, `user` and `password`.
    pub key: Range<usize>,
    /// The value's bytes, quotes left out.
    pub value: Range<usize>,
    part: Option<&'static str>,
}

/// A connection string that has been read.
#[derive(Debug, Clone)]
pub struct ConnectionString<'a> {
    text: &'a str,
    /// Its pairs in order.
    pub pairs: Vec<Pair>,
}

impl<'a> ConnectionString<'a> {
    /// Reads a connection string; any text reads. URLs and descriptors are known by their beginning, whatever the
    /// dialect of the type they belong to.
    pub fn parse(text: &'a str, dialect: Dialect) -> Self {
        let start = text.trim_start();
        let url = start
            .find("://")
            .is_some_and(|at| start[..at].bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+:-".contains(&byte)));
        let pairs = match dialect {
            _ if url => url_pairs(text),
            _ if start.starts_with('(') => descriptor_pairs(text),
            Dialect::Odbc => pairs(text, &['{']),
            Dialect::Ado | Dialect::Url | Dialect::Descriptor => pairs(text, &['\'', '"']),
        };
        Self { text, pairs }
    }

    /// The name of a pair's key, as written.
    pub fn key(&self, pair: &Pair) -> &'a str {
        pair.part.unwrap_or(&self.text[pair.key.clone()])
    }

    /// The value of a pair, quotes left out, doubled quotes as they stand.
    pub fn value(&self, pair: &Pair) -> &'a str {
        &self.text[pair.value.clone()]
    }

    /// The pair of one of these keys; the last one counts. Keys compare without case and spaces.
    pub fn get(&self, keys: &[&str]) -> Option<&Pair> {
        self.pairs.iter().rev().find(|pair| keys.iter().any(|key| same_key(key, self.key(pair))))
    }

    /// Where the pair stands, key and value.
    pub fn span(pair: &Pair) -> Range<usize> {
        pair.key.start.min(pair.value.start)..pair.value.end
    }
}

/// Do two keys mean the same? `User ID` and `userid` do.
pub fn same_key(one: &str, other: &str) -> bool {
    let letters = |text: &'_ str| {
        text.bytes()
            .filter(|byte| *byte != b' ' && *byte != b'_')
            .map(|byte| byte.to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    one.len().abs_diff(other.len()) < 4 && letters(one) == letters(other)
}

fn pairs(text: &str, quotes: &[char]) -> Vec<Pair> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(equals) = text[at..].find(['=', ';']).map(|length| at + length) else { break };
        if text[equals..].starts_with(';') {
            at = equals + 1;
            continue;
        }
        let key = trimmed(text, at..equals);
        let (value, end) = value(text, equals + 1, quotes);
        found.push(Pair { key, value, part: None });
        at = end + 1;
    }
    found
}

/// The value that begins at `from`, and where its semicolon stands.
fn value(text: &str, from: usize, quotes: &[char]) -> (Range<usize>, usize) {
    let start = from + text[from..].len() - text[from..].trim_start().len();
    let opening = text[start..].chars().next().filter(|c| quotes.contains(c));
    if let Some(close) = opening.map(|open| if open == '{' { '}' } else { open })
        && let Some(end) = closing(text, start + 1, close)
    {
        let semicolon = text[end..].find(';').map_or(text.len(), |length| end + length);
        return (start + 1..end, semicolon);
    }
    let end = plain_end(text, start);
    (trimmed(text, start..end), end)
}

/// The closing quote; two of them are one inside.
fn closing(text: &str, from: usize, close: char) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + text[at..].find(close)?;
        if !text[found + 1..].starts_with(close) {
            return Some(found);
        }
        at = found + 2;
    }
}

/// The semicolon behind a value without quotes; an expression `@{…}` may hold some.
fn plain_end(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(found) = text[at..].find([';', '@']).map(|length| at + length) {
        if text[found..].starts_with(';') {
            return found;
        }
        at = found + 1;
        if text[at..].starts_with('{') {
            let Some(close) = text[at..].find('}') else { break };
            at += close;
        }
    }
    text[at..].find(';').map_or(text.len(), |length| at + length)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + inner.len() - inner.trim_start().len();
    start..(start + inner.trim().len())
}

fn url_pairs(text: &str) -> Vec<Pair> {
    let Some(start) = text.find("://").map(|at| at + 3) else { return Vec::new() };
    let end = text[start..].find(['/', '?', ';']).map_or(text.len(), |length| start + length);
    let part = |name, value| Pair { key: 0..0, value, part: Some(name) };
    let mut found = Vec::new();
    let host = match text[start..end].rfind('@').map(|at| start + at) {
        Some(at) => {
            let colon = text[start..at].find(':').map_or(at, |length| start + length);
            found.push(part("user", start..colon));
            found.push(part("password", (colon + 1).min(at)..at));
            at + 1
        }
        None => start,
    };
    found.push(part("server", host..end));
    found.extend(parameters(text, end));
    for pair in &mut found {
        if pair.part.is_some() {
            pair.key = pair.value.start..pair.value.start;
        }
    }
    found
}

fn parameters(text: &str, from: usize) -> Vec<Pair> {
    let mut found = Vec::new();
    let mut at = from;
    for piece in text[from..].split(['?', '&', ';']) {
        if let Some(equals) = piece.find('=') {
            let value = trimmed(text, at + equals + 1..at + piece.len());
            found.push(Pair { key: trimmed(text, at..at + equals), value, part: None });
        }
        at += piece.len() + 1;
    }
    found
}

fn descriptor_pairs(text: &str) -> Vec<Pair> {
    let opened = text.match_indices('(').filter_map(|(open, _)| {
        let end = open + 1 + text[open + 1..].find(['(', ')'])?;
        let equals = open + 1 + text[open + 1..end].find('=')?;
        let value = trimmed(text, equals + 1..end);
        (!value.is_empty()).then(|| Pair { key: trimmed(text, open + 1..equals), value, part: None })
    });
    opened.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, dialect: Dialect) -> String {
        let read = ConnectionString::parse(text, dialect);
        read.pairs.iter().map(|pair| format!("{}→{}", read.key(pair), read.value(pair))).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn pairs_and_their_quoting() {
        let ado = "Data Source = tcp:h,1433 ;Initial Catalog=@{linkedService().a;b};Password=\"a;\"\"b\";;PWD=';';x";
        assert_eq!(
            shown(ado, Dialect::Ado),
            "Data Source→tcp:h,1433 | Initial Catalog→@{linkedService().a;b} | Password→a;\"\"b | PWD→;"
        );
        assert_eq!(shown("Driver={A;B};Pwd={x;}}y};UID=z", Dialect::Odbc), "Driver→A;B | Pwd→x;}}y | UID→z");
        assert_eq!(shown("Password={a", Dialect::Odbc), "Password→{a");
        assert_eq!(shown("AccountKey=abc==;x", Dialect::Ado), "AccountKey→abc==");
    }

    #[test]
    fn urls_and_descriptors() {
        assert_eq!(
            shown("mongodb+srv://u:p%40@a.b:1,c.d/db?ssl=true&x=1", Dialect::Url),
            "user→u | password→p%40 | server→a.b:1,c.d | ssl→true | x→1"
        );
        assert_eq!(
            shown("jdbc:sqlserver://h:1433;user=a@b;password=c", Dialect::Ado),
            "server→h:1433 | user→a@b | password→c"
        );
        assert_eq!(shown("jdbc:snowflake://h/?user=@{x}&db=", Dialect::Url), "server→h | user→@{x} | db→");
        assert_eq!(shown("(DESCRIPTION=(ADDRESS=(HOST=h)(PORT=1521)))", Dialect::Ado), "HOST→h | PORT→1521");
    }

    #[test]
    fn keys_compare_without_case_and_spaces() {
        let read = ConnectionString::parse("User ID=a;userid=b;pwd=c", Dialect::Ado);
        assert_eq!(read.get(&["UserId", "UID"]).map(|pair| read.value(pair)), Some("b"));
        assert_eq!(read.get(&["Password"]), None);
    }

    proptest! {
        #[test]
        fn any_text_reads(text in r#"([a-z=;'"{}@ ()é]|://|@\{){0,40}"#) {
            for dialect in [Dialect::Ado, Dialect::Odbc, Dialect::Url, Dialect::Descriptor] {
                let read = ConnectionString::parse(&text, dialect);
                for pair in &read.pairs {
                    prop_assert!(pair.value.end <= text.len() && read.key(pair).len() <= text.len() + 8);
                    prop_assert!(read.value(pair).len() <= text.len());
                }
            }
        }
    }
}
