//! The team's own rules: pages that the configuration names, from the page to the report, and what a wrong page says.
#![allow(clippy::unwrap_used)]

mod common;

use common::{copy_of, repository, synlint, write};
use std::path::Path;
use synlint::rule::Page;
use synlint::rules::Registry;

/// A sound page whose front matter ends with `more`.
fn page(more: &str) -> String {
    format!(
        "+++\nsummary = \"a pipeline without a description\"\nlevel = \"warning\"\nkinds = [\"pipeline\"]\n{more}\n+++\n\nWhy not.\n"
    )
}

const SOUND: &str = "query = \"$.name\"\nmessage = \"{artifact} is there\"";

/// A workspace of one pipeline, with pages in `lint`.
fn workspace(pages: &[(&str, &str)], configuration: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pipeline = br#"{ "name": "pl_load", "properties": { "activities": [] } }"#;
    write(folder.path(), &[("pipeline/pl_load.json", pipeline), ("synlint.toml", configuration.as_bytes())]);
    for (path, text) in pages {
        write(folder.path(), &[(path, text.as_bytes())]);
    }
    folder
}

const LISTED: &str = "[lint]\npolicies = [\"lint/*.md\"]\n";

/// What a run says of one wrong page: `place: message (help)`.
fn fault(text: &str) -> String {
    let folder = workspace(&[("lint/own-rule.md", text)], LISTED);
    let run = synlint(folder.path(), &["check"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    let line = |start: &str| {
        let found = run.stderr.lines().map(str::trim).find_map(|line| line.strip_prefix(start));
        found.unwrap_or_default().to_owned()
    };
    assert_eq!(run.stderr.matches("error: ").count(), 1, "one fault\n{}", run.stderr);
    let place = line("╭─[").replace("lint/own-rule.md:", "").replace(']', "");
    let (message, help) = (line("error: "), line("help: "));
    format!("{place}: {message}{}", if help.is_empty() { String::new() } else { format!(" ({help})") })
}

#[test]
fn a_page_is_a_rule() {
    let folder = workspace(&[("lint/own-rule.md", &page(&format!("{SOUND}\nhelp = \"mend it\"")))], LISTED);
    let run = synlint(folder.path(), &["check", "-o", "json"]);
    let findings = run.findings();
    assert_eq!(findings.len(), 1, "{}", run.stdout);
    let of = |key: &str| findings[0][key].as_str().unwrap().to_owned();
    assert_eq!(
        [of("rule"), of("group"), of("level"), of("message"), of("help")],
        ["own-rule", "team", "warning", "pipeline \"pl_load\" is there", "mend it"]
    );
    assert_eq!(run.code, 0);
    let concise = synlint(folder.path(), &["check", "-o", "concise"]).stdout;
    assert_eq!(concise, "pipeline/pl_load.json:1:11: warning[own-rule] pipeline \"pl_load\" is there\n");
}

#[test]
fn it_is_selected_and_levelled_as_any_other() {
    let text = page(&format!("{SOUND}\ngroup = \"house\""));
    let found = |configuration: &str, arguments: &[&str]| {
        let folder = workspace(&[("lint/own-rule.md", &text)], &format!("{LISTED}{configuration}"));
        let run = synlint(folder.path(), &[&["check", "-o", "json"], arguments].concat());
        let levels: Vec<String> =
            run.findings().iter().map(|finding| finding["level"].as_str().unwrap().to_owned()).collect();
        levels.join(",")
    };
    assert_eq!(found("", &[]), "warning");
    assert_eq!(found("", &["--select", "house"]), "warning");
    assert_eq!(found("", &["--select", "own-rule", "--level", "own-rule=note"]), "note");
    assert_eq!(found("[rules]\nown-rule = \"error\"\n", &[]), "error");
    assert_eq!(found("[rules]\nown-rule = { level = \"error\" }\n", &[]), "error");
    assert_eq!(found("ignore = [\"house\"]\n", &[]), "");
    assert_eq!(found("select = [\"tls\"]\n", &[]), "");
    assert_eq!(found("select = [\"own-rule\"]\n", &[]), "warning");
    let quiet = text.replace("group", "off = true\ngroup");
    let folder = workspace(&[("lint/own-rule.md", &quiet)], LISTED);
    assert_eq!(synlint(folder.path(), &["check", "-o", "concise"]).stdout, "");
    assert!(synlint(folder.path(), &["check", "-o", "concise", "--select", "house"]).stdout.contains("[own-rule]"));
}

#[test]
fn it_is_listed_and_explained() {
    let folder = workspace(&[("lint/own-rule.md", &page(&format!("{SOUND}\ngroup = \"house\"")))], LISTED);
    let listed = synlint(folder.path(), &["rules"]).stdout;
    let line = listed.lines().skip_while(|line| *line != "house").nth(1).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words[..2], ["own-rule", "warning"], "{line}");
    // The configuration is looked for from the current folder up to the Git root.
    write(folder.path(), &[(".git/HEAD", b"ref: refs/heads/main\n")]);
    let below = folder.path().join("pipeline");
    let explained = synlint(&below, &["explain", "own-rule"]);
    assert!(explained.stdout.contains("a pipeline without a description"), "{}", explained.stderr);
    assert!(explained.stdout.contains("Why not."), "{}", explained.stdout);
    let misspelt = synlint(&below, &["explain", "own-rul"]);
    assert!(misspelt.code == 2 && misspelt.stderr.contains("did you mean \"own-rule\"?"), "{}", misspelt.stderr);
    let shipped = synlint(&below, &["explain", "plain-http"]);
    assert_eq!(shipped.code, 0, "{}", shipped.stderr);
}

#[test]
fn a_wrong_page_says_where_and_what() {
    let where_ = |condition: &str| page(&format!("{SOUND}\nwhere = [{{ {condition} }}]"));
    let cases = [
        ("just prose\n".to_owned(), "1:1: a page begins with front matter between two lines of `+++`"),
        (page("query = \"$.name\""), "1:1: \"message\" is missing"),
        (page("message = \"x\""), "1:1: \"query\" is missing"),
        (page(""), "1:1: \"query\" and \"message\" are missing"),
        (page(SOUND).replace("level = \"warning\"\n", ""), "1:1: \"level\" is missing"),
        (page(&format!("{SOUND}\nhlep = \"x\"")), "7:1: unknown key \"hlep\" (did you mean \"help\"?)"),
        (
            page(SOUND).replace("\"warning\"", "\"fatal\""),
            "3:9: \"level\" cannot be \"fatal\" (it is one of \"note\", \"warning\", \"error\")",
        ),
        (
            page(SOUND).replace("[\"pipeline\"]", "[\"pipelin\"]"),
            "4:10: \"pipelin\" is no kind of artifact (did you mean \"pipeline\"?)",
        ),
        (page("query = \"$[?count(@..*)]\"\nmessage = \"x\""), "5:10: count() gives a number: compare it with one"),
        (
            page("query = [\"$.a\", \"$[?count(@..*)]\"]\nmessage = \"x\""),
            "5:18: count() gives a number: compare it with one",
        ),
        (
            page("query = \"$.name\"\nmessage = \"what is {vlaue}\""),
            "6:20: there is no placeholder {vlaue} (did you mean {value}?)",
        ),
        (
            page("query = \"$.name\"\nmessage = \"an open { here\""),
            "6:20: `{` is not closed (a placeholder is written {value})",
        ),
        (where_("mtches = \"a\""), "7:12: unknown key \"mtches\" in [[where]] (did you mean \"matches\"?)"),
        (where_("matches = \"(a\""), "7:22: \"(a\" is no regular expression: unclosed group"),
        (where_("path = \"$.x\""), "7:10: the condition says nothing: add `matches`, `one-of`, `absent`, …"),
        (where_("equals = 1, matches = \"a\""), "7:10: a condition says one thing: make two of it"),
        (
            where_("path = \"$.x\", absent = \"$.y\""),
            "7:10: `absent` and `present` name the path themselves: leave out `path`",
        ),
        (where_("absent = \"name\""), "7:21: \"name\" begins with neither `$` (the artifact) nor `@` (the value)"),
        (where_("resolves = \"yes\""), "7:23: \"resolves\" cannot be \"yes\" (it is a boolean)"),
        (where_("more-than = 0.5"), "7:24: \"more-than\" cannot be a float (it is an integer or a string)"),
        (where_("more-than = \"soon\""), "7:24: \"soon\" is no time span like 0.12:00:00"),
        (
            page(&format!("{SOUND}\nname = \"plain-http\"")),
            "7:8: \"plain-http\" is a rule of synlint itself (choose another name)",
        ),
        (
            page(&format!("{SOUND}\ngroup = \"tls\"")),
            "7:9: \"tls\" is a group of synlint's own rules (choose another name)",
        ),
        (page(&format!("{SOUND}\nname = \"all\"")), "7:8: \"all\" is a word that selects rules (choose another name)"),
        (
            page(&format!("{SOUND}\nname = \"Own Rule\"")),
            "7:8: \"Own Rule\" is no name of a rule (write it in small letters, digits and hyphens, as copy-without-log)",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(fault(&text), expected, "{text}");
    }
    let toml = fault(&page(&format!("{SOUND}\nhelp = mend it")));
    assert!(toml.starts_with("7:8: "), "{toml}");
}

#[test]
fn two_pages_cannot_share_a_name() {
    let text = page(&format!("{SOUND}\nname = \"own-rule\""));
    let folder = workspace(&[("lint/a.md", &text), ("lint/b.md", &text)], LISTED);
    let run = synlint(folder.path(), &["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there are two rules called \"own-rule\""), "{}", run.stderr);
    assert!(run.stderr.contains("lint/b.md:7:8") && run.stderr.contains("the other is lint/a.md"), "{}", run.stderr);
}

#[test]
fn a_pattern_that_matches_nothing_is_a_warning_at_its_place() {
    let folder = workspace(&[], LISTED);
    let run = synlint(folder.path(), &["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning: \"lint/*.md\" matches no page"), "{}", run.stderr);
    assert!(run.stderr.contains("synlint.toml:2:13"), "{}", run.stderr);
    let wrong = workspace(&[], "[lint]\npolicies = [\"lint/[\"]\n");
    let run = synlint(wrong.path(), &["check"]);
    assert!(run.code == 2 && run.stderr.contains("\"lint/[\" is no path and no glob"), "{}", run.stderr);
}

#[test]
fn patterns_are_relative_to_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let text = page(SOUND);
    write(
        folder.path(),
        &[
            (".git/HEAD", b"ref: refs/heads/main\n"),
            ("platform/.lint/deep/own-rule.md", text.as_bytes()),
            (
                "data/synlint.toml",
                b"[lint]\npolicies = [\"../platform/.lint/**/*.md\", \"../platform/.lint/deep/own-rule.md\"]\n",
            ),
            ("data/pipeline/pl_load.json", br#"{ "name": "pl_load", "properties": { "activities": [] } }"#),
        ],
    );
    let run = synlint(&folder.path().join("data"), &["check", "-o", "concise"]);
    assert_eq!(
        run.stdout, "data/pipeline/pl_load.json:1:11: warning[own-rule] pipeline \"pl_load\" is there\n",
        "{}",
        run.stderr
    );
}

/// The pages in the documents, and those that a bank's platform team would write.
fn pages(folder: &str) -> Vec<String> {
    let mut found: Vec<String> = std::fs::read_dir(repository(folder))
        .unwrap()
        .map(|entry| format!("{folder}/{}", entry.unwrap().file_name().into_string().unwrap()))
        .collect();
    found.sort();
    found
}

#[test]
fn every_example_on_every_page_holds() {
    let pages = [pages("docs/policies"), pages("fixtures/policies")].concat();
    assert!(pages.len() >= 14, "{pages:?}");
    let arguments: Vec<&str> = ["rules", "test"].into_iter().chain(pages.iter().map(String::as_str)).collect();
    let run = synlint(&repository(""), &arguments);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with("ok ")).count(), pages.len(), "{}", run.stdout);
}

