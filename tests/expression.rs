//! The expression language: what parses, what is refused and at which character, what it answers to any text.
#![allow(clippy::unwrap_used)]

mod common;

use common::repository;
use proptest::prelude::*;
use synlint::language::expression::{Expr, FaultKind, Mode, Part, StepName, Template, View};

/// The tree as text that shows its structure.
fn tree(expr: Expr<'_>) -> String {
    match expr.view() {
        View::Text(text) => format!("{text:?}"),
        View::Integer(value) => value.to_string(),
        View::Float(value) => format!("{value:?}"),
        View::Boolean(value) => value.to_string(),
        View::Null => "null".to_owned(),
        View::Call(call) => format!("{}({})", call.name, call.arguments().map(tree).collect::<Vec<_>>().join(", ")),
        View::Step(step) => {
            let name = match step.name {
                StepName::Literal(name, _) => format!("{name:?}"),
                StepName::Computed(index) => tree(index),
            };
            format!("{}[{name}]", if step.safe { "?" } else { "" })
        }
    }
}

/// The parts of a string: text as it stands, expressions as trees with the steps behind them.
fn shown(text: &str) -> String {
    let template = Template::parse(text);
    assert!(template.faults().is_empty(), "{text}: {:?}", template.faults());
    let parts = template.parts().iter().map(|part| match part {
        Part::Text(span) => text[span.clone()].to_owned(),
        Part::Expression(_, root) => {
            let root = template.expr(root.unwrap());
            let base = root.base().map(|call| call.expr).unwrap_or(root);
            let steps = base.steps().map(|step| tree(step.expr));
            format!("<{}>", std::iter::once(tree(base)).chain(steps).collect::<String>())
        }
    });
    parts.collect()
}

#[test]
fn what_a_string_means() {
    for (text, meaning) in [
        ("", ""),
        ("@", "@"),
        ("plain a@b @ @@", "plain a@b @ @@"),
        ("@@ @{x}", "@ @{x}"),
        (" @concat('a')", " @concat('a')"),
        ("x@@{y}@{z()}", "x@{y}<z()>"),
        ("@{x()}}", "<x()>}"),
        ("@{concat('}')}", "<concat(\"}\")>"),
        ("@{x('''}')}", "<x(\"'}\")>"),
        ("@ true", "<true>"),
        ("@\n NULL ", "<null>"),
        ("@True(1)", "<True(1)>"),
        ("@'it''s'", "<\"it's\">"),
        ("@'a\\nb'", "<\"a\\\\nb\">"),
        ("@'@{x}'", "<\"@{x}\">"),
        ("@f(1, -2, +3, 007, 1., 1.5e-3, +.5)", "<f(1, -2, 3, 7, 1.0, 0.0015, 0.5)>"),
        ("@9223372036854775807", "<9223372036854775807>"),
        ("@a()?.b.c?['d e'][0][f().g]", "<a()?[\"b\"][\"c\"]?[\"d e\"][0][[\"g\"]]>"),
        ("@größe()._x.$y1", "<größe()[\"_x\"][\"$y1\"]>"),
        ("@a\u{A0}(\u{3000}1\t,\r\n2 )", "<a(1, 2)>"),
        ("@{a()} and @{b('x')}", "<a()> and <b(\"x\")>"),
    ] {
        assert_eq!(shown(text), meaning, "{text:?}");
    }
    let mode = |text: &str| Template::parse(text).mode();
    assert_eq!((mode("@a()"), mode("@{a()}"), mode("@@a()")), (Mode::Whole, Mode::Interpolated, Mode::Literal));
}

