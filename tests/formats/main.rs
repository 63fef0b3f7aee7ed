//! Every format tells the same findings: each is read back as its host reads it and held against the report.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod adopted;
mod hosts;

use common::{Run, copy_of, nasty, run, shared, synlint, write};
use hosts::{azure, entities, github, percent, property};
use regex::Regex;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use synlint::report::Format;
use synlint::rules::Registry;

/// What every format must agree on, as far as it carries it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    path: String,
    start: (u64, u64),
    end: Option<(u64, u64)>,
    rule: String,
    level: String,
    message: String,
}

fn check(folder: &Path, format: &str) -> Run {
    synlint(folder, &["check", "--no-config", "--network", "dep", "-o", format])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn of_json(finding: &Value) -> Told {
    Told {
        path: text(&finding["path"]),
        start: (number(&finding["line"]), number(&finding["column"])),
        end: Some((number(&finding["endLine"]), number(&finding["endColumn"]))),
        rule: text(&finding["rule"]),
        level: text(&finding["level"]),
        message: text(&finding["message"]),
    }
}

/// As text formats show what comes from files.
fn shown(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            '\t' => "\\t".to_owned(),
            c if c.is_control() || c == '\u{202e}' => format!("\\u{{{:x}}}", c as u32),
            c => c.to_string(),
        })
        .collect();
    escaped.replace("##vso[", "#\\#vso[").replace("##[", "#\\#[")
}

impl Told {
    fn shown(&self) -> Self {
        Self { path: shown(&self.path), message: shown(&self.message), ..self.clone() }
    }

    fn without_end(&self) -> Self {
        Self { end: None, ..self.clone() }
    }
}

/// `PATH:LINE:COLUMN: LEVEL[RULE] MESSAGE`
fn of_line(line: &str) -> Told {
    let pattern =
        Regex::new(r"^(.+?):(\d+):(\d+)(?:-(\d+):(\d+))?: (error|warning|note)\[([a-z0-9-]+)\] (.+)$").unwrap();
    let groups = pattern.captures(line).unwrap_or_else(|| panic!("{line}"));
    let number = |at: usize| groups[at].parse().unwrap();
    Told {
        path: groups[1].to_owned(),
        start: (number(2), number(3)),
        end: groups.get(4).map(|_| (number(4), number(5))),
        rule: groups[7].to_owned(),
        level: groups[6].to_owned(),
        message: groups[8].to_owned(),
    }
}

/// The findings of each workspace that the tests compare, with its folder.
fn workspaces() -> Vec<(tempfile::TempDir, Vec<Told>)> {
    [copy_of("fixtures/workspaces/contoso"), nasty()]
        .into_iter()
        .map(|folder| {
            let told: Vec<Told> = check(folder.path(), "json").findings().iter().map(of_json).collect();
            assert!(told.len() > 17, "{told:#?}");
            (folder, told)
        })
        .collect()
}

#[test]
fn lines_and_json_lines() {
    for (folder, told) in workspaces() {
        let lines: Vec<Told> = check(folder.path(), "concise").stdout.lines().map(of_line).collect();
        assert_eq!(lines, told.iter().map(|own| own.shown().without_end()).collect::<Vec<_>>());
        let report = check(folder.path(), "json").findings();
        let lines = check(folder.path(), "jsonl").stdout;
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines, report);
    }
}

