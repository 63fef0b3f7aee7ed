//! KQL, as far as its strings tell what is reached: literals with the token before them. No query is understood.

use std::ops::Range;

/// A string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The bytes between its quotes.
    pub content: Range<usize>,
    /// Is it an address that is reached: the argument of `cluster(…)`, or a source or target in brackets?
    pub is_address: bool,
}

/// The string literals of a query, comments left out; any text reads.
pub fn literals(text: &str) -> Vec<Literal> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at = text[at..].find('\n').map_or(text.len(), |length| at + length);
            }
            b'"' | b'\'' => {
                let end = closing(text, at);
                found.push(Literal { content: at + 1..end, is_address: is_address(text, at) });
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

/// The closing quote of the literal that opens at `open`; strings end with their line.
fn closing(text: &str, open: usize) -> usize {
    let bytes = text.as_bytes();
    let verbatim = text[..open].ends_with('@');
    let mut at = open + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if !verbatim => at += 1,
            b'\n' => return at,
            _ if byte == bytes[open] => return at,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

fn is_address(text: &str, open: usize) -> bool {
    let before = text[..open].trim_end_matches(['h', 'H', '@']).trim_end_matches([' ', '\t', '\r', '\n']);
    let called = |name: &str| before.strip_suffix('(').is_some_and(|call| call.trim_end_matches(' ').ends_with(name));
    before.ends_with('[')
        || called("cluster")
        || called("http_request")
        || text[..open].ends_with("(h")
        || text[..open].ends_with("(h@")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_addresses() {
        let text = "// it's\ncluster('https://a').database(\"b\") | where url == 'http://c\\'d'\nexternaldata(x:string)[\n h@'https://e\\']";
        let shown: Vec<(&str, bool)> =
            literals(text).into_iter().map(|own| (&text[own.content], own.is_address)).collect();
        assert_eq!(shown, [("https://a", true), ("b", false), ("http://c\\'d", false), ("https://e\\", true)]);
        assert_eq!(literals("'é\\").len(), 1);
    }
}