#[test]
fn the_page_in_the_document_is_sound_and_every_link_leads_to_one() {
    let document = std::fs::read_to_string(repository("docs/policies.md")).unwrap();
    let text = document.split("````markdown\n").nth(1).unwrap().split("````").next().unwrap();
    let folder = workspace(
        &[("lint/long-copy.md", text)],
        document.split("```toml\n").nth(1).unwrap().split("```").next().unwrap(),
    );
    let run = synlint(folder.path(), &["rules", "test"]);
    assert_eq!(run.stdout, "ok    lint/long-copy.md  long-copy: 1 bad, 1 good\n", "{}", run.stderr);
    let condition = document.split("```toml\n").nth(2).unwrap().split("```").next().unwrap();
    let text = page(&format!("{SOUND}\n{condition}"));
    assert!(Page::parse("team", "own-rule", &text).is_ok(), "{text}");
    for link in document.split("](policies/").skip(1) {
        let name = link.split(')').next().unwrap();
        assert!(repository("docs/policies").join(name).exists(), "{name}");
    }
}

#[test]
fn pages_of_the_documents_work_together_on_a_workspace() {
    let folder = copy_of("fixtures/workspaces/contoso");
    for (at, source) in ["docs/policies", "fixtures/policies"].into_iter().flat_map(pages).enumerate() {
        let text = std::fs::read(repository(&source)).unwrap();
        let name = Path::new(&source).file_name().unwrap().to_str().unwrap();
        assert!(at < 100 && !folder.path().join("lint").join(name).exists(), "{name} is there twice");
        write(folder.path(), &[(&format!("lint/{name}"), &text)]);
    }
    let configuration = folder.path().join("own.toml");
    std::fs::write(&configuration, LISTED).unwrap();
    let arguments = ["check", ".", "--config", "own.toml", "--select", "team,spark-platform", "-o", "concise", "-v"];
    let run = synlint(folder.path(), &arguments);
    assert!(run.stdout.contains("[pipeline-without-owner]"), "{}{}", run.stdout, run.stderr);
    let of_page = |line: &str| folder.path().join("lint").join(format!("{}.md", rule(line))).exists();
    assert!(run.stdout.lines().all(|line| of_page(line) || rule(line) == "foreign-notebook-pool"), "{}", run.stdout);
}

