//! JSONPath against the compliance suite of RFC 9535, and against the evaluator of `jsonpath-rust` over generated and
//! real documents.
#![allow(clippy::unwrap_used)]

mod common;

use common::{corpus, repository};
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::js_path_process;
use proptest::prelude::*;
use serde_json::Value;
use synlint::json::{Document, Node, Query, pointer};

fn document(value: &Value) -> Document {
    Document::parse(value.to_string()).unwrap()
}

fn value(node: Node<'_>) -> Value {
    serde_json::from_str(node.raw()).unwrap()
}

#[test]
fn the_compliance_suite() {
    let text = std::fs::read_to_string(repository("tests/data/jsonpath-compliance-suite.json")).unwrap();
    let suite: Value = serde_json::from_str(&text).unwrap();
    let cases = suite["tests"].as_array().unwrap();
    let failures: Vec<String> = cases.iter().filter_map(failure).collect();
    assert!(failures.is_empty(), "{} of {} fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert!(cases.len() > 700);
}

fn failure(case: &Value) -> Option<String> {
    let selector = case["selector"].as_str().unwrap();
    let name = case["name"].as_str().unwrap();
    let query = match (Query::parse(selector), case["invalid_selector"] == true) {
        (Ok(_), true) => return Some(format!("{name}: `{selector}` is accepted")),
        (Err(_), true) => return None,
        (Err(error), false) => return Some(format!("{name}: `{selector}` is refused: {error}")),
        (Ok(query), false) => query,
    };
    let document = document(&case["document"]);
    let found = Value::Array(query.select(document.root()).into_iter().map(value).collect());
    let allowed = case["results"].as_array().cloned().unwrap_or_else(|| vec![case["result"].clone()]);
    (!allowed.contains(&found)).then(|| format!("{name}: `{selector}` gives {found}, not {}", allowed[0]))
}

/// The pointers both engines give, each sorted: the order of an object's values is free.
fn both(query: &str, value: &Value) -> (Vec<String>, Vec<String>) {
    let document = document(value);
    let ours = Query::parse(query).unwrap().select(document.root());
    let mut ours: Vec<String> = ours.into_iter().map(pointer::pointer).collect();
    let theirs = js_path_process(&parse_json_path(query).unwrap(), value).unwrap();
    let mut theirs: Vec<String> = theirs.into_iter().map(|found| as_pointer(&found.path())).collect();
    ours.sort();
    theirs.sort();
    (ours, theirs)
}

/// `$['a'][0]` → `/a/0`, for names without quotes and slashes.
fn as_pointer(normalized: &str) -> String {
    normalized.trim_start_matches('$').replace("']", "").replace("['", "/").replace('[', "/").replace(']', "")
}

const QUERIES: [&str; 14] = [
    "$..linkedServiceName.referenceName",
    "$..[?@.type=='LinkedServiceReference'].referenceName",
    "$..[?search(@.value,'SELECT [*]')]",
    "$..activities[?length(@.name)>18]",
    "$..[?@.policy.timeout=='7.00:00:00'].policy.timeout",
    "$..*",
    "$.properties.activities[*]",
    "$.properties.activities[-2:]",
    "$.properties.activities[::-1].name",
    "$.properties.activities[1:9:2]",
    "$..dependsOn[?@.dependencyConditions[0]!='Succeeded'].activity",
    "$.properties[?@.enableServerCertificateValidation == false]",
    "$..cells[?count(@.source[*])>20]",
    "$..[?match(@.name,'[A-Z].*') && !@.dependsOn]",
];

#[test]
fn typical_queries_on_real_documents() {
    let Some(corpus) = corpus() else { return };
    let files = synlint::workspace::files::Disk::new(&corpus);
    let paths = synlint::workspace::files::Files::list(&files, "");
    let mut hits = 0;
    // A slow peer in a debug build: every 29th file is enough of every repository.
    for path in paths.iter().filter(|path| path.ends_with(".json")).step_by(29) {
        let text = std::fs::read_to_string(corpus.join(path)).unwrap();
        let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
        if text.len() > 60_000 || text.contains("~") {
            continue;
        }
        for query in QUERIES {
            let (ours, theirs) = both(query, &value);
            assert_eq!(ours, theirs, "{query} on {path}");
            hits += ours.len();
        }
    }
    assert!(hits > 1000, "{hits}");
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-5i64..5).prop_map(Value::from),
        prop::sample::select(vec!["a", "b", "ab", "", "é", "x\ny"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let keys = prop::sample::select(vec!["a", "b", "c"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(keys, inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())),
        ]
    })
}

fn query() -> impl Strategy<Value = String> {
    let segment = prop::sample::select(vec![
        ".a",
        ".b",
        "[*]",
        ".*",
        "[0]",
        "[-1]",
        "[1:]",
        "[::-1]",
        "[:-1:2]",
        "['a','b']",
        "[0,1]",
        "..a",
        "..*",
        "..[0]",
        "..[?@.a]",
        "..[?@.a == 1]",
        "..[?@.a == 'a' || 'ab' == @.a]",
        "..[?@.c && match(@.b, 'a.*')]",
        "..[?@.a == @.b]",
        "..[?@.a != 1]",
        "[?@.a == 1]",
        "[?@ == 'a']",
        "[?@.a == @.b]",
        "[?@ > 0]",
        "[?@ <= 'ab']",
        "[?!@.a || @.b]",
        "[?length(@) == 2]",
        "[?count(@.*) > 1]",
        "[?match(@, 'a.*')]",
        "[?search(@.a, 'b')]",
        "[?@.a != null]",
        "[?value(@.a) == true]",
        "[?@ == $.a]",
    ]);
    prop::collection::vec(segment, 0..4).prop_map(|parts| format!("${}", parts.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn generated_queries_on_generated_documents(value in json(), query in query()) {
        let (ours, theirs) = both(&query, &value);
        prop_assert_eq!(ours, theirs, "{} on {}", query, value);
    }
}

#[test]
fn of_repeated_keys_the_last_one_counts() {
    let document = Document::parse(r#"{"a":1,"b":{"a":2,"a":3},"a":4}"#.to_owned()).unwrap();
    let texts = |query: &str| -> Vec<&str> {
        Query::parse(query).unwrap().select(document.root()).into_iter().map(Node::raw).collect()
    };
    assert_eq!(texts("$.a"), ["4"]);
    assert_eq!(texts("$..a"), ["4", "3"]);
    assert_eq!(texts("$.b[?@ == 3]"), ["3"]);
}

#[test]
fn refusals_say_what_is_wrong() {
    let says = |query: &str| Query::parse(query).unwrap_err().to_string();
    assert!(says("$[?count(@..*)]").contains("count() gives a number"));
    assert!(says("$[?length(@.*) > 1]").contains("may select many"));
    assert!(Query::parse("$[?match(@.a, 'x') == true]").is_err());
    assert!(says("$[?in(@.a, 'x')]").contains("no function in()"));
    assert!(says("$.a[").contains("does not parse"));
}
