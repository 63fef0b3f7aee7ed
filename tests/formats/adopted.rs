//! The way of an old workspace, on the largest there is: set aside what it has, break one artifact, see that and nothing else.

use super::common::{copy, corpus, edit, synlint};
use super::hosts::{azure, entities, github, percent, property};
use super::{Told, number, of_json, of_line, text};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use synlint::report::Format;

const LARGEST: &str = "Planning-Inspectorate+odw-synapse-workspace";

/// What a check prints in every format: one analysis.
fn outputs(folder: &Path) -> impl Fn(&str) -> String {
    let target = tempfile::tempdir().unwrap();
    let file = move |format: &str| target.path().join(format);
    let outputs: Vec<String> =
        Format::ALL.map(|format| format!("-o={}={}", format.name(), file(format.name()).display())).to_vec();
    let arguments: Vec<&str> = std::iter::once("check").chain(outputs.iter().map(String::as_str)).collect();
    let run = synlint(folder, &arguments);
    assert_eq!(run.code, 1, "{}", run.stderr);
    move |format| std::fs::read_to_string(file(format)).unwrap()
}

/// The first linked service that a dataset names (others use it, too), and where: file, the line's number, its text.
fn reference(folder: &Path) -> (String, usize, String) {
    let mut files: Vec<_> = std::fs::read_dir(folder.join("workspace/dataset")).unwrap().flatten().collect();
    files.sort_by_key(std::fs::DirEntry::file_name);
    files
        .iter()
        .find_map(|file| {
            let content = std::fs::read_to_string(file.path()).unwrap();
            let mut references = content.lines().enumerate().filter(|(_, line)| line.contains("\"referenceName\": \""));
            let (at, line) = references.next()?;
            let once = content.matches(line).count() == 1;
            once.then(|| (format!("workspace/dataset/{}", file.file_name().display()), at + 1, line.to_owned()))
        })
        .unwrap()
}

#[test]
fn one_broken_artifact_is_one_finding_in_every_format() {
    let Some(source) = corpus().map(|folder| folder.join(LARGEST)) else { return };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    copy(&source, folder);
    assert!(Command::new("git").args(["init", "-q"]).arg(folder).status().unwrap().success());
    for arguments in [&["init"][..], &["baseline", "create"], &[]] {
        let run = synlint(folder, arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }

    let (path, line, old) = reference(folder);
    let (before, name) = old.split_once("\"referenceName\": \"").unwrap();
    let name = name.split('"').next().unwrap();
    edit(folder, &path, &old, &old.replace(name, "gone_for_good"));
    let out = outputs(folder);
    let value = |format: &str| -> Value { serde_json::from_str(&out(format)).unwrap() };
    let report = value("json");
    let report = report["findings"].as_array().unwrap();
    let new: Vec<Told> = report.iter().filter(|finding| finding["status"] == "new").map(of_json).collect();
    let [told] = &new[..] else { panic!("{new:#?}") };
    assert_eq!((told.path.as_str(), told.start.0), (path.as_str(), line as u64));
    assert!(told.start.1 > before.len() as u64 && told.message.contains("gone_for_good"), "{told:?}");
    assert_eq!(told.level, "error");

    assert_eq!(out("concise").lines().map(of_line).collect::<Vec<_>>(), [told.without_end()]);
    let human = out("human");
    assert_eq!(human.matches(&told.rule).count(), 1, "{human}");
    assert!(human.contains(&format!("{path}:{line}:{}", told.start.1)), "{human}");

    let lines = out("jsonl");
    let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let lines: Vec<Told> = lines.filter(|finding| finding["status"] == "new").map(|own| of_json(&own)).collect();
    assert_eq!(lines, new);

    let sarif = value("sarif");
    let results = sarif["runs"][0]["results"].as_array().unwrap().iter();
    let fresh: Vec<&Value> = results.filter(|result| result["baselineState"] == "new").collect();
    let [result] = fresh[..] else { panic!("{} new results", fresh.len()) };
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(percent(&text(&place["artifactLocation"]["uri"])), path);
    let start = (number(&place["region"]["startLine"]), number(&place["region"]["startColumn"]));
    assert_eq!((start, text(&result["ruleId"])), (told.start, told.rule.clone()));

    for (format, parse) in [("github", github as fn(&str) -> _), ("azure", azure)] {
        let printed = out(format);
        let mut commands = printed.lines().filter_map(parse);
        let (_, properties, message) = commands.next().unwrap();
        assert!(commands.next().is_none(), "{format}: {printed}");
        let get = |keys: [&str; 2]| keys.iter().find_map(|key| property(&properties, key)).unwrap();
        let place = (get(["file", "sourcepath"]), get(["line", "linenumber"]), get(["col", "columnnumber"]));
        assert_eq!(place, (path.clone(), line.to_string(), told.start.1.to_string()), "{format}");
        assert_eq!((get(["title", "code"]), message), (told.rule.clone(), told.message.clone()), "{format}");
    }

    let gitlab = value("gitlab");
    let [entry] = &gitlab.as_array().unwrap()[..] else { panic!("{gitlab:#}") };
    let begin = &entry["location"]["positions"]["begin"];
    assert_eq!((text(&entry["location"]["path"]), text(&entry["check_name"])), (path.clone(), told.rule.clone()));
    assert_eq!((number(&begin["line"]), number(&begin["column"])), told.start);

    let rdjson = value("rdjson");
    let [own] = &rdjson["diagnostics"].as_array().unwrap()[..] else { panic!("{rdjson:#}") };
    assert_eq!((text(&own["location"]["path"]), text(&own["code"]["value"])), (path.clone(), told.rule.clone()));
    assert_eq!(number(&own["location"]["range"]["start"]["line"]), line as u64);

    let junit = out("junit");
    let failures: Vec<&str> = junit.split("<failure ").skip(1).collect();
    let [failure] = failures[..] else { panic!("{} failures", failures.len()) };
    let inner = failure.split_once('>').unwrap().1.split_once("</failure>").unwrap().0;
    assert_eq!(of_line(entities(inner).lines().next().unwrap()), *told);

    let markdown = out("markdown");
    let (_, table) = markdown.split_once("| --- | --- | --- | --- |\n").unwrap();
    let rows: Vec<&str> = table.lines().filter(|row| row.starts_with('|')).collect();
    let [row] = rows[..] else { panic!("{markdown}") };
    assert!(entities(row).contains(&format!("{path}:{line}:{}", told.start.1)), "{row}");
}