/// Text, what is underlined, and words of the sentence or the help.
#[rustfmt::skip]
const BROKEN: [(&str, &str, &str); 46] = [
    ("@pipeline().parameters.folder/file.csv", "/", "write it as @{…}"),
    ("@concat('a','b'", "", "expected `,` or `)`, found the end"),
    ("@concat('a','b'))", ")", "one `)` too many"),
    ("@concat(\"a\")", "\"", "straight single quotes"),
    ("@concat(‘a’)", "‘", "straight single quotes"),
    ("@concat('it's')", "s", "written twice"),
    ("@concat('a\\'b')", "b", "backslash escapes nothing"),
    ("@concat('a',)", ")", "expected an argument"),
    ("@concat(,'a')", ",", "expected an argument"),
    ("@concat('a' 'b')", "'b'", "a comma is missing"),
    ("@pipeline.parameters.x", "pipeline", "write pipeline()"),
    ("@pipeline()..parameters", ".", "expected a name"),
    ("@x().value.[0]", ".[", "leave out the point"),
    ("@x().0", "0", "selected by [0]"),
    ("@x().'a'", "'a'", "stands in brackets"),
    ("@x().first.my-col", "-col", "write ['my-col'] instead of .my-col"),
    ("@x().first.my-1", "-1", "write ['my-1']"),
    ("@x().first.my#col", "#", "['name']"),
    ("@activity(Load).output", "Load", "activity('Load')"),
    ("@x().y?", "?", "neither by `.` nor by `[`"),
    ("@x?('a')", "x", "expected `(`"),
    ("@1 + 2", "+", "write add(…)"),
    ("@equals(1,2) and true", "and", "write and(…, …)"),
    ("@not true", "not", "expected `(` behind `not`"),
    ("@(concat('a'))", "(", "brackets do not group"),
    ("@[1,2]", "[", "createArray(…)"),
    ("@'abc'.length", ".", "nothing can be selected from a literal"),
    ("@f(null?.x)", "?", "nothing can be selected from a literal"),
    ("@{}", "", "expected an expression, found the end"),
    ("@{ }", "", "expected an expression, found the end"),
    ("@ ", "", "expected an expression, found the end"),
    ("x@{concat('a')", "@{", "no closing `}`"),
    ("x@{concat('a)}", "@{", "a quote is missing"),
    ("@{@pipeline().parameters.x}", "@", "only before the whole expression"),
    ("@concat('a') @concat('b')", "@", "only before the whole expression"),
    ("@concat('a', // c\n'b')", "/", "no comments"),
    ("@f(1 == 2)", "=", "write equals(…, …)"),
    ("@0x10", "x", "numbers are decimal"),
    ("@.5", ".", "0.5"),
    ("@12345678901234567890", "12345678901234567890", "no number the service can hold"),
    ("@1e", "1e", "no number"),
    ("@concat('a',\u{200B}'b')", "\u{200B}", "delete it"),
    ("@concat(' a", "'", "no closing `'`"),
    ("@f({})", "{", "json('{…}')"),
    ("@f()()", "(", "expected the end"),
    ("@x()[0, 1]", ",", "expected `]`"),
];

#[test]
fn what_is_refused_and_where() {
    for (text, underlined, says) in BROKEN {
        let template = Template::parse(text);
        let [fault] = template.faults() else { panic!("{text}: {:?}", template.faults()) };
        let said = format!("{} ({})", fault.message, fault.help.as_deref().unwrap_or_default());
        assert_eq!(&text[fault.span.clone()], underlined, "{text}: {said}");
        assert!(said.contains(says), "{text}: {said}\nshould say {says}");
        assert_eq!(fault.kind, FaultKind::Syntax);
    }
    let two = Template::parse("@{a(} and @{b(1 2)} and @{c()}");
    assert_eq!(two.faults().len(), 2, "each expression for itself: {:?}", two.faults());
    assert_eq!(two.calls().map(|call| call.name).collect::<Vec<_>>(), ["c"]);
}

#[test]
fn the_limit_counts_utf_16_units_of_one_expression() {
    let of_length = |length: usize| format!("'{}'", "ä".repeat(length - 2));
    for (text, faults) in [
        (format!("@{}", of_length(8192)), 0),
        (format!("@{}", of_length(8193)), 1),
        (format!("x@{{{}}}@{{{}}}", of_length(8192), of_length(8192)), 0),
        (format!("@'{}'", "😀".repeat(4096)), 1),
        (format!("@'{}'", "😀".repeat(4095)), 0),
        ("x".repeat(9000), 0),
    ] {
        let template = Template::parse(text);
        assert_eq!(template.faults().len(), faults);
        assert!(template.faults().iter().all(|fault| fault.kind == FaultKind::TooLong));
    }
}