fn rule(line: &str) -> &str {
    line.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(rule, _)| rule)
}

#[test]
fn examples_that_say_otherwise_fail_with_their_place() {
    let front = page("query = \"$.properties.activities[?@.type == 'Wait'].name\"\nmessage = \"waits: {value}\"");
    let artifact = |kind: &str| {
        format!(
            "{{ \"name\": \"pl_x\", \"properties\": {{ \"activities\": [{{ \"name\": \"a\", \"type\": \"{kind}\" }}] }} }}"
        )
    };
    let test = |blocks: &[(&str, &str)]| {
        let blocks: String = blocks.iter().map(|(info, body)| format!("\n```{info}\n{body}\n```\n")).collect();
        let folder = workspace(&[("lint/own-rule.md", &format!("{front}{blocks}"))], LISTED);
        let run = synlint(folder.path(), &["rules", "test"]);
        (run.code, run.stdout + &run.stderr)
    };
    let (wait, copy) = (artifact("Wait"), artifact("Copy"));
    let (code, shown) = test(&[("json bad", &wait), ("json good", &copy)]);
    assert_eq!((code, shown.as_str()), (0, "ok    lint/own-rule.md  own-rule: 1 bad, 1 good\n"));

    let (code, shown) = test(&[("json bad", &copy), ("json good pipeline/pl_x.json", &wait)]);
    assert_eq!(code, 1);
    assert!(shown.starts_with("FAIL  lint/own-rule.md  own-rule: 1 bad, 1 good\n"), "{shown}");
    assert!(shown.contains("error: the bad example is not reported\n    ╭─[lint/own-rule.md:11:1]"), "{shown}");
    // The place of what is reported, by the lines of the page.
    assert!(shown.contains("error: the good example is reported: waits: a\n    ╭─[lint/own-rule.md:16:60]"), "{shown}");

    let wrong = |blocks: &[(&str, &str)], expected: &str| {
        let (code, shown) = test(blocks);
        assert_eq!(code, 1, "{shown}");
        assert!(shown.contains(expected), "{shown}");
    };
    wrong(&[("json bad", &wait)], "there is no good example");
    wrong(&[("json", &wait)], "there is no bad example");
    wrong(&[("json bda", &wait)], "a block of JSON is not called \"bda\"");
    wrong(&[("json bad", "{ \"name\": }")], "lint/own-rule.md:12:11");
    wrong(&[("json bad", "[]"), ("json good", &copy)], "an artifact is an object");
    wrong(&[("json bad pipelines/x.json", &wait)], "\"pipelines/x.json\" is no artifact of a workspace");
    wrong(&[("json with pipeline/x.json", &wait)], "there is no example above this block");
    wrong(&[("json bad", &wait), ("json with", &copy)], "does not say which artifact it is");
}

