//! The baseline: findings that were there when a team began, as a multiset of identities by name. It holds hashes and
//! names, never a value of an artifact, and no line of a file.

use super::ConfigError;
use super::exception::{inner_place, subject};
use super::surroundings::Surroundings;
use super::validate::Fault;
use crate::finding::{Finding, Status};
use crate::json::{Document, Node, Span};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The name of its file.
pub const FILE: &str = ".synlint-baseline.json";

const SCHEMA: &str = "synlint-baseline/1";

/// One identity, and how many findings have it. The order of the fields is that of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Entry {
    /// The root of the workspace; `.` for the base.
    pub root: String,
    /// The artifact as `kind/name`, else the path of the file.
    pub artifact: String,
    /// The rule.
    pub rule: String,
    /// The path of names inside the artifact; empty for the whole.
    pub place: String,
    /// What the finding is about, hashed.
    subject: String,
    /// The finding's fingerprint.
    fingerprint: String,
    /// How many findings have it.
    pub count: usize,
}

/// The findings of a baseline, sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

/// What came of holding findings against a baseline.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The baseline without what is gone, and with the new names of what was renamed.
    pub kept: Baseline,
    /// What is gone; the count says how many findings of it.
    pub stale: Vec<Entry>,
    /// What was followed: the old artifact and the new one.
    pub renamed: BTreeMap<String, String>,
}

impl Entry {
    fn of(finding: &Finding) -> Self {
        // What is said of an artifact's own name stays true under another.
        let own_name = finding.artifact.as_ref().is_some_and(|id| *id.name == *finding.subject);
        Self {
            root: finding.artifact.as_ref().map_or(".", |id| id.root.as_str()).to_owned(),
            artifact: subject(finding),
            rule: finding.rule.to_string(),
            place: inner_place(finding).to_owned(),
            subject: short_hash(if own_name { "" } else { &finding.subject }),
            fingerprint: finding.fingerprint(),
            count: 1,
        }
    }

    /// What stays of an identity when the artifact is renamed.
    fn without_name(&self) -> [String; 5] {
        let kind = self.artifact.split('/').next().unwrap_or_default();
        [&self.root, kind, &self.rule, &self.place, &self.subject].map(|part: &str| part.to_owned())
    }
}

