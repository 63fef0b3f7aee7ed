//! In which order the activities of one list run, and how each can end: what an activity waits for, which outcome it
//! wants there, and which wishes cannot all come true. It knows no rules and no wording.

use super::name::{Numbers, same_name};
use super::pipeline::{is_switched_off, name};
use crate::json::Node;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::LazyCell;

/// A set of the ways in which an activity ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcomes(u8);

impl Outcomes {
    /// It ran, and well.
    pub const SUCCEEDED: Self = Self(1);
    /// It ran and failed.
    pub const FAILED: Self = Self(2);
    /// It did not run, as what it waits for ended otherwise.
    pub const SKIPPED: Self = Self(4);
    /// It ran.
    pub const COMPLETED: Self = Self(1 | 2);
    /// However it ends.
    pub const ANY: Self = Self(1 | 2 | 4);

    fn named(name: &str) -> Self {
        match name {
            "Succeeded" => Self::SUCCEEDED,
            "Failed" => Self::FAILED,
            "Skipped" => Self::SKIPPED,
            "Completed" => Self::COMPLETED,
            _ => Self::ANY,
        }
    }

    fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Are all of these among those?
    pub fn are_in(self, those: Self) -> bool {
        self.0 & !those.0 == 0
    }
}

/// That an activity waits for another one of its list.
#[derive(Debug, Clone, Copy)]
pub struct Wait<'a> {
    /// Position of the other in the list.
    pub on: usize,
    /// How the other has to end.
    pub outcomes: Outcomes,
    /// The node that names the other.
    pub node: Node<'a>,
}

/// The activities of one list and what they wait for.
#[derive(Debug)]
pub struct Order<'a> {
    /// The activities.
    pub activities: Vec<Node<'a>>,
    /// For each of them, what it waits for.
    pub waits: Vec<Vec<Wait<'a>>>,
    /// Those of which it is not known when they run: switched off, or waiting for what is not in the list.
    open: Vec<bool>,
}