#[test]
fn testing_nothing_or_a_wrong_page_is_wrong_usage() {
    let folder = workspace(&[("lint/own-rule.md", &page("query = \"$\""))], LISTED);
    assert_eq!(synlint(folder.path(), &["rules", "test"]).code, 2);
    assert_eq!(synlint(folder.path(), &["rules", "test", "lint/own-rule.md"]).code, 2);
    assert_eq!(synlint(folder.path(), &["rules", "test", "lint/none.md"]).code, 2);
    let empty = workspace(&[], "");
    let run = synlint(empty.path(), &["rules", "test"]);
    assert!(run.code == 2 && run.stderr.contains("there is no page to test"), "{}", run.stderr);
}

/// One engine: the pages that ship with the tool, handed in as a team's own, find the same.
#[test]
fn shipped_pages_find_the_same_as_policies() {
    let shipped: Vec<(String, String)> = Registry::shipped()
        .iter()
        .filter(|rule| rule.page.declaration.is_some())
        .map(|rule| (rule.group().to_owned(), rule.name().to_owned()))
        .collect();
    assert!(shipped.len() > 10, "{shipped:?}");
    for (group, name) in shipped {
        let text = std::fs::read_to_string(repository(&format!("rules/{group}/{name}.md"))).unwrap();
        let folder = copy_of(&format!("fixtures/rules/{name}/bad"));
        write(folder.path(), &[(&format!("lint/own-{name}.md"), text.as_bytes()), ("own.toml", LISTED.as_bytes())]);
        let places = |rule: &str| {
            let run = synlint(folder.path(), &["check", ".", "--config", "own.toml", "--select", rule, "-o", "json"]);
            let found = run.findings();
            assert!(!found.is_empty(), "{rule}: {}", run.stderr);
            found
                .iter()
                .map(|finding| {
                    (finding["path"].to_string(), finding["offset"].to_string(), finding["message"].to_string())
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(places(&name), places(&format!("own-{name}")), "{name}");
    }
}

/// What is not known fulfils no condition, whichever way it is asked.
#[test]
fn unknown_values_are_silent() {
    let values = [
        r#""@pipeline().parameters.x""#,
        r##""#{x}#""##,
        r#"{ "value": "@variables('x')", "type": "Expression" }"#,
        r#"{ "type": "AzureKeyVaultSecret", "secretName": "x" }"#,
        r#""[parameters('x')]""#,
        "null",
        "[1]",
    ];
    let conditions = [
        "matches = \".\"",
        "not-matches = \"never\"",
        "equals = \"x\"",
        "not-equals = \"x\"",
        "one-of = [\"x\"]",
        "not-one-of = [\"x\"]",
        "more-than = 0",
        "less-than = 1000000",
        "more-than = \"0.00:00:01\"",
        "literal = true",
        "resolves = false",
        "resolves = true",
    ];
    for condition in conditions {
        let text = page(&format!("query = \"$.properties.x\"\nmessage = \"m\"\nwhere = [{{ {condition} }}]"));
        let folder = workspace(&[("lint/own-rule.md", &text)], LISTED);
        for (at, value) in values.iter().enumerate() {
            let artifact =
                format!("{{ \"name\": \"p{at}\", \"properties\": {{ \"activities\": [], \"x\": {value} }} }}");
            write(folder.path(), &[(&format!("pipeline/p{at}.json"), artifact.as_bytes())]);
        }
        let run = synlint(folder.path(), &["check", "--select", "own-rule", "-o", "concise"]);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{condition}");
    }
}

/// What each condition finds, and what it leaves alone.
#[test]
fn conditions_say_what_they_mean() {
    let holds = |condition: &str, value: &str| {
        let text = page(&format!("query = \"$.properties\"\nmessage = \"m\"\nwhere = [{{ {condition} }}]"));
        let folder = workspace(&[("lint/own-rule.md", &text)], LISTED);
        let artifact = format!("{{ \"name\": \"pl_load\", \"properties\": {{ \"activities\": [], \"x\": {value} }} }}");
        write(folder.path(), &[("pipeline/pl_load.json", artifact.as_bytes())]);
        let run = synlint(folder.path(), &["check", "--select", "own-rule", "-o", "concise"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout.contains("[own-rule]")
    };
    let cases = [
        ("absent = \"@.x\"", "\"\"", "0"),
        ("absent = \"@.x\"", "null", "\"a\""),
        ("absent = \"@.x.y\"", "{}", "{\"y\":1}"),
        ("present = \"@.x\"", "\"@expression\"", "\" \""),
        ("path = \"@.x\", matches = \"b$\"", "\"ab\"", "\"ba\""),
        ("path = \"$.properties.x\", not-matches = \"b$\"", "\"ba\"", "\"ab\""),
        ("path = \"@.x\", matches = \"^true$\"", "true", "false"),
        ("path = \"@.x\", equals = true", "\"true\"", "false"),
        ("path = \"@.x\", equals = 3", "3.0", "4"),
        ("path = \"@.x\", not-equals = \"a\"", "\"A\"", "\"a\""),
        ("path = \"@.x\", one-of = [\"a\", 2]", "2", "\"b\""),
        ("path = \"@.x\", not-one-of = [\"a\", 2]", "\"b\"", "\"a\""),
        ("path = \"@.x[*]\", equals = \"a\"", "[\"b\", \"a\"]", "[\"b\"]"),
        ("path = \"@.x\", more-than = 4", "5", "4"),
        ("path = \"@.x\", less-than = 1", "0", "1"),
        ("path = \"@.x\", more-than = \"0.12:00:00\"", "\"0.12:00:01\"", "\"12:00:00\""),
        ("path = \"@.x\", less-than = \"0.00:10:00\"", "\"00:05:00\"", "\"00:10:00\""),
        ("path = \"@.x\", literal = true", "{\"type\":\"SecureString\",\"value\":\"a\"}", "\"@a\""),
        ("path = \"@.x\", literal = false", "{\"type\":\"AzureKeyVaultSecret\"}", "\"a\""),
        ("path = \"@.x\", literal = false", "\"@pipeline().RunId\"", "\"@@a\""),
        (
            "path = \"@.x\", resolves = true",
            "{\"type\":\"PipelineReference\",\"referenceName\":\"pl_load\"}",
            "{\"type\":\"PipelineReference\",\"referenceName\":\"pl_gone\"}",
        ),
        (
            "path = \"@.x.referenceName\", resolves = false",
            "{\"type\":\"PipelineReference\",\"referenceName\":\"pl_gone\"}",
            "{\"type\":\"PipelineReference\",\"referenceName\":\"pl_load\"}",
        ),
    ];
    for (condition, fault, sound) in cases {
        assert!(holds(condition, fault), "{condition} is silent on {fault}");
        assert!(!holds(condition, sound), "{condition} reports {sound}");
    }
}

#[test]
fn messages_name_what_they_are_about() {
    let text = page(
        "query = \"$..[?@.type == 'Copy'].policy.retry\"\nmessage = \"{artifact} · {kind} · {name} · {within} · {place} · {key} · {value} · {$.properties.folder.name} · {@.none}\"",
    );
    let folder = workspace(&[("lint/own-rule.md", &text)], LISTED);
    let artifact = br#"{ "name": "pl_load", "properties": { "folder": { "name": "In" }, "activities": [{ "name": "c", "type": "Copy", "policy": { "retry": 0 } }] } }"#;
    write(folder.path(), &[("pipeline/pl_load.json", artifact)]);
    let run = synlint(folder.path(), &["check", "--select", "own-rule", "-o", "json"]);
    assert_eq!(
        run.findings()[0]["message"],
        "pipeline \"pl_load\" · pipeline · pl_load · activity \"c\" · activity c › policy.retry · retry · 0 · In · nothing"
    );
    assert!(Page::parse("team", "own-rule", &text).is_ok());
}

#[test]
fn pages_of_shared_configurations_are_rules_too() {
    let folder = workspace(&[], "extends = [\"platform/synlint.toml\"]\n");
    let shared = page(SOUND);
    let configuration = "[lint]\npolicies = [\"rules/*.md\"]\nmandatory = [\"house-rule\"]\n";
    write(
        folder.path(),
        &[("platform/rules/house-rule.md", shared.as_bytes()), ("platform/synlint.toml", configuration.as_bytes())],
    );
    let concise = synlint(folder.path(), &["check", "-o", "concise"]);
    assert!(concise.stdout.contains("warning[house-rule]"), "{}{}", concise.stdout, concise.stderr);
    let ignored = synlint(folder.path(), &["check", "--ignore", "house-rule"]);
    assert_eq!(ignored.code, 2);
    assert!(ignored.stderr.contains("house-rule") && ignored.stderr.contains("mandatory"), "{}", ignored.stderr);
    // A circle of shared files is a fault of the configuration, not an endless search for pages.
    write(folder.path(), &[("platform/synlint.toml", b"extends = [\"../synlint.toml\"]\n")]);
    assert_eq!(synlint(folder.path(), &["check"]).code, 2);
}

#[test]
fn overlapping_queries_report_a_value_once() {
    let text = page("query = [\"$.name\", \"$..name\", \"$['name', 'name']\"]\nmessage = \"{value}\"");
    let folder = workspace(&[("lint/own-rule.md", &text)], LISTED);
    let run = synlint(folder.path(), &["check", "--select", "own-rule", "-o", "json"]);
    assert_eq!(run.findings().len(), 1, "{}", run.stdout);
}

#[test]
fn messages_say_of_lists_and_objects_only_what_they_are() {
    let text = page("query = \"$.properties.x\"\nmessage = \"{value} · {$..activities} · {@.password}\"");
    let folder = workspace(&[("lint/own-rule.md", &text)], LISTED);
    let artifact =
        br#"{ "name": "pl_load", "properties": { "activities": [], "x": { "password": "s\u0065cret/4\/TULIPS" } } }"#;
    write(folder.path(), &[("pipeline/pl_load.json", artifact)]);
    let run = synlint(folder.path(), &["check", "--select", "own-rule", "-o", "json"]);
    let message = run.findings()[0]["message"].to_string();
    assert!(message.contains("an object · a list · ") && !message.contains("TULIPS"), "{message}");
}
