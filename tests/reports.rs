//! What the formats print in hard cases: long lines, odd characters, hostile names, many findings.
#![allow(clippy::unwrap_used)]

mod common;

use common::{synlint, write};
use synlint::finding::Level;
use synlint::lint::{self, Options, Report};
use synlint::report::{Format, Style, View, summary};
use synlint::rule::{Logic, Page, Rule, RuleLevel, Sink};
use synlint::rules::Registry;
use synlint::workspace::Artifact;
use synlint::workspace::files::Memory;

const PLAIN: Style = Style { color: false, unicode: true, width: 80, links: None, verbose: false };

fn registry(level: &str, check: synlint::rule::Check) -> Registry {
    let front = format!("+++\nsummary = \"x\"\nlevel = \"{level}\"\nconfidence = \"high\"\n+++\n");
    Registry::of(vec![Rule { page: Page::parse("test", "a-rule", &front).unwrap(), logic: Logic::Native(check) }])
}

fn report(files: &[(&str, String)], level: &str, check: synlint::rule::Check) -> Report {
    let registry = registry(level, check);
    let levels =
        registry.iter().map(|rule| (rule.name().to_owned(), RuleLevel { level: rule.page.level, set_by_user: false }));
    let options = Options { levels: levels.collect(), ..Options::default() };
    let files: Memory = files.iter().map(|(path, text)| ((*path).to_owned(), text.clone().into_bytes())).collect();
    lint::check(&files, "", &options, &registry)
}

/// Reports every `mark` in the values of `properties`.
fn marks(_: &synlint::rule::Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for node in artifact.document.nodes() {
        if let Some(at) = node.as_str().and_then(|text| text.find("mark")) {
            sink.report(node, "a mark stands here").within(node, at..at + 4).label("this");
        }
    }
}

fn shown(text: &str, style: &Style) -> String {
    let report = report(&[("pipeline/p.json", text.to_owned())], "error", marks);
    Format::Human.render(&View::new(&report), style)
}

