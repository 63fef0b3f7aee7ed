//! Bad input: one finding with the right place, every other file still linted, exit 1; never a panic, never slow.
#![allow(clippy::unwrap_used)]

mod common;

use common::{synlint, write};
use std::time::{Duration, Instant};
use synlint::lint::Options;
use synlint::rule::RuleLevel;
use synlint::rules::Registry;
use synlint::workspace::files::{Files, Memory};

/// A fault in another file, which must be found whatever the broken file does.
const OTHER: (&str, &[u8]) = (
    "linkedService/other.json",
    br#"{"name":"other","properties":{"type":"Sftp","typeProperties":{"skipHostKeyValidation":true}}}"#,
);

/// Lints a broken pipeline beside a sound linked service; gives the finding about the pipeline.
fn finding(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("pipeline/broken.json", bytes), OTHER]);
    let start = Instant::now();
    let run = synlint(folder.path(), &["check", "-o", "concise"]);
    assert!(start.elapsed() < Duration::from_secs(5), "a debug build took {:?}", start.elapsed());
    assert_eq!(run.code, 1, "{}", run.stderr);
    let (broken, others): (Vec<&str>, Vec<&str>) = run.stdout.lines().partition(|line| line.starts_with("pipeline/"));
    assert_eq!(others.len(), 1, "the other file is still linted: {}", run.stdout);
    assert_eq!(broken.len(), 1, "one finding: {}", run.stdout);
    broken[0].to_owned()
}

fn expect(bytes: &[u8], place: &str, rule: &str, says: &str) {
    let found = finding(bytes);
    let start = format!("pipeline/broken.json:{place}: error[{rule}] ");
    let message = found.strip_prefix(&start).unwrap_or_else(|| panic!("{found}\nshould begin with {start}"));
    assert!(message.contains(says), "{found}\nshould say {says}");
    assert!(message.len() < 300, "one sentence, not the file: {found}");
}

fn json(bytes: &[u8], place: &str, says: &str) {
    expect(bytes, place, "invalid-json", says);
}

#[test]
fn syntax() {
    json(b"{\r\n  \"name\": \"x\",\r\n  \"a\" 1}", "3:7", "expected `:`");
    json(b"{\"name\":1,}", "1:10", "trailing comma before `}`");
    json(b"{\"a\":[1,\n2,\n]}", "2:2", "trailing comma before `]`");
    json(b"// hello\n{}", "1:1", "no comments");
    json(b"{\"a\": \"x\ny\"}", "1:9", "line break inside a string");
    json(b"{\"a\": NaN}", "1:7", "`NaN` is no JSON value");
    json(b"{'a': 1}", "1:2", "single quotes");
    json(b"{\n<<<<<<< HEAD\n\"a\":1\n=======\n}", "2:1", "merge conflict marker");
    json(b"{\"a\": [1, 2", "1:12", "the file ends");
    json(b"{", "1:2", "the file ends where a key in double quotes is expected");
    json(b"[", "1:2", "the file ends where a value is expected");
    json(b"", "1:1", "the file is empty");
    json(b" \n ", "2:2", "the file is empty");
    json(b"hello", "1:1", "expected a value");
    json(b"[1]", "1:1", "is no JSON object");
    json(b"{\"a\":1} {\"b\":2}", "1:9", "text follows");
    json("{\"ä\":\"é\" x}".as_bytes(), "1:10", "expected `,` or `}`");
    json(&[0; 300], "1:1", "control character U+0000");
}

#[test]
fn encodings() {
    let utf16: Vec<u8> = "\u{FEFF}{\"name\":\"x\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    expect(&utf16, "1:1", "unreadable-file", "UTF-16, little endian");
    let big: Vec<u8> = "\u{FEFF}{}".encode_utf16().flat_map(u16::to_be_bytes).collect();
    expect(&big, "1:1", "unreadable-file", "UTF-16, big endian");
    expect(b"{\"a\":\n \"\xFF\"}", "2:3", "unreadable-file", "byte 0xFF is not UTF-8");
    let units = |text: &str, bytes: fn(u32) -> [u8; 4]| text.chars().flat_map(|c| bytes(c as u32)).collect::<Vec<u8>>();
    for text in ["\u{FEFF}{\"name\":\"x\"}", "{}"] {
        expect(&units(text, u32::to_le_bytes), "1:1", "unreadable-file", "UTF-32, little endian");
        expect(&units(text, u32::to_be_bytes), "1:1", "unreadable-file", "UTF-32, big endian");
    }
}

/// Where the finding about a broken pipeline begins and ends: lines and columns, then offset and length.
fn place(bytes: &[u8]) -> [u64; 6] {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("pipeline/broken.json", bytes)]);
    let found = synlint(folder.path(), &["check", "-o", "json"]).findings();
    ["line", "column", "endLine", "endColumn", "offset", "length"].map(|key| found[0][key].as_u64().unwrap())
}

