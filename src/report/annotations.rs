//! Which findings a build host shows beside the code. Hosts keep the first ten of a level and drop the rest without a
//! word, so the worst come first, spread over the files, and the last of the ten says how many there are besides.
//! How a host writes them is not known here.

use super::prose::with_short_names;
use super::{View, concise, escape};
use crate::finding::{Finding, Level};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// Most annotations of one level that GitHub and Azure show of a step.
const MOST: usize = 10;

/// What is shown of one level.
pub struct Shown<'a> {
    pub level: Level,
    pub findings: Vec<&'a Finding>,
    /// How many findings there are besides.
    pub rest: usize,
}

/// What is shown of each level, the worst first.
pub fn shown<'a>(view: &View<'a>) -> impl Iterator<Item = Shown<'a>> {
    [Level::Error, Level::Warning, Level::Note].map(|level| of_level(view, level)).into_iter()
}

fn of_level<'a>(view: &View<'a>, level: Level) -> Shown<'a> {
    let mut files: FxHashMap<&str, usize> = FxHashMap::default();
    let mut all: Vec<&Finding> = view.new_findings().filter(|finding| finding.level == level).collect();
    all.sort_by_key(|finding| Reverse(finding.confidence as u8));
    let mut ranked: Vec<(usize, &Finding)> = Vec::with_capacity(all.len());
    for finding in all {
        let before = files.entry(&finding.location.path).or_default();
        ranked.push((*before, finding));
        *before += 1;
    }
    ranked.sort_by_key(|(before, finding)| (Reverse(finding.confidence as u8), *before));
    let kept = if ranked.len() > MOST { MOST - 1 } else { ranked.len() };
    let rest = ranked.len() - kept;
    Shown { level, findings: ranked.into_iter().take(kept).map(|(_, finding)| finding).collect(), rest }
}

/// What the last annotation says.
pub fn count(shown: &Shown<'_>) -> String {
    format!("{} more findings of level {}: the log of this step shows them all", shown.rest, shown.level.name())
}

/// Every finding in plain lines, for the log below the annotations; `path` is the path of a file as the host knows it.
pub fn log(view: &View<'_>, path: impl Fn(&str) -> String) -> String {
    let line = |finding: &Finding| {
        let place = concise::place(&path(&finding.location.path), view.start(&finding.location));
        format!(
            "{place}: {}[{}] {}\n",
            finding.level.name(),
            finding.rule,
            escape::line(&with_short_names(&finding.message))
        )
    };
    view.new_findings().map(line).collect()
}