fn short_hash(text: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl Baseline {
    /// The baseline of these findings.
    pub fn of<'f>(findings: impl Iterator<Item = &'f Finding>) -> Self {
        Self::summed(findings.map(Entry::of))
    }

    /// Entries of the same identity as one.
    fn summed(entries: impl Iterator<Item = Entry>) -> Self {
        let mut counts: BTreeMap<Entry, usize> = BTreeMap::new();
        for entry in entries {
            let count = entry.count;
            *counts.entry(Entry { count: 0, ..entry }).or_default() += count;
        }
        Self { entries: counts.into_iter().map(|(entry, count)| Entry { count, ..entry }).collect() }
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.entries.iter().map(|entry| entry.count).sum()
    }

    /// Does it hold nothing?
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The text of its file: one entry a line, so that a change of it can be read.
    pub fn render(&self) -> String {
        let mut out = format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"findings\": [");
        for (at, entry) in self.entries.iter().enumerate() {
            let line = serde_json::to_string(entry).expect("strings and numbers always serialise");
            let _ = write!(out, "{}\n    {line}", if at == 0 { "" } else { "," });
        }
        out + if self.entries.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" }
    }

    /// Reads its file.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(path: &str, text: &str) -> Result<Self, ConfigError> {
        let fault = |(message, span): (String, Span), help: &str| {
            Fault { message, span, help: Some(help.to_owned()) }.in_file(path, text)
        };
        if let Some(span) = conflict(text) {
            let help = "keep the entries of both sides, then run `synlint baseline update`";
            return Err(fault(("a merge conflict is not resolved".to_owned(), span), help));
        }
        let document = Document::parse(text.to_owned()).map_err(|(_, error)| {
            fault((error.message.clone(), error.span.clone()), "restore it from Git, or remove it and create it again")
        })?;
        let entries = entries(document.root());
        let entries = entries.map_err(|wrong| fault(wrong, "restore it from Git, or remove it and create it again"))?;
        // Where a merge kept both sides, the same entry stands there twice; its findings are not more for that.
        let mut unique: BTreeMap<Entry, usize> = BTreeMap::new();
        for entry in entries {
            let count = unique.entry(Entry { count: 0, ..entry.clone() }).or_default();
            *count = entry.count.max(*count);
        }
        Ok(Self { entries: unique.into_iter().map(|(entry, count)| Entry { count, ..entry }).collect() })
    }

    /// Marks the findings that are in the baseline. Of several equal ones as many as it counts.
    pub fn hold_against(&self, findings: &mut [&mut Finding], known: &Surroundings<'_>) -> Outcome {
        let mut left: Vec<usize> = self.entries.iter().map(|entry| entry.count).collect();
        let by_print: FxHashMap<&str, usize> =
            self.entries.iter().enumerate().map(|(at, entry)| (entry.fingerprint.as_str(), at)).collect();
        let open = |finding: &&mut &mut Finding| finding.status == Status::New && known.may_hold(&finding.rule);
        for finding in findings.iter_mut().filter(open) {
            if let Some(&at) = by_print.get(finding.fingerprint().as_str()).filter(|at| left[**at] > 0) {
                left[at] -= 1;
                finding.status = Status::Baseline;
            }
        }
        let renamed = self.follow(findings, known, &mut left);
        let looked_for = |entry: &Entry| known.was_looked_for(entry);
        let rest = self.entries.iter().zip(&left).filter(|(_, left)| **left > 0);
        let rest = rest.map(|(entry, left)| Entry { count: *left, ..entry.clone() });
        let (stale, unknown): (Vec<Entry>, Vec<Entry>) = rest.partition(looked_for);
        let found =
            findings.iter().filter(|finding| finding.status == Status::Baseline).map(|finding| Entry::of(finding));
        Outcome { kept: Self::summed(found.chain(unknown)), stale, renamed }
    }

    /// Follows artifacts that were renamed: the old one is gone, and the rest of the identity is the same.
    fn follow(
        &self,
        findings: &mut [&mut Finding],
        known: &Surroundings<'_>,
        left: &mut [usize],
    ) -> BTreeMap<String, String> {
        let mut gone: FxHashMap<[String; 5], Vec<usize>> = FxHashMap::default();
        for (at, entry) in self.entries.iter().enumerate().rev() {
            if left[at] > 0 && known.is_gone(entry) {
                gone.entry(entry.without_name()).or_default().push(at);
            }
        }
        let mut renamed = BTreeMap::new();
        if gone.is_empty() {
            return renamed;
        }
        let open = |finding: &&mut &mut Finding| {
            finding.status == Status::New && finding.artifact.is_some() && known.may_hold(&finding.rule)
        };
        for finding in findings.iter_mut().filter(open) {
            let own = Entry::of(finding);
            let Some(waiting) = gone.get_mut(&own.without_name()) else { continue };
            let Some(&at) = waiting.last() else { continue };
            left[at] -= 1;
            if left[at] == 0 {
                waiting.pop();
            }
            finding.status = Status::Baseline;
            renamed.insert(self.entries[at].artifact.clone(), own.artifact);
        }
        renamed
    }
}

/// The first line that Git left in the file because two sides changed it.
fn conflict(text: &str) -> Option<Span> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if ["<<<<<<< ", "=======", ">>>>>>> "].iter().any(|mark| line.starts_with(mark)) {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

fn entries(root: Node<'_>) -> Result<Vec<Entry>, (String, Span)> {
    let schema = root.get("schema").and_then(Node::as_str);
    if schema.as_deref() != Some(SCHEMA) {
        let place = root.get("schema").unwrap_or(root).span();
        return Err((
            format!("this is no baseline that this version reads (\"schema\": \"{SCHEMA}\")"),
            place.start..place.start + 1,
        ));
    }
    root.get("findings").into_iter().flat_map(Node::items).map(entry).collect()
}

fn entry(node: Node<'_>) -> Result<Entry, (String, Span)> {
    let text = |key: &str| {
        let value = node.get(key).and_then(Node::as_str);
        value.map(|value| value.into_owned()).ok_or_else(|| (format!("the entry has no text \"{key}\""), node.span()))
    };
    let count = node.get("count").and_then(Node::as_f64).filter(|count| *count >= 1.0 && count.fract() == 0.0);
    Ok(Entry {
        root: text("root")?,
        artifact: text("artifact")?,
        rule: text("rule")?,
        place: text("place")?,
        subject: text("subject")?,
        fingerprint: text("fingerprint")?,
        count: count.ok_or_else(|| ("the entry has no \"count\"".to_owned(), node.span()))? as usize,
    })
}
