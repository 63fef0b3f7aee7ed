//! Speed as ratios within one run: what `check` costs against merely reading and parsing the same files, against
//! `serde_json::Value`, and against `jq -c .` where jq is installed. All on one thread, so time is processor time.
//!
//! `cargo bench` measures copies of the fixture workspace `contoso`; `SYNLINT_BENCH=DIR cargo bench` any folder.

use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use synlint::json::Document;
use synlint::language::expression::{Mode, Template};
use synlint::lint::{self, Options, Report};
use synlint::rule::RuleLevel;
use synlint::rules::Registry;
use synlint::workspace::files::{Disk, Files};

/// What is measured: its name, and one round of it, which may leave something behind.
type Stage<'a> = (&'static str, Box<dyn FnMut() -> Option<Report> + 'a>);

const ROUNDS: usize = 7;
const COPIES: usize = 60;

/// Who refers to whom, who calls which host, and what the files themselves say: the least that `check` is for.
const FIRST_RULES: [&str; 22] = [
    "certificate-validation-off",
    "dangling-reference",
    "dangling-runtime",
    "dependency-cycle",
    "duplicate-key",
    "duplicate-name",
    "expired-exception",
    "host-key-validation-off",
    "internal-error",
    "invalid-json",
    "missing-private-endpoint",
    "name-mismatch",
    "pipeline-cycle",
    "plain-http",
    "private-link-service-without-fqdns",
    "reference-case",
    "undeclared-network",
    "unknown-dependency",
    "unreadable-file",
    "unsupported-linked-service",
    "unused-exception",
    "week-long-timeout",
];

/// Groups whose rules parse expressions, scripts, queries or code.
const EMBEDDED_GROUPS: [&str; 5] = ["dataflow", "expression", "secret", "spark", "sql"];

/// Rules of other groups that do.
const EMBEDDED_RULES: [&str; 16] = [
    "argument-type",
    "blob-endpoint-for-pandas",
    "cosmos-direct-mode",
    "missing-argument",
    "plain-http",
    "public-host-in-notebook",
    "public-package-install",
    "self-assignment",
    "sql-write-without-endpoint",
    "truncated-lookup",
    "unknown-argument",
    "unreachable-activity",
    "unreachable-diagnostics",
    "unreachable-storage-path",
    "unused-private-endpoint",
    "webhook-runtime",
];

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("nothing has used rayon before");
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let folder = std::env::var_os("SYNLINT_BENCH").map_or_else(|| copies(scratch.path()), PathBuf::from);
    let files = Disk::new(&folder);
    let paths: Vec<String> = files.list("").into_iter().filter(|path| path.to_lowercase().ends_with(".json")).collect();
    let bytes: usize = paths.iter().map(|path| files.read(path).map_or(0, |bytes| bytes.len())).sum();
    println!("{} files, {:.1} MB in {}", paths.len(), bytes as f64 / 1e6, folder.display());

    let all = levels(|_, _| true);
    let is_plain = |group: &str, name: &str| !EMBEDDED_GROUPS.contains(&group) && !EMBEDDED_RULES.contains(&name);
    let plain = levels(is_plain);
    let first = levels(|_, name| FIRST_RULES.contains(&name));
    let plain_first = levels(|group, name| FIRST_RULES.contains(&name) && is_plain(group, name));
    let list = paths.join("\n");
    let mut stages: Vec<Stage<'_>> = vec![
        ("read", of_each(&paths, |path| drop(files.read(path)))),
        ("read + parse", of_each(&paths, |path| drop(parse(&files, path)))),
        ("first rules, no embedded language", Box::new(|| check(&files, &plain_first))),
        ("first rules", Box::new(|| check(&files, &first))),
        ("check, no embedded language", Box::new(|| check(&files, &plain))),
        ("check", Box::new(|| check(&files, &all))),
        // Its millions of small values leave a heap that is slow for whoever comes next.
        ("read + serde_json::Value", of_each(&paths, |path| drop(value(&files, path)))),
    ];
    if Command::new("jq").arg("--version").stdout(Stdio::null()).status().is_ok() {
        stages.push(("jq -c .", Box::new(|| jq(&folder, &list))));
    } else {
        println!("jq is not installed: its ratio is left out");
    }
    let medians = measure(&mut stages);
    let parsing = expressions(&files, &paths);
    let of = |name: &str| stages.iter().position(|(own, _)| *own == name).map(|at| medians[at].as_secs_f64());
    for ((name, _), median) in stages.iter().zip(&medians) {
        let against =
            |base: &str| of(base).map_or(String::from("-"), |base| format!("{:.2}", median.as_secs_f64() / base));
        let milliseconds = median.as_secs_f64() * 1e3;
        println!(
            "{name:34} {milliseconds:9.1} ms   × read+parse {:>6}   × jq {:>6}",
            against("read + parse"),
            against("jq -c .")
        );
    }
    if let Some(check) = of("check") {
        println!("parsing every expression once is {:.1} % of check", parsing / check * 100.0);
    }
}