#[test]
fn depth_and_length_cost_no_stack() {
    let million = 1 << 20;
    let open = Template::parse("@".to_owned() + &"(".repeat(million));
    assert_eq!(open.faults().len(), 2, "too long, and no expression");
    let calls = Template::parse("@".to_owned() + &"f(".repeat(million));
    assert_eq!(calls.faults().last().unwrap().span, 1 + 2 * million..1 + 2 * million);
    let deep = "@".to_owned() + &"f(".repeat(million / 4) + "1" + &")".repeat(million / 4);
    assert_eq!(Template::parse(deep).calls().count(), million / 4);
    let steps = Template::parse("@f()".to_owned() + &"[f()".repeat(million / 8) + &"]".repeat(million / 8));
    assert_eq!(steps.calls().count(), 1 + million / 8);
    let signs = Template::parse("@{a}".repeat(million / 4));
    assert_eq!(signs.faults().len(), million / 4);
}

/// Lines of the expressions beside the repository, when they are there.
fn beside(name: &str) -> Option<Vec<serde_json::Value>> {
    let path = repository("../shared/domain/languages").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "skipped: no {}", path.display());
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn real_expressions_parse() {
    let Some(lines) = beside("expr_valid.jsonl") else { return };
    assert_eq!(lines.len(), 160);
    for line in lines {
        let text = line["expr"].as_str().unwrap();
        let template = Template::parse(text);
        assert!(template.faults().is_empty(), "{text}\n{:?}", template.faults());
        let mode = match template.mode() {
            Mode::Whole => "expression",
            Mode::Interpolated => "interpolation",
            Mode::Literal => "escaped-literal",
        };
        assert_eq!(mode, line["mode"], "{text}");
    }
}

#[test]
fn broken_expressions_are_refused_where_the_engine_refuses_them() {
    let Some(lines) = beside("expr_invalid.jsonl") else { return };
    assert_eq!(lines.len(), 65);
    for line in lines {
        let (text, class) = (line["expr"].as_str().unwrap(), line["class"].as_str().unwrap());
        let template = Template::parse(text);
        if class != "syntax" && class != "limit" {
            assert!(template.faults().is_empty(), "{text} parses; other rules speak of it");
            continue;
        }
        let fault = template.faults().first().unwrap_or_else(|| panic!("{text} is refused"));
        let gist = line["engine_message_gist"].as_str().unwrap_or_default();
        let Some(place) = gist.split("at position '").nth(1) else { continue };
        // The engine counts from the beginning of the expression, and names the first character it cannot read.
        let body = if text.starts_with("@{") { 2 } else { 1 };
        let characters: usize = body + place.split('\'').next().unwrap().parse::<usize>().unwrap();
        let place = text.char_indices().nth(characters).unwrap().0;
        let span = &fault.span;
        assert!(span.start <= place && place <= span.end, "{text}: {span:?} and not {place}; {}", fault.message);
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*") {
        read(&text);
    }

    #[test]
    fn any_soup_is_read(tokens in prop::collection::vec(prop::sample::select(TOKENS.to_vec()), 0..40)) {
        read(&("@".to_owned() + &tokens.concat()));
    }
}

const TOKENS: [&str; 30] = [
    "(", ")", ",", ".", "[", "]", "?", "'", "''", "'a'", "a", "f(", "f()", "1", "-", "+", "1.5", "e", " ", "\n", "@",
    "@{", "}", "{", "true", "null", "é", "\u{200B}", "\"", "/",
];

/// Every span lies inside the text and on its characters, and the parts make up the whole.
fn read(text: &str) {
    let template = Template::parse(text);
    for fault in template.faults() {
        assert!(text.get(fault.span.clone()).is_some(), "{text:?}: {fault:?}");
        assert!(fault.opened.iter().all(|span| text.get(span.clone()).is_some()), "{text:?}: {fault:?}");
    }
    for node in template.nodes() {
        assert!(!node.source().is_empty());
        tree(node);
    }
    let broken = template.parts().iter().filter(|part| matches!(part, Part::Expression(_, None))).count();
    let syntax = template.faults().iter().filter(|fault| fault.kind == FaultKind::Syntax).count();
    assert_eq!(broken, syntax, "{text:?}: each broken expression has one fault");
}

/// Sentences of the grammar, made at random, and the ways to break one.
struct Generator(u64);

