//! Which exceptions speak of a finding, without looking at all of them for each: by rule and artifact first, then by
//! the parts of places that they name. It knows nothing of reasons and days.

use super::exception::{Exception, STEP, inner_place, matches, subject};
use crate::finding::Finding;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Exceptions by what they speak of. They are known by their number in the list they were made from.
#[derive(Debug, Default)]
pub struct Covering<'c> {
    /// By rule and artifact in small letters.
    exact: FxHashMap<(&'c str, String), Places<'c>>,
    /// By rule, then by pattern in small letters.
    patterns: FxHashMap<&'c str, FxHashMap<String, Places<'c>>>,
}

impl<'c> Covering<'c> {
    /// Those of a list.
    pub fn new(exceptions: impl Iterator<Item = &'c Exception>) -> Self {
        let mut own = Self::default();
        for (at, exception) in exceptions.enumerate() {
            let (rule, artifact) = (exception.rule.get_ref().as_str(), exception.artifact.get_ref().to_lowercase());
            let places = match artifact.contains('*') {
                true => own.patterns.entry(rule).or_default().entry(artifact).or_default(),
                false => own.exact.entry((rule, artifact)).or_default(),
            };
            places.add(exception.place.as_deref(), at);
        }
        own
    }

    /// The exceptions that speak of a finding, in the order of the list.
    pub fn of(&self, finding: &Finding) -> Vec<usize> {
        if self.exact.is_empty() && self.patterns.is_empty() {
            return Vec::new();
        }
        let (rule, artifact) = (&*finding.rule, subject(finding).to_lowercase());
        let patterns = self.patterns.get(rule).into_iter().flatten();
        let patterns = patterns.filter(|(pattern, _)| matches(pattern, &artifact)).map(|(_, places)| places);
        let mut all = Vec::new();
        for places in patterns.chain(self.exact.get(&(rule, artifact.clone()))) {
            places.covering(inner_place(finding), &mut all);
        }
        all.sort_unstable();
        all
    }
}

/// The exceptions of one rule and one artifact or pattern.
#[derive(Debug, Default)]
struct Places<'c> {
    /// Those of the whole artifact.
    whole: Vec<usize>,
    /// Those of a part of a place.
    parts: FxHashMap<&'c str, Vec<usize>>,
    /// How long these parts are, in bytes.
    lengths: BTreeSet<usize>,
}

impl<'c> Places<'c> {
    fn add(&mut self, part: Option<&'c str>, at: usize) {
        let Some(part) = part.map(str::trim) else { return self.whole.push(at) };
        // No step is empty, so an empty part speaks of nothing.
        if !part.is_empty() {
            self.parts.entry(part).or_default().push(at);
            self.lengths.insert(part.len());
        }
    }

    /// Adds those that speak of a place. A part is a run of whole steps.
    fn covering(&self, place: &str, all: &mut Vec<usize>) {
        all.extend(&self.whole);
        if self.parts.is_empty() {
            return;
        }
        let mut named = BTreeSet::new();
        for start in beginnings(place) {
            let rest = &place[start..];
            let whole = |length: &&usize| rest.is_char_boundary(**length) && ends_step(&rest[**length..]);
            let lengths = self.lengths.iter().take_while(|length| **length <= rest.len()).filter(whole);
            named.extend(lengths.map(|length| &rest[..*length]));
        }
        all.extend(named.into_iter().filter_map(|part| self.parts.get(part)).flatten());
    }
}

/// Where the steps of a place begin.
fn beginnings(place: &str) -> impl Iterator<Item = usize> {
    let behind = |mark: &'static str| place.match_indices(mark).map(move |(at, _)| at + mark.len());
    std::iter::once(0).chain(behind(STEP)).chain(behind("."))
}

/// Does a step end where this follows?
fn ends_step(after: &str) -> bool {
    after.is_empty() || after.starts_with(STEP) || after.starts_with(['.', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(place: &str, part: &str) -> bool {
        let (mut places, mut found) = (Places::default(), Vec::new());
        places.add(Some(part), 7);
        places.covering(place, &mut found);
        assert!(found.is_empty() || found == [7], "{found:?}");
        !found.is_empty()
    }

    #[test]
    fn a_part_of_a_place_is_whole_steps() {
        let place = "activity Copy it › policy.timeout";
        assert!(holds(place, "activity Copy it") && holds(place, "timeout") && holds(place, place));
        assert!(holds("fqdns[0]", "fqdns") && holds("fqdns[0]", " fqdns[0] "));
        assert!(holds("a.b.a.b", "a.b"), "it is there twice and named once");
        assert!(!holds(place, "activity Copy") && !holds(place, "time") && !holds(place, "") && !holds("", "x"));
    }
}