/// How many expressions are parsed a second: every string of the files that holds one. Gives the seconds they take.
fn expressions(files: &Disk, paths: &[String]) -> f64 {
    let documents: Vec<Document> = paths.iter().filter_map(|path| parse(files, path)).collect();
    let strings = documents.iter().flat_map(Document::nodes).filter_map(|node| node.as_str());
    let strings: Vec<_> = strings.filter(|text| Template::parse(text.as_ref()).mode() != Mode::Literal).collect();
    let bytes: usize = strings.iter().map(|text| text.len()).sum();
    let start = Instant::now();
    for _ in 0..ROUNDS {
        strings.iter().for_each(|text| drop(Template::parse(text.as_ref())));
    }
    let seconds = start.elapsed().as_secs_f64() / ROUNDS as f64;
    println!(
        "{} expressions of {:.0} bytes: {:.1} million a second, {:.0} MB a second",
        strings.len(),
        bytes as f64 / strings.len() as f64,
        strings.len() as f64 / seconds / 1e6,
        bytes as f64 / seconds / 1e6
    );
    seconds
}

fn of_each<'a>(paths: &'a [String], mut work: impl FnMut(&str) + 'a) -> Box<dyn FnMut() -> Option<Report> + 'a> {
    Box::new(move || {
        paths.iter().for_each(|path| work(path));
        None
    })
}

/// Rounds interleave the stages, so that a busy moment hits all of them; the median of each is taken. What a round
/// leaves is let go outside of its time: `synlint check` never gives a repository back, it ends.
fn measure(stages: &mut [Stage<'_>]) -> Vec<Duration> {
    let mut times = vec![Vec::new(); stages.len()];
    for _ in 0..ROUNDS {
        for ((_, stage), times) in stages.iter_mut().zip(&mut times) {
            let start = Instant::now();
            let left = stage();
            times.push(start.elapsed());
            drop(left);
        }
    }
    let median = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2]
    };
    times.into_iter().map(median).collect()
}

fn levels(wanted: impl Fn(&str, &str) -> bool) -> FxHashMap<String, RuleLevel> {
    let rules = Registry::shipped().iter().filter(|rule| wanted(rule.group(), rule.name()));
    rules.map(|rule| (rule.name().to_owned(), RuleLevel { level: rule.page.level, set_by_user: false })).collect()
}

fn parse(files: &Disk, path: &str) -> Option<Document> {
    Document::parse(String::from_utf8(files.read(path).ok()?).ok()?).ok()
}

fn value(files: &Disk, path: &str) -> Option<serde_json::Value> {
    serde_json::from_slice(&files.read(path).ok()?).ok()
}

fn check(files: &Disk, levels: &FxHashMap<String, RuleLevel>) -> Option<Report> {
    let options = Options { levels: levels.clone(), ..Options::default() };
    let report = lint::check(files, "", &options, Registry::shipped());
    assert!(report.artifacts() > 0, "nothing was checked");
    Some(report)
}

fn jq(folder: &Path, list: &str) -> Option<Report> {
    // Names go through a file: a command line has room for a few thousand only.
    let names = folder.join("names.tmp");
    std::fs::write(&names, list.replace('\n', "\0")).expect("the folder is writable");
    let command = "xargs -0 jq -c . < names.tmp > /dev/null";
    Command::new("sh").args(["-c", command]).current_dir(folder).status().expect("sh runs");
    std::fs::remove_file(names).expect("it was just written");
    None
}

/// Copies of the fixture workspace side by side.
fn copies(target: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/workspaces/contoso");
    let files = Disk::new(&source);
    for path in files.list("") {
        let bytes = files.read(&path).expect("a fixture is readable");
        for copy in 0..COPIES {
            let file = target.join(format!("workspace-{copy}")).join(&path);
            std::fs::create_dir_all(file.parent().expect("it has a folder")).expect("a temporary folder is writable");
            std::fs::write(file, &bytes).expect("a temporary folder is writable");
        }
    }
    target.to_path_buf()
}
