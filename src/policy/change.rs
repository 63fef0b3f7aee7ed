//! Which findings a change answers for: those in the files it touched, and those it caused elsewhere.

use crate::finding::{Finding, Findings, Level};
use crate::lint::INTERNAL_ERROR;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Does every finding lie in a file that the change touched, so that the state before has no say?
pub fn all_touched(findings: &[Box<Finding>], files: &BTreeSet<String>) -> bool {
    findings.iter().all(|finding| is_touched(finding, files))
}

/// Keeps the findings in changed files, and those elsewhere that the state before did not have, or had at a lower
/// level. Equal findings are counted: one more of them is one finding. A rule that failed stays, wherever it was.
pub fn keep_caused(findings: &mut Findings, before: &[Box<Finding>], files: &BTreeSet<String>) {
    let mut known: FxHashMap<String, Vec<Level>> = FxHashMap::default();
    for finding in before.iter().filter(|finding| !is_touched(finding, files)) {
        known.entry(finding.fingerprint()).or_default().push(finding.level);
    }
    let mut was_there = |finding: &Finding| {
        let Some(levels) = known.get_mut(&finding.fingerprint()) else { return false };
        let as_bad = levels.iter().enumerate().filter(|(_, level)| **level >= finding.level);
        let nearest = as_bad.min_by_key(|(_, level)| **level).map(|(at, _)| at);
        nearest.map(|at| levels.swap_remove(at)).is_some()
    };
    findings.retain(|finding| is_touched(finding, files) || *finding.rule == *INTERNAL_ERROR || !was_there(finding));
}

fn is_touched(finding: &Finding, files: &BTreeSet<String>) -> bool {
    files.contains(&*finding.location.path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Location, Status};

    fn finding(path: &str, subject: &str, level: Level) -> Finding {
        Finding {
            rule: "a-rule".into(),
            group: "a-group".into(),
            level,
            confidence: Confidence::High,
            message: "".into(),
            label: "".into(),
            help: None,
            artifact: None,
            location: Location { path: path.into(), span: 0..1, node: None },
            place: "".into(),
            subject: subject.into(),
            related: Vec::new(),
            fix: None,
            status: Status::New,
            exception: None,
        }
    }

    fn kept(now: &[(&str, &str, Level)], before: &[(&str, &str, Level)]) -> Vec<String> {
        let all = |these: &[(&str, &str, Level)]| -> Findings {
            these.iter().map(|(path, subject, level)| Box::new(finding(path, subject, *level))).collect()
        };
        let mut findings = all(now);
        keep_caused(&mut findings, &all(before), &BTreeSet::from(["touched".to_owned()]));
        findings.iter().map(|finding| format!("{} {}", finding.location.path, finding.subject)).collect()
    }

    #[test]
    fn one_more_equal_finding_is_one() {
        let one = ("calm", "host", Level::Error);
        assert_eq!(kept(&[one, one, one], &[one, one]), ["calm host"]);
        assert_eq!(kept(&[one], &[one, one]), [""; 0]);
    }

    #[test]
    fn touched_files_show_what_they_had_before() {
        let one = ("touched", "host", Level::Error);
        assert_eq!(kept(&[one], &[one]), ["touched host"]);
    }

    #[test]
    fn a_finding_that_got_worse_is_caused_and_one_that_got_better_is_not() {
        let (note, error) = (("calm", "host", Level::Note), ("calm", "host", Level::Error));
        assert_eq!(kept(&[error], &[note]), ["calm host"]);
        assert_eq!(kept(&[note], &[error]), [""; 0]);
        assert_eq!(kept(&[note, error], &[error, note]), [""; 0]);
        assert_eq!(kept(&[error, note], &[note, error]), [""; 0]);
    }
}