#[test]
fn odd_characters_stay_aligned() {
    let text = "{\r\n\t\"name\": \"p\",\r\n\t\"a\": \"émoji 😀 mark\"\r\n}";
    insta::assert_snapshot!(shown(text, &PLAIN), @r#"
    error[a-rule]: a mark stands here
       ╭─[pipeline/p.json:3:16]
     3 │   "a": "émoji 😀 mark"
       ·                  ──┬─
       ·                    ╰── this
       ╰────
    "#);
}

#[test]
fn long_lines_are_cut_around_the_label_and_keep_their_column() {
    for at in [70_000, 149_990] {
        let text = format!("{{\"name\":\"p\",\"a\":\"{}mark{}\"}}", "x".repeat(at), "y".repeat(150_000 - at));
        let shown = shown(&text, &PLAIN);
        assert!(shown.contains(&format!("[pipeline/p.json:1:{}]", at + 18)), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
        assert!(shown.contains("mark") && shown.contains('…') && shown.lines().count() < 9, "{shown}");
    }
}

#[test]
fn a_label_longer_than_the_line_is_wide() {
    let text = format!("{{\"name\":\"mark{}\"}}", "x".repeat(200_000));
    let check: synlint::rule::Check = |_, artifact, sink| {
        sink.report(artifact.anchor(), "all of it").label("long");
    };
    let report = report(&[("pipeline/p.json", text)], "error", check);
    let shown = Format::Human.render(&View::new(&report), &PLAIN);
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
}

#[test]
fn the_end_of_the_file_and_beyond() {
    for span in [2..2, 14..14, 900..901, 11..900] {
        let text = "{\n\"name\":\"é\"}".to_owned();
        let report = report(&[("pipeline/p.json", text)], "error", |_, artifact, sink| {
            sink.report(artifact.root(), "x");
        });
        let mut report = report;
        report.findings[0].location.span = span.clone();
        let shown = Format::Human.render(&View::new(&report), &PLAIN);
        assert!(shown.contains("pipeline/p.json:2:"), "{span:?}: {shown}");
    }
}

#[test]
fn sixty_findings_are_fifty_frames_and_ten_lines() {
    let files: Vec<(String, String)> =
        (0..60).map(|at| (format!("pipeline/p{at:02}.json"), "{\"name\":\"p\",\"a\":\"mark\"}".to_owned())).collect();
    let files: Vec<(&str, String)> = files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    let report = report(&files, "warning", marks);
    let shown = Format::Human.render(&View::new(&report), &PLAIN);
    assert_eq!(shown.matches("╭─[").count(), 50);
    assert!(shown.ends_with(
        "pipeline/p58.json:1:18: warning[a-rule] a mark stands here\n\
         pipeline/p59.json:1:18: warning[a-rule] a mark stands here\n\n10 findings more than are shown in full\n"
    ));
    assert_eq!(summary(&View::new(&report)), "0 errors, 60 warnings, 0 notes · 60 artifacts in 1 workspace, 1 rule");
}

#[test]
fn notes_are_counted_unless_asked_for() {
    let report =
        report(&[("pipeline/p.json", "{\"name\":\"p\",\"a\":\"mark\",\"b\":\"mark\"}".to_owned())], "note", marks);
    let view = View::new(&report);
    assert_eq!(Format::Human.render(&view, &PLAIN), "note[a-rule]: 2 findings, shown with -v\n");
    assert_eq!(Format::Human.render(&view, &Style { verbose: true, ..PLAIN }).matches("╭─[").count(), 2);
    assert_eq!(view.count(Level::Note), 2);
}

#[test]
fn no_artifact_gives_orders_to_a_terminal_or_a_build_agent() {
    let folder = tempfile::tempdir().unwrap();
    let name = r"x\n::error::gone ##vso[task.setvariable variable=a]b ##[error] \u001b[31m \u202e %0A";
    let text = format!(
        "{{\"name\":\"{name}\",\"properties\":{{\"type\":\"Sftp\",\"typeProperties\":{{\"skipHostKeyValidation\":true}}}}}}"
    );
    write(folder.path(), &[("linkedService/::warning::x ##[x].json", text.as_bytes())]);
    for format in Format::ALL {
        let name = format.name();
        let shown = synlint(folder.path(), &["check", "-v", "-o", name]).stdout;
        let ours = |line: &str| match format {
            Format::Azure => line.starts_with("##vso[task.logissue type=error;"),
            Format::Github => line.starts_with("::error file="),
            _ => false,
        };
        for line in shown.lines() {
            // What follows our own command must not hold another.
            let rest = if ours(line) { &line[2..] } else { line };
            assert!(!rest.contains("##vso[") && !rest.contains("##["), "{name}: {shown}");
            assert!(!rest.trim_start().starts_with("::"), "{name}: {shown}");
        }
        let commands = shown.lines().filter(|line| ours(line)).count();
        assert_eq!(commands > 0, matches!(format, Format::Azure | Format::Github), "{name}: {shown}");
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{name}: {shown}");
    }
    let report = synlint(folder.path(), &["check", "-o", "json"]).json();
    let back = report["findings"][0]["artifact"]["name"].as_str().unwrap();
    assert!(back.contains("##vso[task.setvariable") && back.contains('\u{1b}'), "JSON says the true name: {back:?}");
}

#[test]
fn formats_tell_the_same_places() {
    let folder = common::repository("fixtures/workspaces/contoso");
    let report = synlint(&folder, &["check", "-o", "json"]).json();
    let tuples: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| {
            let text = |key: &str| f[key].as_str().unwrap().to_owned();
            format!(
                "{}:{}:{}: {}[{}] {}",
                text("path"),
                f["line"],
                f["column"],
                text("level"),
                text("rule"),
                text("message")
            )
        })
        .collect();
    let concise = synlint(&folder, &["check", "-o", "concise"]).stdout;
    assert_eq!(concise.lines().collect::<Vec<_>>(), tuples);
    let human = synlint(&folder, &["check", "-v"]).stdout;
    for finding in report["findings"].as_array().unwrap() {
        let place = format!("[{}:{}:{}]", finding["path"].as_str().unwrap(), finding["line"], finding["column"]);
        assert!(human.contains(&place), "{place} in\n{human}");
    }
}

#[test]
fn widths() {
    let folder = common::repository("fixtures/workspaces/func-otel");
    let human = synlint(&folder, &["check"]).stdout;
    // Paths in headers are never broken.
    let wide: Vec<&str> = human.lines().filter(|line| line.chars().count() > 80 && !line.contains("╭─[")).collect();
    assert_eq!(wide, [""; 0]);
}

#[test]
fn where_something_is_missing_nothing_is_added() {
    let check: synlint::rule::Check = |_, artifact, sink| {
        sink.report(artifact.root(), "x").at(26..26).label("here");
    };
    let report = report(&[("pipeline/p.json", "{\"name\": \"p\", \"query\": [\"\"]}".to_owned())], "error", check);
    let shown = Format::Human.render(&View::new(&report), &PLAIN);
    assert!(shown.contains("1 │ {\"name\": \"p\", \"query\": [\"\"]}\n"), "{shown}");
}

#[test]
fn what_is_cut_is_marked_once() {
    let text = format!("{{\"name\":\"{}\",\"a\":1}}", "x".repeat(20_000));
    let check: synlint::rule::Check = |_, artifact, sink| {
        sink.report(artifact.anchor(), "all of it").label("long");
    };
    let report = report(&[("pipeline/p.json", text)], "error", check);
    let shown = Format::Human.render(&View::new(&report), &PLAIN);
    assert!(shown.contains('…') && !shown.contains("……"), "{shown}");
}

#[test]
fn endless_names_are_cut_where_people_read_them() {
    let name = "n".repeat(150_000);
    let check: synlint::rule::Check = |_, artifact, sink| {
        let message = format!("{} is called by dataset \"d\"", artifact.described());
        sink.report(artifact.root(), message).at(0..1).label(artifact.described()).help(artifact.described());
    };
    let report = report(&[("pipeline/p.json", format!("{{\"name\":\"{name}\"}}"))], "error", check);
    for format in [Format::Human, Format::Concise, Format::Github, Format::Azure] {
        let shown = format.render(&View::new(&report), &PLAIN);
        let whole = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(whole.contains("nnn…\" is called by dataset \"d\""), "{format:?}: {} characters", shown.len());
        assert!(shown.len() < 3_000, "{format:?}: {} characters", shown.len());
    }
    let json = Format::Json.render(&View::new(&report), &PLAIN);
    assert!(json.contains(&format!("pipeline \\\"{name}\\\" is called")), "whole");
}