#[test]
fn commands_of_build_hosts() {
    for (folder, told) in workspaces() {
        for (format, parse, levels) in [
            (
                "github",
                github as fn(&str) -> Option<hosts::Command>,
                &[("error", "error"), ("warning", "warning"), ("note", "notice")][..],
            ),
            ("azure", azure, &[("error", "task.logissue"), ("warning", "task.logissue")]),
        ] {
            let out = check(folder.path(), format).stdout;
            let commands: Vec<_> = out.lines().map_while(parse).collect();
            let log: Vec<Told> = out.lines().skip(commands.len()).map(of_line).collect();
            assert_eq!(log, told.iter().map(|own| own.shown().without_end()).collect::<Vec<_>>(), "{format}");
            assert!(out.lines().skip(commands.len()).all(|line| github(line).is_none() && azure(line).is_none()));
            for (level, name) in levels {
                let of_level: Vec<&Told> = told.iter().filter(|own| own.level == *level).collect();
                let own: Vec<_> = commands
                    .iter()
                    .filter(|(command, properties, _)| {
                        command == name && property(properties, "type").is_none_or(|own| own == *level)
                    })
                    .collect();
                assert_eq!(own.len(), of_level.len().min(10), "{format} {level}");
                for (at, (_, properties, message)) in own.iter().enumerate() {
                    let get = |key: &str| property(properties, key);
                    if at == 9 && of_level.len() > 10 {
                        assert!(message.starts_with(&format!("{} more findings", of_level.len() - 9)), "{message}");
                        continue;
                    }
                    let number = |key: &str| get(key).unwrap().parse::<u64>().unwrap();
                    let (line, column) = match format {
                        "github" => (number("line"), get("col").map(|_| number("col"))),
                        _ => (number("linenumber"), Some(number("columnnumber"))),
                    };
                    let path = get("file").or_else(|| get("sourcepath")).unwrap();
                    let rule = get("title").or_else(|| get("code")).unwrap();
                    let same = |told: &&&Told| {
                        let own = told.shown();
                        let end = own.end.unwrap();
                        let ends = format == "azure"
                            || number("endLine") == end.0
                                && get("endColumn").is_none_or(|column| column == end.1.to_string());
                        ends && own.path == path
                            && own.start.0 == line
                            && column.is_none_or(|column| own.start.1 == column)
                            && own.rule == rule
                            && own.message == *message
                    };
                    assert_eq!(of_level.iter().filter(same).count(), 1, "{format} {path} {line} {message}");
                }
            }
        }
    }
}

#[test]
fn sarif() {
    let schema = shared("schemas").map(|folder| {
        let text = std::fs::read_to_string(folder.join("sarif-schema-2.1.0.json")).unwrap();
        jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
    });
    let link = Regex::new(r"[^\\]\]\(").unwrap();
    for (folder, told) in workspaces() {
        let report: Value = serde_json::from_str(&check(folder.path(), "sarif").stdout).unwrap();
        if let Some(schema) = &schema {
            let errors: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0]);
        }
        let run = &report["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for rule in rules {
            for place in ["/shortDescription/text", "/fullDescription/text", "/help/text"] {
                let own = text(rule.pointer(place).unwrap());
                assert!(!own.is_empty() && own.chars().count() <= 1024, "{rule:#}");
            }
            let page = &Registry::shipped().find(rule["id"].as_str().unwrap()).unwrap().page;
            assert_eq!(text(&rule["help"]["markdown"]), synlint::report::page::markdown(page));
            assert!(["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
            let security = rule["properties"]["tags"].as_array().unwrap().contains(&"security".into());
            assert_eq!(security, rule["properties"]["security-severity"].is_string());
        }
        let results = run["results"].as_array().unwrap();
        let mut identities = std::collections::HashSet::new();
        let back = results.iter().map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            let region = |key: &str| number(&place["region"][key]);
            assert_eq!(rules[number(&result["ruleIndex"]) as usize]["id"], result["ruleId"]);
            assert!(identities.insert(text(&result["partialFingerprints"]["primaryLocationLineHash"])));
            let related = result["relatedLocations"].as_array().map_or(0, Vec::len);
            let whole = text(&result["message"]["text"]);
            let message = whole.split('\n').take(whole.split('\n').count() - usize::from(related > 0));
            let message = message.collect::<Vec<_>>().join("\n");
            assert!((1..=related).all(|id| whole.contains(&format!("]({id})"))), "{whole}");
            assert!(!link.is_match(&message), "a link out of a name: {message}");
            Told {
                path: percent(&text(&place["artifactLocation"]["uri"])),
                start: (region("startLine"), region("startColumn")),
                end: Some((region("endLine"), region("endColumn"))),
                rule: text(&result["ruleId"]),
                level: text(&result["level"]),
                message: message.replace("\\[", "[").replace("\\]", "]"),
            }
        });
        assert_eq!(back.collect::<Vec<_>>(), told);
    }
}