/// Two wishes about one activity that do not come true together.
#[derive(Debug, Clone, Copy)]
pub struct Contradiction<'a> {
    /// Who wishes what, and of whom.
    pub second: (usize, Wait<'a>),
    /// The wish that was there before; `None` when the other has nothing to wait for and so is never skipped.
    pub first: Option<(usize, Wait<'a>)>,
}

impl<'a> Order<'a> {
    /// Reads a list of activities.
    pub fn of(list: Node<'a>) -> Self {
        let activities: Vec<Node<'a>> = list.items().collect();
        let names = LazyCell::new(|| Names::of(&activities));
        let mut open: Vec<bool> = activities.iter().map(|activity| is_switched_off(*activity)).collect();
        let mut waits = Vec::with_capacity(activities.len());
        for (at, activity) in activities.iter().enumerate() {
            let mut own = Vec::new();
            for wanted in activity.get("dependsOn").into_iter().flat_map(Node::items) {
                match wait(wanted, &names) {
                    Some(wait) => own.push(wait),
                    None => open[at] = true,
                }
            }
            waits.push(own);
        }
        drop(names);
        Self { activities, waits, open }
    }

    /// For each activity that can never run, why. An activity that is lost only because one before it is, is not
    /// named. The work is bounded: of lists that no service would take, the rest is left unjudged.
    pub fn contradictions(&self) -> Vec<(usize, Contradiction<'a>)> {
        // Where all wait for one and the same outcome, as in most lists, every wish can come true.
        let wishes = self.waits.iter().flatten().map(|wait| wait.outcomes);
        if wishes.fold(Outcomes::COMPLETED, Outcomes::both) != Outcomes(0) {
            return Vec::new();
        }
        let mut work = 200_000;
        let found: Vec<_> = (0..self.activities.len()).map(|at| self.contradiction(at, &mut work)).collect();
        let lost_before = |at: usize| {
            self.waits[at].iter().any(|wait| wait.outcomes.are_in(Outcomes::COMPLETED) && found[wait.on].is_some())
        };
        let first = found.iter().enumerate().filter(|(at, _)| !lost_before(*at));
        first.filter_map(|(at, contradiction)| Some((at, (*contradiction)?))).collect()
    }

    /// Supposes that the activity runs and follows what that asks of those before it.
    fn contradiction(&self, start: usize, work: &mut usize) -> Option<Contradiction<'a>> {
        let mut left: FxHashMap<usize, (Outcomes, Option<(usize, Wait<'a>)>)> = FxHashMap::default();
        let mut running = vec![start];
        while let Some(at) = running.pop().filter(|_| *work > 0) {
            for wait in self.waits[at].iter().filter(|_| !self.open[at]) {
                *work = work.saturating_sub(1);
                let (before, first) = left.get(&wait.on).copied().unwrap_or((self.possible(wait.on), None));
                let now = before.both(wait.outcomes);
                if now == Outcomes(0) {
                    return Some(Contradiction { second: (at, *wait), first });
                }
                // Whoever narrowed the outcomes first is the one to name.
                let first = if now == before { first } else { first.or(Some((at, *wait))) };
                let runs = |outcomes: Outcomes| outcomes.are_in(Outcomes::COMPLETED);
                if runs(now) && !(runs(before) && left.contains_key(&wait.on)) {
                    running.push(wait.on);
                }
                left.insert(wait.on, (now, first));
            }
        }
        None
    }

    /// How an activity can end as far as its own place tells: nothing skips one that waits for nothing.
    fn possible(&self, at: usize) -> Outcomes {
        let first = self.waits[at].is_empty() && !self.open[at];
        if first { Outcomes::COMPLETED } else { Outcomes::ANY }
    }
}

/// The names of the activities, by position.
struct Names<'a> {
    all: Vec<Option<Cow<'a, str>>>,
    numbers: Numbers,
}

impl<'a> Names<'a> {
    fn of(activities: &[Node<'a>]) -> Self {
        let all: Vec<_> = activities.iter().map(|activity| name(*activity)).collect();
        let numbers = Numbers::of(all.iter().map(|name| name.as_deref().unwrap_or_default()));
        Self { all, numbers }
    }

    /// The last of a name: names are unique in a sound list only.
    fn position(&self, wanted: &str) -> Option<usize> {
        let is_named = |at: &usize| self.all[*at].as_ref().is_some_and(|name| same_name(name, wanted));
        self.numbers.candidates(wanted, 0..self.all.len()).rfind(is_named)
    }
}

fn wait<'a>(wanted: Node<'a>, names: &Names<'a>) -> Option<Wait<'a>> {
    let node = wanted.get("activity")?;
    let on = names.position(&node.as_str()?)?;
    let conditions = wanted.get("dependencyConditions").into_iter().flat_map(Node::items);
    // Several conditions of one dependency are alternatives.
    let named = conditions.map(|condition| condition.as_str().map_or(Outcomes::ANY, |name| Outcomes::named(&name)));
    let outcomes = named.reduce(|one, other| Outcomes(one.0 | other.0)).unwrap_or(Outcomes::ANY);
    Some(Wait { on, outcomes, node })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;

    /// `c: a+, b-` reads: c waits for a to succeed and for b to fail (`~` skipped, `*` completed, `/` switched off).
    fn never_run(text: &str) -> Vec<String> {
        let activity = |line: &str| {
            let (name, waits) = line.split_once(':').unwrap();
            let state = if name.ends_with('/') { "Inactive" } else { "Active" };
            let wait = |wait: &str| {
                let (on, marks) = wait.trim().split_at(1);
                let conditions = marks.chars().map(|mark| match mark {
                    '+' => "\"Succeeded\"",
                    '-' => "\"Failed\"",
                    '~' => "\"Skipped\"",
                    _ => "\"Completed\"",
                });
                let conditions: Vec<&str> = conditions.collect();
                format!("{{\"activity\":\"{on}\",\"dependencyConditions\":[{}]}}", conditions.join(","))
            };
            let waits: Vec<String> = waits.split(',').filter(|wait| !wait.trim().is_empty()).map(wait).collect();
            let name = name.trim_end_matches('/');
            format!("{{\"name\":\"{name}\",\"state\":\"{state}\",\"dependsOn\":[{}]}}", waits.join(","))
        };
        let activities: Vec<String> = text.split(';').map(|line| activity(line.trim())).collect();
        let document = Document::parse(format!("[{}]", activities.join(","))).unwrap();
        let order = Order::of(document.root());
        let name = |at: usize| order.activities[at].get("name").unwrap().as_str().unwrap().into_owned();
        order.contradictions().into_iter().map(|(at, why)| format!("{}: {}", name(at), name(why.second.1.on))).collect()
    }

    #[test]
    fn wishes_that_contradict() {
        assert_eq!(never_run("a:; b: a+, a-"), ["b: a"]);
        assert_eq!(never_run("a:; b: a+; c: a-; d: b+, c+"), ["d: a"], "joining two branches of which one runs");
        assert_eq!(never_run("a:; b: a+; c: a-, b-"), ["c: a"], "both failed, though the second needs the first");
        assert_eq!(never_run("a:; b: a~"), ["b: a"], "nothing skips a");
        assert_eq!(never_run("a:; b: a+; c: b+; d: a-; e: c*, d*"), ["e: a"]);
        assert_eq!(never_run("a:; b: a+, a-; c: b+; d: c+"), ["b: a"], "only the first that is lost");
    }

    #[test]
    fn wishes_that_come_true() {
        assert_eq!(never_run("a:; b: a+-; c: b+"), [""; 0], "one or the other");
        assert_eq!(never_run("a:; b: a+; c: a-; d: b+~, c+~"), [""; 0], "whichever branch ran");
        assert_eq!(never_run("a:; b: a+; c: b-~"), [""; 0], "skipped when a fails");
        assert_eq!(never_run("a:; b/: a+; c: a-, b+"), [""; 0], "what is switched off counts as it is marked");
        assert_eq!(never_run("a:; b: a+, z+; c: a-, b+"), [""; 0], "z is not there");
        assert_eq!(never_run("a: b+; b: a+"), [""; 0], "a ring is another matter");
        assert_eq!(never_run("a:; b:; c: a+, b+; d: a-, b-"), [""; 0]);
    }
}