impl Generator {
    fn below(&mut self, limit: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn space(&mut self) -> &'static str {
        self.pick(&["", "", "", "", " ", "\n", "\u{A0}"])
    }

    fn expression(&mut self, depth: usize, tokens: &mut Vec<String>) {
        if depth == 0 || self.below(3) == 0 {
            let literal = self
                .pick(&["'a'", "''", "'it''s'", "'}'", "1", "-7", "+0", "1.5", "2.", "1e3", "true", "FALSE", "null"]);
            tokens.push(literal.to_owned());
            return;
        }
        tokens.push(self.pick(&["concat", "f", "true", "_x", "$y", "größe", "item2"]).to_owned());
        tokens.push("(".to_owned());
        for at in 0..self.below(4) {
            if at > 0 {
                tokens.push(",".to_owned());
            }
            self.expression(depth - 1, tokens);
        }
        tokens.push(")".to_owned());
        for _ in 0..self.below(3) {
            if self.below(4) == 0 {
                tokens.push("?".to_owned());
            }
            if self.below(2) == 0 {
                tokens.push(".".to_owned());
                tokens.push(self.pick(&["a", "value", "_", "$1", "é"]).to_owned());
            } else {
                tokens.push("[".to_owned());
                self.expression(depth - 1, tokens);
                tokens.push("]".to_owned());
            }
        }
    }

    fn sentence(&mut self) -> Vec<String> {
        let depth = 1 + self.below(4);
        let mut tokens = Vec::new();
        self.expression(depth, &mut tokens);
        tokens
    }

    /// Breaks a sentence in a way that no sentence survives; gives the number of the token by which the fault shows.
    fn breakage(&mut self, tokens: &mut Vec<String>) -> usize {
        let at = self.below(tokens.len() + 1);
        match self.below(4) {
            0 => {
                tokens.insert(at, self.pick(&["\"", "@", "/", "{", "=", "\u{200B}", "#"]).to_owned());
                at
            }
            // Two literals never stand side by side.
            1 => {
                tokens.insert(at, "'x'".to_owned());
                tokens.insert(at, "'x'".to_owned());
                at + 1
            }
            2 => {
                let closes: Vec<usize> = (0..tokens.len()).filter(|at| tokens[*at] == ")").collect();
                match closes.is_empty() {
                    true => tokens.push(")".to_owned()),
                    false => drop(tokens.remove(closes[self.below(closes.len())])),
                }
                tokens.len()
            }
            _ => {
                tokens.truncate(tokens.len().saturating_sub(1));
                tokens.push("?".to_owned());
                tokens.len()
            }
        }
    }

    /// The tokens with space between them, and where each begins.
    fn written(&mut self, tokens: &[String]) -> (String, Vec<usize>) {
        let (mut text, mut starts) = ("@".to_owned(), Vec::new());
        for token in tokens {
            text.push_str(self.space());
            // Two words, or a word and a number, would run into each other.
            if text.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.') || text.ends_with('\'') {
                text.push(' ');
            }
            starts.push(text.len());
            text.push_str(token);
        }
        starts.push(text.len());
        (text, starts)
    }
}

#[test]
fn the_parser_agrees_with_the_grammar() {
    let cases = std::env::var("SYNLINT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20_000);
    let mut generator = Generator(42);
    for _ in 0..cases {
        let mut tokens = generator.sentence();
        let (text, _) = generator.written(&tokens);
        if text.starts_with("@{") {
            continue;
        }
        let template = Template::parse(text.as_str());
        assert!(template.faults().is_empty(), "{text:?} is a sentence: {:?}", template.faults());
        // Without what may stand between tokens, the spans of the tree say the sentence again.
        let root = template.whole().unwrap();
        assert_eq!(root.source(), text[1..].trim(), "{text:?}");
        let place = generator.breakage(&mut tokens);
        let (text, starts) = generator.written(&tokens);
        if text.starts_with("@{") || text.starts_with("@@") {
            continue;
        }
        let template = Template::parse(text.as_str());
        let [fault] = template.faults() else { panic!("{text:?} is broken: {:?}", template.faults()) };
        assert!(fault.span.start <= starts[place], "{text:?}: the fault shows before {}: {fault:?}", starts[place]);
    }
}
