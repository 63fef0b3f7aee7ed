//! The parser of data flow script: on random sentences of its grammar, on any text, on faults, and on real scripts
//! when they are there.
#![allow(clippy::unwrap_used)]

mod common;

use proptest::prelude::*;
use synlint::json::Document;
use synlint::language::dataflow::{Failure, Inputs, Source, Streams, parse};
use synlint::lint::Options;
use synlint::rule::{Rule, RuleLevel};
use synlint::rules::Registry;
use synlint::workspace::files::Memory;

fn fault(text: &str) -> String {
    match parse(text) {
        Err(Failure::Syntax(error)) => {
            let opened = error.opened.map(|span| format!(", opened {}", &text[span.start..])).unwrap_or_default();
            format!("{} @ {}{opened}", error.message, &text[error.span])
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn parses(text: &str) {
    let parsed = parse(text);
    assert!(parsed.is_ok(), "{text}\n{parsed:?}");
}

#[test]
fn what_studio_writes() {
    parses("");
    parses("\u{FEFF}// nothing but a comment");
    parses(
        "source(output(\n\t\tid as integer,\n\t\tprice as decimal(10,2),\n\t\t{placed at} as timestamp 'yyyy-MM-dd'\n\t),\n\tallowSchemaDrift: true,\n\twildcardPaths:['a/*.json', 'b//c']) ~> Orders",
    );
    parses(
        "A derive(x = iif(isNull(y), -1, y % 2) , each(match(type=='string'), $$ = trim($$)), z = @(a = b, c = d)) ~> B",
    );
    parses("A, B@yes join(A@id == B@yes@id && !(name <=> other), joinType:'left', broadcast: 'auto')~> C");
    parses("A parse(json = body ? (id as string, lines as (sku as string, n as integer)[]), format: 'json') ~> B");
    parses("A split(a > 1, b == 'x',\n\tdisjoint: false) ~> S@(one, two, three)");
    parses("A filter(regexMatch(name, `^[^_'\"]+$`) /* not _hidden */) ~> B");
    parses(
        "A derive(n = Cached#lookup(id).price, m = Cached#outputs()[1].{max price}, :local = 1, p = :local + .5) ~> B",
    );
    parses("A aggregate(groupBy(a, b), total = sum(x), n = count(*), l = collect(@(a = 1))) ~> B");
    parses("A sink(keys:[($key)], preSQLs:[], mapColumn(a, b = c), partitionBy('hash', 1), , saveOrder: 1) ~> B");
    parses("A cast(output(\n\tx as date 'MM/dd/yyyy' 'x',\n\ty as [string, double],\n\tz as ()\n)) ~> B");
}

#[test]
fn what_the_tree_holds() {
    let text = "parameters{\n day as string ('2026-01-01'), top as decimal(5,2), least as decimal (1.5)\n}\n\
                source(store: 'cache', keys:[ ], format: 'inline') ~> A\nA filter(x == $day && y != $$ && z == $1) ~> B\n\
                B@b sink(path: (\"in/{$top}/{upper($least)}/$no\" + $Own#x), bare:true) ~> C@(d, e)";
    let script = parse(text).unwrap();
    let words = |spans: &[std::ops::Range<usize>]| spans.iter().map(|span| &text[span.clone()]).collect::<Vec<_>>();
    let declared: Vec<_> = script.parameters.iter().map(|own| (&text[own.name.clone()], own.has_default)).collect();
    assert_eq!(declared, [("day", true), ("top", false), ("least", true)]);
    assert_eq!(words(&script.uses), ["day", "top", "Own"]);
    let [a, _, c] = &script.statements[..] else { panic!() };
    assert_eq!(a.setting(text, "store"), Some("'cache'"));
    assert_eq!(a.setting(text, "keys"), Some("[ ]"));
    assert_eq!(a.setting(text, "other"), None);
    assert_eq!(c.setting(text, "bare"), Some("true"));
    assert_eq!(&text[c.inputs[0].span()], "B@b");
    assert_eq!(words(&c.branches), ["d", "e"]);
}

#[test]
fn faults_name_the_place_and_what_belongs_there() {
    assert_eq!(fault("source(a: true ~> A"), "expected `,` or `)`, found `~>` @ ~>, opened (a: true ~> A");
    assert_eq!(fault("source() > A"), "expected `~>` and the name of the stream, found `>` @ >");
    assert_eq!(fault("source() ~>"), "the script ends where the name of the stream is expected @ ~>");
    assert_eq!(fault("A, select() ~> B"), "expected a transformation, as `source` or `select`, found `(` @ (");
    assert_eq!(fault("A B select() ~> C"), "expected `(`, found `select` @ select");
    assert_eq!(fault("source(a: 'x) ~> A"), "the string that begins here is never closed @ '");
    assert_eq!(fault("source(a = {x) ~> A"), "the name in braces that begins here is never closed @ {");
    assert_eq!(fault("A filter(x == ) ~> B"), "expected a value, found `)` @ ), opened (x == ) ~> B");
    assert_eq!(fault("parameters{a}"), "expected `as` and the type of the parameter, found `}` @ }, opened {a}");
    assert_eq!(fault("A filter(a;b) ~> B"), "expected `,` or `)`, found `;` @ ;, opened (a;b) ~> B");
    assert_eq!(fault("source() ~> A@(a b)"), "expected `,` or `)`, found `b` @ b, opened (a b)");
    let long = format!("A filter('{}' 'y') ~> B", "x".repeat(60));
    assert_eq!(fault(&long), "expected `,` or `)`, found `'y'` @ 'y', opened ".to_owned() + &long[8..]);
}

#[test]
fn the_language_of_pipelines_is_told_apart() {
    let text = "source(folderPath: (@pipeline().parameters.folder), x: @{dataset().y}) ~> A";
    let found = parse(text).unwrap().pipeline_expressions;
    assert_eq!(found.iter().map(|span| &text[span.clone()]).collect::<Vec<_>>(), ["@pipeline", "@{dataset().y}"]);
}

#[test]
fn depth_has_an_end_and_length_has_none() {
    let nested = |open: &str, close: &str, depth| {
        parse(&format!("A filter({}x{}) ~> B", open.repeat(depth), close.repeat(depth)))
    };
    for (open, close) in [("(", ")"), ("[", "]"), ("f(", ")"), ("@(a = ", ")")] {
        assert!(nested(open, close, 150).is_ok());
        assert_eq!(nested(open, close, 100_000), Err(Failure::Beyond));
    }
    let types = format!("A cast(output(x as {}y as z{})) ~> B", "(x as ".repeat(100_000), ")".repeat(100_000));
    assert_eq!(parse(&types), Err(Failure::Beyond));
    parses(&format!("A filter({}x) ~> B", "!-".repeat(100_000)));
    parses(&format!("A filter(x{}) ~> B", " + x.y[1]".repeat(100_000)));
    assert_eq!(parse("functions{ x }"), Err(Failure::Beyond), "a library of functions is another language");
}

/// Sentences of the grammar, as nested as a generator gets them.
fn expression() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        "[a-z]{1,4}".prop_map(|name| if name == "as" { "was".to_owned() } else { name }),
        r"\$[a-z]{1,3}|\$\$|#item|:loc|[0-9]{1,3}[LSD]?|[0-9]\.[0-9]F?",
        r"'([a-z ]|\\'|\{|//)*'",
        r#""([a-z ]|\\"|\{\$[a-z]\})*""#,
        r"`[a-z'\\]*`",
        r"\{[a-z ()',]+\}",
    ];
    leaf.boxed()
        .prop_recursive(4, 24, 3, |inner| {
            prop_oneof![
                (inner.clone(), "==|!=|===|<=>|<=|>|&&|\\|\\|| - |\\+|\\*|/ |%|\\^", inner.clone())
                    .prop_map(|(a, operator, b)| format!("{a} {operator} {b}")),
                (inner.clone(), "!|-").prop_map(|(a, operator)| format!("{operator}{a}")),
                ("[a-z]{2,5}", arguments(inner.clone())).prop_map(|(name, arguments)| format!("f{name}({arguments})")),
                arguments(inner.clone()).prop_map(|arguments| format!("[{arguments}]")),
                arguments(inner.clone()).prop_map(|arguments| format!("@({arguments})")),
                inner.clone().prop_map(|a| format!("({a})")),
                (inner.clone(), r"\[1\]|\.x|\.\{x y\}|@b|\?\(x as string, y as \[string,date\]\[\]\)")
                    .prop_map(|(a, postfix)| format!("({a}){postfix}")),
            ]
        })
        .boxed()
}

fn arguments(value: impl Strategy<Value = String> + Clone + 'static) -> impl Strategy<Value = String> + Clone {
    let argument = prop_oneof![
        value.clone(),
        ("[a-z]{1,6}", value.clone()).prop_map(|(name, value)| format!("{name}:{value}")),
        (value.clone(), "=|->", value.clone()).prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
        ("[a-z]{1,6}", "string|decimal\\(3,1\\)|date 'x'|string\\[\\]\\[\\]|\\(a as b\\)")
            .prop_map(|(name, type_name)| format!("c{name} as {type_name}")),
        Just(String::new()),
    ];
    prop::collection::vec(argument, 0..3).prop_map(|list| list.join(" ,\n\t"))
}

fn script() -> impl Strategy<Value = String> {
    let name = "[A-Z][a-z0-9]{1,5}";
    let stream = (name, prop::option::of(name))
        .prop_map(|(name, branch)| branch.map_or(name.clone(), |branch| format!("{name}@{branch}")));
    let streams = prop::collection::vec(stream, 0..4).prop_map(|list| list.join(", "));
    let branches = prop::option::of(prop::collection::vec(name, 1..3));
    let statement = (streams, "[a-z]{3,6}", arguments(expression()), name, branches).prop_map(
        |(streams, kind, arguments, name, branches)| {
            let branches = branches.map(|list| format!("@({})", list.join(", "))).unwrap_or_default();
            format!("{streams} {kind}({arguments}) /* c */ ~> {name}{branches} // d")
        },
    );
    let parameter = ("[a-z]{1,4}", prop::option::of(expression())).prop_map(|(name, default)| {
        format!("{name} as string{}", default.map(|value| format!(" ({value})")).unwrap_or_default())
    });
    let parameters = prop::option::of(prop::collection::vec(parameter, 0..3))
        .prop_map(|list| list.map(|list| format!("parameters{{\n{}\n}}\n", list.join(","))).unwrap_or_default());
    (parameters, prop::collection::vec(statement, 0..4))
        .prop_map(|(parameters, statements)| format!("{parameters}{}", statements.join("\n")))
}

/// A data flow with this script, with entries and a pipeline that fit some of its words by chance.
fn checked(script: &str) -> synlint::lint::Report {
    let entries = serde_json::json!([{ "name": "Ab" }, { "name": "B1" }, { "name": "" }, {}]);
    let lines: Vec<&str> = script.split('\n').collect();
    let flow = serde_json::json!({ "name": "flow", "properties": { "type": "MappingDataFlow", "typeProperties": {
        "sources": entries, "sinks": entries, "transformations": entries, "scriptLines": lines } } });
    let call = serde_json::json!({ "referenceName": "flow", "type": "DataFlowReference",
        "parameters": { "ab": 1 }, "datasetParameters": { "Ab": {}, "nothing": {} } });
    let activity =
        serde_json::json!({ "name": "run", "type": "ExecuteDataFlow", "typeProperties": { "dataflow": call } });
    let pipeline = serde_json::json!({ "name": "pipe", "properties": { "activities": [activity] } });
    let files = [("dataflow/flow.json", flow), ("pipeline/pipe.json", pipeline)];
    let files = files.into_iter().map(|(path, value)| (path.to_owned(), value.to_string().into_bytes()));
    let registry = Registry::shipped();
    let own = registry.iter().filter(|rule| rule.group() == "dataflow");
    let level = |rule: &Rule| RuleLevel { level: rule.page.level, set_by_user: false };
    let levels = own.map(|rule| (rule.name().to_owned(), level(rule))).collect();
    let options = Options { levels, ..Options::default() };
    synlint::lint::check(&files.collect::<Memory>(), "", &options, registry)
}

#[test]
fn every_lost_stream_of_a_long_script_is_found() {
    let chain = |at: usize| format!("S{at} split(x > {at}) ~> S{}@(a, b)", at + 1);
    let lines: Vec<String> = (0..1_000).map(chain).collect();
    let report = checked(&lines.join("\n"));
    assert!(!report.failed);
    assert_eq!(report.findings.iter().filter(|finding| *finding.rule == *"unknown-stream").count(), 1_000);
}

proptest! {
    #[test]
    fn no_rule_fails_on_any_script(script in script(), cut in any::<prop::sample::Index>()) {
        let at = script.floor_char_boundary(cut.index(script.len() + 1));
        for text in [script.as_str(), &script[..at]] {
            let report = checked(text);
            prop_assert!(!report.failed, "{text}");
            let sources = report.sources();
            for finding in &report.findings {
                let location = &finding.location;
                let text = sources[&*location.path].document.text();
                prop_assert!(text.get(location.span.clone()).is_some(), "{finding:?}");
            }
        }
    }

    #[test]
    fn every_sentence_of_the_grammar_parses(text in script()) {
        let parsed = parse(&text);
        prop_assert!(parsed.is_ok(), "{text}\n{parsed:?}");
        Streams::new(&text, &parsed.unwrap());
    }

    #[test]
    fn no_text_panics(text in "\\PC*", cut in any::<prop::sample::Index>(), script in script()) {
        let _ = parse(&text);
        // Half a sentence, and one with something in the middle.
        let at = script.floor_char_boundary(cut.index(script.len() + 1));
        for text in [&script[..at], &format!("{}{text}{}", &script[..at], &script[at..])] {
            if let Err(Failure::Syntax(error)) = parse(text) {
                prop_assert!(text.get(error.span.clone()).is_some(), "{error:?}");
                prop_assert!(error.opened.is_none_or(|span| text.get(span).is_some()));
            }
        }
    }
}

/// Real data flows beside the repository, when they are there: their `typeProperties` by file name.
fn samples() -> Option<Vec<(String, Document)>> {
    let folder = common::shared("domain/languages/dataflow-samples")?;
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|own| own == "json")).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, Document::parse(std::fs::read_to_string(path).unwrap()).unwrap())
    };
    Some(files.iter().map(read).collect())
}