#[test]
fn gitlab_and_rdjson() {
    for (folder, told) in workspaces() {
        let report: Value = serde_json::from_str(&check(folder.path(), "gitlab").stdout).unwrap();
        let position = |value: &Value| (number(&value["line"]), number(&value["column"]));
        let back = report.as_array().unwrap().iter().map(|entry| Told {
            path: text(&entry["location"]["path"]),
            start: position(&entry["location"]["positions"]["begin"]),
            end: Some(position(&entry["location"]["positions"]["end"])),
            rule: text(&entry["check_name"]),
            level: match entry["severity"].as_str().unwrap() {
                "major" => "error".to_owned(),
                "minor" => "warning".to_owned(),
                _ => "note".to_owned(),
            },
            message: text(&entry["description"]),
        });
        assert_eq!(back.collect::<Vec<_>>(), told);
        let rdjson: Value = serde_json::from_str(&check(folder.path(), "rdjson").stdout).unwrap();
        // The columns are bytes: what they point at is what the report's offsets point at.
        for (own, finding) in
            rdjson["diagnostics"].as_array().unwrap().iter().zip(check(folder.path(), "json").findings())
        {
            let bytes = std::fs::read(folder.path().join(text(&own["location"]["path"]))).unwrap();
            let offset = |place: &Value| {
                let lines = bytes.split_inclusive(|byte| *byte == b'\n').take(number(&place["line"]) as usize - 1);
                lines.map(<[u8]>::len).sum::<usize>() as u64 + number(&place["column"]) - 1
            };
            let range = &own["location"]["range"];
            assert_eq!(offset(&range["start"]), number(&finding["offset"]));
            assert_eq!(offset(&range["end"]), number(&finding["offset"]) + number(&finding["length"]));
            assert_eq!((&own["location"]["path"], &own["code"]["value"]), (&finding["path"], &finding["rule"]));
            assert_eq!(own["message"], finding["message"]);
            let level = ["ERROR", "WARNING", "INFO"].iter().position(|level| own["severity"] == **level).unwrap();
            assert_eq!(["error", "warning", "note"][level], finding["level"]);
        }
        assert_eq!(rdjson["diagnostics"].as_array().unwrap().len(), told.len());
        for (schema, report) in
            [("gitlab-code-quality.schema.json", &report), ("rdjson-DiagnosticResult.json", &rdjson)]
        {
            let Some(schemas) = shared("schemas") else { continue };
            let schema = std::fs::read_to_string(schemas.join(schema)).unwrap();
            let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
            assert!(schema.is_valid(report) && !schema.is_valid(&serde_json::json!({ "diagnostics": [1] })));
        }
    }
}

#[test]
fn junit() {
    let validate = "import sys\nfrom lxml import etree\nd = etree.parse(sys.argv[1])\n\
                    [etree.XMLSchema(etree.parse(s)).assertValid(d) for s in sys.argv[2:]]";
    let lxml = Command::new("python3").args(["-c", "import lxml"]).output().is_ok_and(|run| run.status.success());
    let case = Regex::new(r#"(?s)<(failure|skipped) [^>]*>(.*?)</(?:failure|skipped)>"#).unwrap();
    for (folder, told) in workspaces() {
        let report = check(folder.path(), "junit").stdout;
        if let (Some(schemas), true) = (shared("schemas"), lxml) {
            let file = folder.path().join("junit.xml");
            std::fs::write(&file, &report).unwrap();
            let both = ["junit-10.xsd", "junit-windyroad.xsd"].map(|name| schemas.join(name));
            let run = Command::new("python3").args(["-c", validate]).arg(file).args(both).output().unwrap();
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        } else {
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "skipped: the schemas of JUnit, which need lxml");
        }
        let mut back: Vec<Told> =
            case.captures_iter(&report).map(|groups| of_line(entities(&groups[2]).lines().next().unwrap())).collect();
        let mut expected: Vec<Told> = told.iter().map(Told::shown).collect();
        back.sort();
        expected.sort();
        assert_eq!(back, expected);
        let artifacts = check(folder.path(), "json").json()["workspaces"][0]["artifacts"].as_u64().unwrap();
        assert_eq!(report.matches("<testsuite ").count() as u64, artifacts);
        assert!(report.matches("name=\"no findings\"").count() > 0 || artifacts == 18);
    }
}

#[test]
fn markdown() {
    for (folder, told) in workspaces() {
        let report = check(folder.path(), "markdown").stdout;
        let (_, table) = report.split_once("| --- | --- | --- | --- |\n").unwrap();
        let mut back: Vec<Told> = table
            .lines()
            .map(|row| {
                let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
                let [level, rule, place, message] = cells[..] else { panic!("{row}") };
                let [place, message] = [place, message].map(|cell| {
                    let inner = cell.strip_prefix("<code>").and_then(|cell| cell.strip_suffix("</code>")).unwrap();
                    // Nothing is left that Markdown or HTML reads.
                    assert!(!inner.contains(['<', '>', '`', '*', '_', '[', '\\', '@', '!', '|']), "{row}");
                    assert!(!inner.replace("&#", "").contains(['&', '#']) && !inner.contains("://"), "{row}");
                    entities(inner)
                });
                of_line(&format!("{place}: {level}[{rule}] {message}"))
            })
            .collect();
        let mut expected: Vec<Told> = told.iter().map(|own| own.shown().without_end()).collect();
        back.sort();
        expected.sort();
        assert_eq!(back, expected);
    }
}