#[test]
fn a_fault_is_as_long_as_what_is_wrong() {
    assert_eq!(place(b"{/*c*/\"name\":\"x\"}"), [1, 2, 1, 7, 1, 5]);
    assert_eq!(place(b"{// c\n\"name\":\"x\"}"), [1, 2, 1, 6, 1, 4]);
    assert_eq!(place(b"{/*c\n\"name\":\"x\"}"), [1, 2, 1, 5, 1, 3], "never closed");
    assert_eq!(place(b"{\"a\":\"\xFF\"}"), [1, 7, 1, 8, 6, 1]);
    assert_eq!(place(b"{\"a\":\"\xE2\x82\"}"), [1, 7, 1, 8, 6, 2]);
}

#[test]
fn depth_and_size() {
    json("[".repeat(100_000).as_bytes(), "1:513", "nested more than 512 levels");
    let line = format!("{{\"a\":\"{}\",}}", "x".repeat(5_000_000));
    json(line.as_bytes(), "1:5000008", "trailing comma");
}

#[test]
fn what_is_sound_is_no_finding() {
    let deep = format!("{{\"name\":\"broken\",\"a\":{}{}}}", "[".repeat(500), "]".repeat(500));
    let sound: [&[u8]; 4] = [
        "\u{FEFF}{\"name\":\"broken\"}".as_bytes(),
        b"{\"name\":\"broken\",\"n\":1e400}",
        deep.as_bytes(),
        b"{\"name\":\"broken\"}\r\n",
    ];
    for bytes in sound {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("pipeline/broken.json", bytes)]);
        let run = synlint(folder.path(), &["check", "-o", "concise"]);
        assert_eq!((run.stdout.as_str(), run.code), ("", 0), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn halves_of_characters_are_different_keys() {
    for (second, found) in [("\\ud83e", 0), ("\\ud83d", 1)] {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("{{\"name\":\"x\",\"properties\":{{\"\\ud83d\":1,\"{second}\":2}}}}");
        write(folder.path(), &[("pipeline/x.json", text.as_bytes())]);
        let run = synlint(folder.path(), &["check", "--select", "duplicate-key", "-o", "json"]);
        assert_eq!(run.findings().len(), found, "{text}");
    }
}

#[test]
fn a_folder_named_like_a_file() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[OTHER]);
    std::fs::create_dir_all(folder.path().join("pipeline/x.json")).unwrap();
    let run = synlint(folder.path(), &["check", "-o", "concise"]);
    let first = run.stdout.lines().nth(1).unwrap();
    assert_eq!(first, "pipeline/x.json:1:1: error[unreadable-file] pipeline \"x\" cannot be read: it is a folder");
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_circles() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[OTHER]);
    symlink(folder.path(), folder.path().join("linkedService/round")).unwrap();
    symlink("loop.json", folder.path().join("linkedService/loop.json")).unwrap();
    symlink("nowhere", folder.path().join("linkedService/nowhere.json")).unwrap();
    let run = synlint(folder.path(), &["check", "-o", "json"]);
    let paths: Vec<String> = run.findings().iter().map(|f| format!("{} {}", f["rule"], f["path"])).collect();
    assert_eq!(
        paths,
        [
            "\"unreadable-file\" \"linkedService/loop.json\"",
            "\"unreadable-file\" \"linkedService/nowhere.json\"",
            "\"host-key-validation-off\" \"linkedService/other.json\"",
        ]
    );
    assert!(run.code == 1, "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_never_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[OTHER]);
    let pipe = folder.path().join("linkedService/pipe.json");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let run = synlint(folder.path(), &["check", "-o", "json"]);
    assert_eq!(run.findings().len(), 1, "the other file is linted, the pipe is none");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("pipeline/secret.json", b"{}"), OTHER]);
    let file = folder.path().join("pipeline/secret.json");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&file).is_ok() {
        eprintln!("skipped: this user may read every file");
        return;
    }
    let run = synlint(folder.path(), &["check", "-o", "concise"]);
    assert!(
        run.stdout.contains("error[unreadable-file] pipeline \"secret\" cannot be read: permission denied"),
        "{}",
        run.stdout
    );
}

