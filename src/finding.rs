//! Findings: plain data, produced by rules, judged by policy, printed by reports.

use crate::json::Span;
use crate::workspace::Kind;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How bad a finding is; the order is from least to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Likely wrong, or wrong in some environments.
    Warning,
    /// Blocked, refused or leaking.
    Error,
}

impl Level {
    /// The name used in every output.
    pub fn name(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    /// `steps` levels lower; never below a note.
    pub fn lowered(self, steps: u8) -> Self {
        match (self, steps) {
            (level, 0) => level,
            (Level::Error, 1) => Level::Warning,
            _ => Level::Note,
        }
    }

    /// How many steps lie between this level and a lower one; 0 when it is not lower.
    pub fn steps_to(self, lower: Level) -> u8 {
        (self as u8).saturating_sub(lower as u8)
    }
}

/// How sure the rule is that what it found is a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The fact is inferred and the value not literal.
    Low,
    /// Either the fact is inferred or the value is not literal.
    Medium,
    /// The fact is verified and the value literal.
    High,
}

impl Confidence {
    /// The name used in every output.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// The artifact a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArtifactId {
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// The root of its workspace; `.` for the base.
    pub root: String,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Path relative to the base of the files, with `/`.
    pub path: Arc<str>,
    /// Bytes of the file.
    pub span: Span,
    /// The value, as its document numbers it; `None` where there is no JSON.
    pub node: Option<u32>,
}

/// Another place that has to do with a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What is there, in a few words.
    pub message: Box<str>,
    /// Where.
    pub location: Location,
    /// Is it one of a list, to be named rather than shown in full?
    pub brief: bool,
}

/// A change that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Does it keep the meaning of the workspace for sure?
    pub safe: bool,
    /// What it does, in a few words.
    pub why: String,
    /// The edits, which belong together.
    pub edits: Vec<Edit>,
}

/// One replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Path relative to the base of the files.
    pub path: Arc<str>,
    /// Bytes of the file to replace.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It counts.
    New,
    /// It was there when the baseline was made.
    Baseline,
    /// Someone said why it may stay.
    Excepted,
}

/// Why a finding may stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excepted {
    /// The reason that was given.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Does it stand in the artifact itself rather than in the configuration?
    pub in_source: bool,
}

/// One fault at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Name of the rule.
    pub rule: Arc<str>,
    /// Group of the rule.
    pub group: Arc<str>,
    /// How bad it is here.
    pub level: Level,
    /// How sure the rule is.
    pub confidence: Confidence,
    /// One sentence without a full stop that stands alone: the thing, the value, what was expected.
    pub message: Box<str>,
    /// What the underlined text is, in a few words; empty to underline only.
    pub label: Box<str>,
    /// How to mend it.
    pub help: Option<Arc<str>>,
    /// The artifact; `None` for files that are no artifacts.
    pub artifact: Option<Arc<ArtifactId>>,
    /// Where.
    pub location: Location,
    /// The path of names from the artifact to the place: `linkedService RestService1 › typeProperties.url`.
    pub place: Box<str>,
    /// What the finding is about: the host, the name, the function.
    pub subject: Box<str>,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// How to mend it by machine.
    pub fix: Option<Box<Fix>>,
    /// What became of it.
    pub status: Status,
    /// Why it may stay, where its status is [`Status::Excepted`].
    pub exception: Option<Box<Excepted>>,
}

impl Finding {
    /// SHA-256 over names only, in hexadecimal: version, root, kind, artifact, rule, place, subject. Re-indenting,
    /// reordering and inserting change nothing; another host in the same place is another finding.
    pub fn fingerprint(&self) -> String {
        use sha2::Digest;
        let mut hash = sha2::Sha256::new();
        let (kind, name, root) = match &self.artifact {
            Some(id) => (id.kind.folder(), id.name.as_str(), id.root.as_str()),
            None => ("", &*self.location.path, ""),
        };
        for part in ["1", root, kind, name, &self.rule, &self.place, &self.subject] {
            // The length keeps two neighbouring parts from running into each other.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let digits = hash.finalize().into_iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
        digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
    }
}

/// A list of findings, each in a place of its own: lists grow, are merged and sorted without moving what is large.
pub type Findings = Vec<Box<Finding>>;

/// All findings in the order of every output, from lists of one file each.
pub fn merge(mut of_files: Vec<Findings>) -> Findings {
    let path = |list: &'_ Findings| list.first().map(|first| Arc::clone(&first.location.path));
    of_files.sort_by_cached_key(path);
    let mut findings: Findings = of_files.into_iter().flatten().collect();
    // A file may have several lists: as an artifact and as one that delivers, or in two roots.
    findings.chunk_by_mut(|one, next| one.location.path == next.location.path).for_each(sort);
    findings
}

/// The order of every output: path, offset, rule, then text.
pub fn sort(findings: &mut [Box<Finding>]) {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.location.span.start, f.location.span.end);
        (&a.location.path, key(a), &a.rule, &a.message).cmp(&(&b.location.path, key(b), &b.rule, &b.message))
    });
}