#[test]
fn no_name_becomes_a_command() {
    let folder = nasty();
    for format in Format::ALL.map(Format::name).into_iter().filter(|name| !["github", "azure"].contains(name)) {
        let run = synlint(folder.path(), &["check", "-v", "-o", format]);
        for line in run.stdout.lines().chain(run.stderr.lines()) {
            assert!(github(line).is_none() && azure(line).is_none() && !line.contains("##["), "{format}: {line}");
            assert!(!line.contains(|c: char| c.is_control() || c == '\u{202e}'), "{format}: {line:?}");
        }
    }
}

#[test]
fn several_at_once_are_one_analysis() {
    let folder = copy_of("fixtures/workspaces/contoso");
    let alone = |format: &str| check(folder.path(), format).stdout;
    let expected = Format::ALL.map(|format| (format.name(), alone(format.name())));
    let outputs: Vec<String> = Format::ALL.iter().map(|format| format!("{0}=out.{0}", format.name())).collect();
    let mut arguments = vec!["check", "--no-config", "--network", "dep", "-o", "human"];
    outputs.iter().for_each(|output| arguments.extend(["-o", output.as_str()]));
    let run = synlint(folder.path(), &arguments);
    assert_eq!((run.code, &run.stdout), (1, &expected[0].1));
    for (name, alone) in expected {
        assert_eq!(std::fs::read_to_string(folder.path().join(format!("out.{name}"))).unwrap(), alone, "{name}");
    }
}

#[test]
fn exit_codes_are_those_of_every_format() {
    let folder = copy_of("fixtures/workspaces/contoso");
    let clean = tempfile::tempdir().unwrap();
    write(
        clean.path(),
        &[("dataset/d.json", b"{\"name\":\"d\",\"properties\":{\"type\":\"Json\"}}"), ("bad.toml", b"x = 1")],
    );
    let empty = tempfile::tempdir().unwrap();
    for format in Format::ALL.map(Format::name) {
        let code = |folder: &Path, more: &[&str]| {
            let mut arguments = vec!["check", "-o", format];
            arguments.extend(more);
            let run = synlint(folder, &arguments);
            assert!(run.code < 2 || run.stdout.is_empty(), "{format}: {}", run.stdout);
            run.code
        };
        let codes = [
            code(clean.path(), &["--select", "tls"]),
            code(folder.path(), &["--no-config"]),
            code(folder.path(), &["--no-config", "--fail-on", "never"]),
            code(folder.path(), &["--no-config", "--select", "plain-http"]),
            code(folder.path(), &["--no-config", "--select", "plain-http", "--fail-on", "warning"]),
            code(clean.path(), &["--config", "bad.toml"]),
            code(clean.path(), &["nowhere"]),
            code(empty.path(), &[]),
            code(empty.path(), &["--allow-empty"]),
        ];
        assert_eq!(codes, [0, 1, 0, 0, 1, 2, 2, 3, 0], "{format}");
    }
}

#[test]
fn github_knows_files_from_its_workspace() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let sftp = br#"{"name":"s","properties":{"type":"Sftp","typeProperties":{"skipHostKeyValidation":true}}}"#;
    write(folder.path(), &[("a/ws/linkedService/s.json", sftp)]);
    let file = |current: &str, workspace: Option<&Path>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_synlint"));
        command.args(["check", "-o", "github"]).current_dir(folder.path().join(current));
        workspace.map(|own| command.env("GITHUB_WORKSPACE", own));
        let out = run(&mut command).stdout;
        property(&github(out.lines().next().unwrap()).unwrap().1, "file").unwrap()
    };
    assert_eq!(file("a", None), "ws/linkedService/s.json");
    assert_eq!(file("a", Some(folder.path())), "a/ws/linkedService/s.json");
    assert_eq!(file("a/ws", Some(&folder.path().join("a"))), "ws/linkedService/s.json");
}
