//! The spanned document against `serde_json`, and the place of every fault.
#![allow(clippy::unwrap_used)]

mod common;

use common::corpus;
use proptest::prelude::*;
use serde_json::{Map, Value};
use synlint::json::{Document, Node, NodeKind, SyntaxError};

fn parse(text: &str) -> Result<Document, SyntaxError> {
    Document::parse(text.to_owned()).map_err(|(_, error)| error)
}

/// The meaning of a value; the last of repeated keys counts, as serde_json takes it.
fn meaning(node: Node<'_>) -> Value {
    match node.kind() {
        NodeKind::Null => Value::Null,
        NodeKind::True => Value::Bool(true),
        NodeKind::False => Value::Bool(false),
        NodeKind::Number => serde_json::from_str(node.raw()).unwrap(),
        NodeKind::Plain | NodeKind::Escaped => Value::String(node.as_str().unwrap().into_owned()),
        NodeKind::Array => node.children().map(meaning).collect(),
        NodeKind::Object => {
            let entries = node.children().map(|child| (child.key().unwrap().into_owned(), meaning(child)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}

/// Both accept it and mean the same, or both refuse it.
fn agrees(text: &str) {
    match (parse(text), serde_json::from_str::<Value>(text)) {
        (Ok(ours), Ok(theirs)) => assert_eq!(meaning(ours.root()), theirs, "{text}"),
        (Err(_), Err(_)) => {}
        (Ok(ours), Err(error)) => {
            // What serde_json refuses for reasons of its own has tests of its own below.
            let own = ours.lone_surrogates().is_empty() && !error.to_string().contains("number out of range");
            assert!(!own, "only we accept {text:?}: {error}");
        }
        (Err(error), Ok(_)) => panic!("only serde_json accepts {text:?}: {error}"),
    }
}

/// Every value's span parses back to the value, and every key's to the key.
fn spans_are_exact(document: &Document) {
    for node in document.nodes() {
        let again = parse(&document.text()[node.span()]).unwrap();
        assert_eq!(meaning(again.root()), meaning(node));
        if let Some(span) = node.key_span() {
            let key: String = serde_json::from_str(&document.text()[span]).unwrap();
            assert_eq!(key, node.key().unwrap());
        }
        if let Some(text) = node.as_str() {
            for (at, c) in text.char_indices() {
                let span = node.span_within(at..at + c.len_utf8());
                let source = format!("\"{}\"", &document.text()[span]);
                let back = parse(&source).unwrap();
                assert_eq!(back.root().as_str().unwrap(), c.to_string(), "{source}");
            }
        }
    }
}

#[test]
fn real_files() {
    let Some(corpus) = corpus() else { return };
    let files = synlint::workspace::files::Disk::new(&corpus);
    let mut count = 0;
    for path in synlint::workspace::files::Files::list(&files, "").iter().filter(|path| path.ends_with(".json")) {
        let text = std::fs::read_to_string(corpus.join(path)).unwrap();
        agrees(&text);
        if text.len() < 20_000 && count % 9 == 0 {
            spans_are_exact(&parse(&text).unwrap());
        }
        count += 1;
    }
    assert!(count > 1000, "{count}");
}

/// JSON text with odd spacing, escapes, numbers and repeated keys.
fn json_text() -> impl Strategy<Value = String> {
    let space = "[ \t\r\n]{0,2}";
    let string = prop::collection::vec(
        prop::sample::select(vec![
            "a",
            "é",
            "😀",
            "\\n",
            "\\\"",
            "\\\\",
            "\\/",
            "\\u00e9",
            "\\ud83d\\ude00",
            " ",
            "{",
            "]",
            ",",
        ]),
        0..6,
    )
    .prop_map(|parts| format!("\"{}\"", parts.concat()));
    let number = "-?(0|[1-9][0-9]{0,12})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?";
    let word = prop::sample::select(vec!["true".to_owned(), "false".to_owned(), "null".to_owned()]);
    let leaf = prop_oneof![string.clone(), number, word];
    leaf.prop_recursive(5, 60, 5, move |inner| {
        let spaced = (space, inner, space).prop_map(|(before, value, after)| before + &value + &after);
        let member = (space, string.clone(), space, spaced.clone())
            .prop_map(|(a, key, b, value)| format!("{a}{key}{b}:{value}"));
        prop_oneof![
            prop::collection::vec(spaced, 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn generated_documents(text in json_text()) {
        agrees(&text);
        spans_are_exact(&parse(&text).unwrap());
    }

    #[test]
    fn broken_documents(text in json_text(), at in 0.0..1.0f64, with in "[\\[\\]{},:\"a0 \\\\\n\u{e9}-]{0,2}", cut in 0usize..3) {
        let start = text.floor_char_boundary((text.len() as f64 * at) as usize);
        let end = text.ceil_char_boundary((start + cut).min(text.len()));
        agrees(&format!("{}{with}{}", &text[..start], &text[end..]));
    }

    #[test]
    fn anything_at_all(text in "\\PC{0,40}") {
        agrees(&text);
    }
}

#[test]
fn where_we_accept_more_than_serde_json() {
    assert!(parse("\u{FEFF}{}").is_ok(), "a byte order mark");
    assert!(parse(&format!("{}{}", "[".repeat(512), "]".repeat(512))).is_ok(), "512 levels");
    assert!(parse(&format!("{}{}", "[".repeat(513), "]".repeat(513))).is_err());
    let large = parse("[1e400, 123456789012345678901234567890]").unwrap();
    let texts: Vec<&str> = large.root().children().map(Node::raw).collect();
    assert_eq!(texts, ["1e400", "123456789012345678901234567890"], "numbers keep their text");
    let lone = parse(r#"["\ud800", "\udc00\ud800", "\ud83d\ude00"]"#).unwrap();
    assert_eq!(lone.lone_surrogates(), [2..8, 12..18, 18..24]);
    assert_eq!(lone.root().children().next().unwrap().as_str().unwrap(), "\u{FFFD}");
}

#[test]
fn repeated_keys_are_kept_and_told() {
    let document = parse(r#"{"a":1,"b":2,"\u0061":3}"#).unwrap();
    assert_eq!(document.root().children().count(), 3);
    assert_eq!(document.root().get("a").unwrap().raw(), "3");
    assert_eq!(document.repeating_objects().count(), 1);
    let fine = parse(r#"{"a":{"x":1},"b":{"x":1}}"#).unwrap();
    assert_eq!(fine.repeating_objects().count(), 0);
}

#[test]
fn every_truncation_is_an_error_at_the_end() {
    let text = r#"{"a": [1, {"b": "c\n"}, true], "d": -1.5e3}"#;
    assert!(parse(text).is_ok());
    for length in (0..text.len()).filter(|length| text.is_char_boundary(*length)) {
        let error = parse(&text[..length]).unwrap_err();
        assert!(error.span.end <= length, "{length}: {error:?}");
    }
}

/// The fault of a text as `offset "underlined" message`.
fn fault(text: &str) -> String {
    let error = parse(text).unwrap_err();
    format!("{} {:?} {}", error.span.start, &text[error.span.clone()], error.message)
}

#[test]
fn the_place_and_the_words_of_every_fault() {
    assert_eq!(fault("{\"a\":1,\r\n\"b\":2\r\n x}"), "17 \"x\" expected `,` or `}`, found `x`");
    assert_eq!(fault("{\"a\":1 , }"), "7 \",\" trailing comma before `}`");
    assert_eq!(fault("[[1,2,\n]]"), "5 \",\" trailing comma before `]`");
    assert_eq!(fault("{/* x */}"), "1 \"/* x */\" JSON has no comments");
    assert_eq!(fault("[\"a\nb\"]"), "3 \"\\n\" line break inside a string");
    assert_eq!(fault("[\"a\tb\"]"), "3 \"\\t\" tab inside a string");
    assert_eq!(fault("[\"a\u{1}b\"]"), "3 \"\\u{1}\" control character U+0001 inside a string");
    assert_eq!(fault("[NaN]"), "1 \"NaN\" `NaN` is no JSON value");
    assert_eq!(fault("[True]"), "1 \"True\" `True` is no JSON value");
    assert_eq!(fault("['a']"), "1 \"'\" single quotes");
    assert_eq!(fault("{\n>>>>>>> main\n}"), "2 \">>>>>>> main\" merge conflict marker");
    assert_eq!(fault("[01]"), "1 \"01\" `01` is no JSON number");
    assert_eq!(fault("[1.]"), "1 \"1.\" `1.` is no JSON number");
    assert_eq!(fault("[.5]"), "1 \".5\" expected a value, found `.5`");
    assert_eq!(fault("[+1]"), "1 \"+1\" expected a value, found `+1`");
    assert_eq!(fault("[\"\\x\"]"), "2 \"\\\\x\" `\\x` is no escape sequence");
    assert_eq!(fault("[\"\\u12g4\"]"), "2 \"\\\\u12g4\" `\\u` needs four hexadecimal digits");
    assert_eq!(fault("[1 2]"), "3 \"2\" expected `,` or `]`, found `2`");
    assert_eq!(fault("{\"a\" \"b\"}"), "5 \"\\\"\" expected `:` after the key, found `\"`");
    assert_eq!(fault("{a:1}"), "1 \"a\" expected a key in double quotes, found `a`");
    assert_eq!(fault("{} {}"), "3 \"{\" the document has ended here, but text follows, found `{`");
    assert_eq!(fault("{\u{FEFF}}"), "1 \"\\u{feff}\" a second byte order mark");
    assert_eq!(fault("\0\0"), "0 \"\\0\" expected a value, found the control character U+0000");
}

#[test]
fn what_was_never_closed_is_named() {
    let opened = |text: &str| parse(text).unwrap_err().opened.map(|span| span.start);
    assert_eq!(opened("{\"a\": [1, 2"), Some(6));
    assert_eq!(opened("{\"a\": {\"b\": 1}"), Some(0));
    assert_eq!(opened("[\"abc"), Some(1));
}

#[test]
fn size_is_no_danger() {
    let start = std::time::Instant::now();
    assert!(parse(&"[".repeat(100_000)).is_err());
    assert!(parse(&format!("[\"{}\"", "x".repeat(5_000_000))).is_err());
    assert!(parse(&"{\"a\":".repeat(1_000_000)).is_err());
    let wide = format!("[{}1]", "1,".repeat(1_000_000));
    assert_eq!(parse(&wide).unwrap().root().children().count(), 1_000_001);
    assert!(start.elapsed() < std::time::Duration::from_secs(10), "a debug build took {:?}", start.elapsed());
}

#[test]
fn a_key_far_from_its_value_is_found() {
    let (long, space) = ("k\\\"".repeat(40_000), " ".repeat(70_000));
    let text = format!(r#"{{"a": [{{ "{long}": 1, "b" :{space}[2] }}], "c": {space}3}}"#);
    let document = parse(&text).unwrap();
    spans_are_exact(&document);
    let object = document.root().get("a").unwrap().items().next().unwrap();
    let keys: Vec<String> = object.children().map(|value| value.key().unwrap().into_owned()).collect();
    assert_eq!(keys, ["k\"".repeat(40_000), "b".to_owned()]);
    assert_eq!(object.get("b").unwrap().raw(), "[2]");
    assert_eq!(&text[document.root().get("c").unwrap().key_span().unwrap()], "\"c\"");
}
