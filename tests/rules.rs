//! Every rule on its own fixtures: alone on `bad` it fires and the rendered text is a snapshot; on `good` it is
//! silent, and so is every other rule at error and warning level. The example on each page is made from `bad`.
#![allow(clippy::unwrap_used)]

mod common;

use common::{compare, repository, synlint};
use std::path::Path;
use synlint::rules::Registry;

fn fixtures() -> Vec<(&'static str, &'static str)> {
    let rules = Registry::shipped().iter().map(|rule| (rule.group(), rule.name()));
    rules.filter(|(_, name)| repository(&format!("fixtures/rules/{name}/bad")).is_dir()).collect()
}

fn on(name: &str, side: &str, arguments: &[&str]) -> common::Run {
    let folder = format!("fixtures/rules/{name}/{side}");
    synlint(&repository(""), &[&["check", &folder], arguments].concat())
}

#[test]
fn each_rule_fires_on_bad() {
    for (_, name) in fixtures() {
        let run = on(name, "bad", &["--select", name, "-v"]);
        assert!(run.stdout.contains(&format!("[{name}]")), "{name} is silent on its bad fixtures\n{}", run.stderr);
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, run.stdout) });
    }
}

#[test]
fn alone_means_alone() {
    for (_, name) in fixtures() {
        for finding in on(name, "bad", &["--select", name, "-o", "json"]).findings() {
            assert_eq!(finding["rule"], name, "{finding:#}");
        }
    }
}

#[test]
fn no_rule_is_wrong_on_good() {
    for (_, name) in fixtures() {
        let found = on(name, "good", &["--select", "all", "-o", "json"]).findings();
        let wrong = |finding: &&serde_json::Value| {
            finding["status"] == "new" && (finding["rule"] == name || finding["level"] != "note")
        };
        let wrong: Vec<_> = found.iter().filter(wrong).collect();
        assert!(wrong.is_empty(), "false alarms on fixtures/rules/{name}/good: {wrong:#?}");
    }
}

#[test]
fn pages_show_what_the_rule_says() {
    for (group, name) in fixtures() {
        let path = format!("rules/{group}/{name}.md");
        let page = std::fs::read_to_string(repository(&path)).unwrap();
        let (open, close) = ("<!-- example -->\n", "<!-- /example -->");
        let start = page.find(open).unwrap_or_else(|| panic!("{path} has no `<!-- example -->` line")) + open.len();
        let end = page.find(close).unwrap_or_else(|| panic!("{path} has no `<!-- /example -->` line"));
        let shown = on(name, "bad", &["--select", name, "-v"]).stdout;
        let first = first_frame(&shown).replace(&format!("fixtures/rules/{name}/bad/"), "");
        compare(&path, &format!("{}```text\n{first}\n```\n{}", &page[..start], &page[end..]));
    }
}

/// The first finding with its frames: up to the headline of the next.
fn first_frame(shown: &str) -> String {
    let mut lines = shown.lines();
    let mut out = vec![lines.next().unwrap_or_default()];
    out.extend(lines.take_while(|line| !["error[", "warning[", "note["].iter().any(|level| line.starts_with(level))));
    out.join("\n").trim_end().to_owned()
}

#[test]
fn a_fix_mends_its_finding() {
    for (_, name) in fixtures() {
        let findings = on(name, "bad", &["--select", name, "-o", "json"]).findings();
        for edits in findings.iter().filter_map(|finding| finding["fix"]["edits"].as_array()) {
            let path = edits[0]["path"].as_str().unwrap();
            let mut mended = std::fs::read_to_string(Path::new(&repository(path))).unwrap();
            for edit in edits.iter().rev() {
                let (offset, length) =
                    (edit["offset"].as_u64().unwrap() as usize, edit["length"].as_u64().unwrap() as usize);
                mended.replace_range(offset..offset + length, edit["text"].as_str().unwrap());
            }
            assert!(serde_json::from_str::<serde_json::Value>(&mended).is_ok(), "{name}: {mended}");
            let copy = common::copy_of(&format!("fixtures/rules/{name}/bad"));
            let inside = path.strip_prefix(&format!("fixtures/rules/{name}/bad/")).unwrap();
            std::fs::write(copy.path().join(inside), mended).unwrap();
            let left = synlint(copy.path(), &["check", "--select", name, "-o", "json"]).findings();
            assert!(left.len() < findings.len(), "{name}: the fix of {path} mends nothing");
        }
    }
}