/// Files of which one folder cannot be looked into.
struct Closed(Memory, &'static str);

impl Files for Closed {
    fn list(&self, folder: &str) -> Vec<String> {
        let is_inside = |path: &String| path.strip_prefix(self.1).is_some_and(|rest| rest.starts_with('/'));
        let (inside, mut open): (Vec<_>, Vec<_>) = self.0.list(folder).into_iter().partition(is_inside);
        assert!(!inside.is_empty(), "nothing lies in {}", self.1);
        open.push(format!("{}/", self.1));
        open.sort_unstable();
        open
    }

    fn beside(&self, folder: &str) -> Vec<String> {
        self.0.beside(folder)
    }

    fn pages(&self, folder: &str) -> Vec<String> {
        self.0.pages(folder)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == self.1 { Err("permission denied".to_owned()) } else { self.0.read(path) }
    }
}

/// What every rule finds in a protected workspace of which a folder is closed; and the same for the egress map.
fn findings_without(folder: &'static str) -> (Vec<String>, String) {
    let linked = |name: &str, host: &str| {
        format!(
            "{{\"name\":\"{name}\",\"properties\":{{\"type\":\"AzureBlobFS\",\"typeProperties\":{{\"url\":\"https://{host}\"}}}}}}"
        )
    };
    let id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/lake";
    let endpoint =
        format!("{{\"name\":\"ep\",\"properties\":{{\"privateLinkResourceId\":\"{id}\",\"groupId\":\"dfs\"}}}}");
    let dataset = "{\"name\":\"ds\",\"properties\":{\"type\":\"Json\",\"linkedServiceName\":{\"referenceName\":\"ls\",\"type\":\"LinkedServiceReference\"}}}";
    let network = "{\"name\":\"default\",\"properties\":{\"preventDataExfiltration\":true}}";
    let files: Memory = [
        ("managedVirtualNetwork/default.json", network.to_owned()),
        ("managedVirtualNetwork/default/managedPrivateEndpoint/ep.json", endpoint),
        ("linkedService/ls.json", linked("ls", "lake.dfs.core.windows.net")),
        ("dataset/ds.json", dataset.to_owned()),
        ("notebook/x.json", "{\"name\":\"x\",\"properties\":{\"cells\":[]}}".to_owned()),
    ]
    .into_iter()
    .collect();
    let registry = Registry::shipped();
    let rules = ["unreadable-file", "dangling-reference", "missing-private-endpoint", "unused-private-endpoint"];
    let level = |rule: &str| RuleLevel { level: registry.find(rule).unwrap().page.level, set_by_user: false };
    let levels = rules.iter().map(|rule| ((*rule).to_owned(), level(rule))).collect();
    let options = Options { levels, ..Options::default() };
    let report = synlint::lint::check(&Closed(files, folder), "", &options, registry);
    let shown = report.findings.iter().map(|found| format!("{}: {}", found.location.path, found.message)).collect();
    (shown, synlint::report::egress::table(&report.workspaces, 200))
}

#[test]
fn what_lies_in_a_closed_folder_is_unknown() {
    for folder in
        ["linkedService", "managedVirtualNetwork/default", "managedVirtualNetwork/default/managedPrivateEndpoint"]
    {
        let (found, egress) = findings_without(folder);
        assert_eq!(found, [format!("{folder}: the folder {folder} cannot be looked into: permission denied")]);
        let service = folder == "linkedService";
        assert_eq!(egress.contains("the folder linkedService: it cannot be read"), service, "{egress}");
        assert_eq!(egress.contains("cannot be told from here"), !service, "{egress}");
    }
    assert_eq!(findings_without("notebook").0.len(), 1);
}

#[test]
fn a_closed_folder_is_judged_by_one_rule_only() {
    let levels = |rule: &synlint::rule::Rule| RuleLevel { level: rule.page.level, set_by_user: false };
    let registry = Registry::shipped();
    let all = || registry.iter().map(|rule| (rule.name().to_owned(), levels(rule))).collect();
    let folders = ["pipeline", "dataset", "linkedService", "dataflow", "notebook", "sqlscript", "kqlscript", "trigger"];
    let more = ["sparkJobDefinition", "sparkConfiguration", "integrationRuntime", "credential", "database", "factory"];
    let odd = ["managedVirtualNetwork", "managedVirtualNetwork/default", "managedPrivateEndpoint", "bigDataPool"];
    for folder in folders.into_iter().chain(more).chain(odd) {
        let path = format!("{folder}/x.json");
        let text = "{\"name\":\"x\",\"properties\":{}}".to_owned();
        let files: Memory = [(path, text.clone()), ("linkConnection/y.json".to_owned(), text)].into_iter().collect();
        let options = Options { levels: all(), ..Options::default() };
        let report = synlint::lint::check(&Closed(files, folder), "", &options, registry);
        let own = report.findings.iter().filter(|found| &*found.location.path == folder);
        let rules: Vec<&str> = own.map(|found| &*found.rule).collect();
        assert_eq!(rules, ["unreadable-file"], "{folder}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("pipeline/x.json", b"{}"), OTHER]);
    let closed = folder.path().join("pipeline");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    let skipped = std::fs::read_dir(&closed).is_ok();
    let run = synlint(folder.path(), &["check", "-o", "concise"]);
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
    if skipped {
        eprintln!("skipped: this user may read every folder");
        return;
    }
    let says = "pipeline:1:1: error[unreadable-file] the folder pipeline cannot be looked into: permission denied";
    assert!(run.stdout.contains(says), "{}", run.stdout);
}