#[test]
fn the_rules_find_in_real_data_flows_what_is_there() {
    let Some(samples) = samples() else { return };
    let folder = tempfile::tempdir().unwrap();
    for (name, document) in &samples {
        let part = |key: &str| document.root().get(key).unwrap().raw();
        let (stem, kind, properties) = (name.trim_end_matches(".json"), part("type"), part("typeProperties"));
        let text = format!(r#"{{"name": "{stem}", "properties": {{"type": {kind}, "typeProperties": {properties}}}}}"#);
        common::write(folder.path(), &[(&format!("dataflow/{name}"), text.as_bytes())]);
    }
    let findings = common::synlint(folder.path(), &["check", "--select", "dataflow", "-o", "json"]).findings();
    let mut found: Vec<(String, String)> = findings
        .iter()
        .map(|finding| {
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            (text(&finding["rule"]), text(&finding["artifact"]["name"]))
        })
        .collect();
    found.dedup();
    let own = |rule: &str, name: &str| (rule.to_owned(), name.to_owned());
    // One branch is never written, one flow is empty, and one lost its datasets when it became a template.
    let expected = [
        own("draft-dataflow", "05_DCSForAzure_SQL_Dataflow"),
        own("dead-stream", "09_Dataflow1"),
        own("draft-dataflow", "12_MDF_Order_Count"),
    ];
    assert_eq!(found, expected);
}

fn script_of(document: &Document) -> String {
    let properties = document.root().get("typeProperties").unwrap();
    let lines = properties
        .get("scriptLines")
        .map(|lines| lines.items().map(|line| line.as_str().unwrap().into_owned()).collect::<Vec<_>>().join("\n"));
    lines.unwrap_or_else(|| properties.get("script").unwrap().as_str().unwrap().into_owned())
}

#[test]
fn real_scripts_parse_and_their_streams_hold_together() {
    let Some(samples) = samples() else { return };
    assert_eq!(samples.len(), 34);
    let mut statements = 0;
    for (name, document) in &samples {
        let text = script_of(document);
        let script = parse(&text).unwrap_or_else(|failure| panic!("{name}: {failure:?}"));
        statements += script.statements.len();
        let streams = Streams::new(&text, &script);
        for (statement, sources) in script.statements.iter().zip(&streams.sources) {
            let kind = &text[statement.kind.clone()];
            assert!(Inputs::of(kind).allows(statement.inputs.len()), "{name}: {kind}");
            assert!(sources.iter().all(|source| matches!(source, Source::Statement(_))), "{name}: {kind} {sources:?}");
        }
        assert!(synlint::workspace::cycle::cycles(&streams.edges()).is_empty(), "{name}");
        assert!(script.pipeline_expressions.is_empty(), "{name}");
        for used in &script.uses {
            let declared = script.parameters.iter().any(|own| text[own.name.clone()] == text[used.clone()]);
            assert!(declared, "{name}: ${}", &text[used.clone()]);
        }
    }
    assert_eq!(statements, 457, "as the table of the samples counts them");
}
