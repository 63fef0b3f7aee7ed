//! What the tests share: running the real binary, and copies of fixture workspaces.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses its part; a test may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a user sees of one run.
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Run {
    /// The findings of a run with `-o json`.
    pub fn findings(&self) -> Vec<serde_json::Value> {
        self.json()["findings"].as_array().unwrap().clone()
    }

    /// The report of a run with `-o json`.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr))
    }

    /// The findings as `path:line:column: level[rule]`, worth a warning or more.
    pub fn places(&self) -> Vec<String> {
        let worth = self.findings().into_iter().filter(|finding| finding["level"] != "note");
        worth
            .map(|finding| {
                let text = |key: &str| finding[key].as_str().unwrap().to_owned();
                let (line, column) = (&finding["line"], &finding["column"]);
                format!("{}:{line}:{column}: {}[{}]", text("path"), text("level"), text("rule"))
            })
            .collect()
    }
}

/// Runs the binary in a folder, with nothing of the caller's terminal, colours and build host.
pub fn synlint(folder: &Path, arguments: &[&str]) -> Run {
    run(Command::new(env!("CARGO_BIN_EXE_synlint")).args(arguments).current_dir(folder))
}

/// Runs a command that may set more of its environment.
pub fn run(command: &mut Command) -> Run {
    for variable in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM", "GITHUB_WORKSPACE"] {
        if !command.get_envs().any(|(name, _)| name == variable) {
            command.env_remove(variable);
        }
    }
    // What a run says of dates must not change with the day of the test.
    if !command.get_envs().any(|(name, _)| name == "SYNLINT_TODAY") {
        command.env("SYNLINT_TODAY", "2026-11-24");
    }
    let output = command.output().unwrap();
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// A folder of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A writable copy of a folder of the repository, outside any Git repository.
pub fn copy_of(path: &str) -> tempfile::TempDir {
    let target = tempfile::tempdir().unwrap();
    copy(&repository(path), target.path());
    target
}

/// Adds the files of a folder of the repository to a copy.
pub fn overlay(path: &str, target: &Path) {
    copy(&repository(path), target);
}

/// Copies a folder into another.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Writes files below a folder.
pub fn write(folder: &Path, files: &[(&str, &[u8])]) {
    for (path, bytes) in files {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}

/// Replaces text in a file, which must be there exactly once.
pub fn edit(folder: &Path, path: &str, from: &str, to: &str) {
    let file = folder.join(path);
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from} in {path}");
    std::fs::write(file, text.replace(from, to)).unwrap();
}

/// Real workspaces beside the repository, when they are there; says so when not.
pub fn corpus() -> Option<PathBuf> {
    match std::env::var_os("SYNLINT_CORPUS") {
        Some(folder) => found(PathBuf::from(folder)),
        None => shared("corpus"),
    }
}

/// A folder of real files beside the repository, when it is there; says so when not.
pub fn shared(path: &str) -> Option<PathBuf> {
    found(repository("../shared").join(path))
}

fn found(folder: PathBuf) -> Option<PathBuf> {
    if folder.is_dir() {
        return Some(folder.canonicalize().unwrap());
    }
    // Straight to the terminal, past the test harness, so that a skipped test is seen.
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "skipped: nothing at {}", folder.display());
    None
}

/// Should generated files be rewritten instead of compared?
pub fn bless() -> bool {
    std::env::var_os("SYNLINT_BLESS").is_some()
}

/// Compares a generated text with the committed file, or rewrites the file when blessing.
pub fn compare(path: &str, generated: &str) {
    let file = repository(path);
    if bless() {
        std::fs::write(&file, generated).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == generated,
        "{path} is not what is generated: run `SYNLINT_BLESS=1 cargo test` and read the change"
    );
}

/// Names that try to be something else to whoever reads them.
pub const NASTY: [&str; 9] = [
    "::error file=x::gone",
    "%0A::warning::%25",
    "##vso[task.setvariable variable=x]y ##[error]",
    "a, b; c] [d](1) (e) {0}",
    "\"quoted\" 'twice' \\ `code`",
    "line\nbreak\r\t::notice::x",
    "émoji 😀 \u{202e}\u{9b}",
    "a | b |\n| --- | --- |",
    "<img src=x onerror=alert(1)> @octocat #1 ![i](https://x) </code>",
];

/// A workspace of two artifacts a name, each with one error.
pub fn nasty() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (at, name) in NASTY.iter().enumerate() {
        let sftp = serde_json::json!({ "name": name, "properties": {
            "type": "Sftp", "typeProperties": { "skipHostKeyValidation": true } } });
        let file = name.replace(['/', '\\'], "-");
        write(folder.path(), &[(&format!("linkedService/{at} {file}.json"), format!("{sftp:#}").as_bytes())]);
        let activity = serde_json::json!({ "name": name, "type": "Wait", "typeProperties": { "waitTimeInSeconds": 1 },
            "dependsOn": [{ "activity": format!("no {name}"), "dependencyConditions": ["Succeeded"] }] });
        let pipeline = serde_json::json!({ "name": format!("p{at}"), "properties": { "activities": [activity] } });
        write(folder.path(), &[(&format!("pipeline/p{at}.json"), format!("{pipeline}").as_bytes())]);
    }
    folder
}

/// Runs a rule made for a test, an error, over files in memory, with the rule for failures; what it panics with is not
/// printed.
pub fn judged(files: &[(&str, &str)], name: &str, logic: synlint::rule::Logic) -> synlint::lint::Report {
    use synlint::rule::{Logic, Page, Rule, RuleLevel};
    let text = "+++\nsummary = \"x\"\nlevel = \"error\"\nconfidence = \"high\"\n+++\n";
    let rule = |name, logic| Rule { page: Page::parse("policy", name, text).unwrap(), logic };
    let registry =
        synlint::rules::Registry::of(vec![rule("internal-error", Logic::Native(|_, _, _| {})), rule(name, logic)]);
    let level = RuleLevel { level: synlint::finding::Level::Error, set_by_user: false };
    let levels = registry.iter().map(|rule| (rule.name().to_owned(), level)).collect();
    let files: synlint::workspace::files::Memory =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    std::panic::set_hook(Box::new(|_| {}));
    let report = synlint::lint::check(&files, "", &synlint::lint::Options { levels, ..Default::default() }, &registry);
    let _ = std::panic::take_hook();
    report
}

/// The findings of a report as `path rule: message`.
pub fn told(report: &synlint::lint::Report) -> Vec<String> {
    report.findings.iter().map(|f| format!("{} {}: {}", f.location.path, f.rule, f.message)).collect()
}
