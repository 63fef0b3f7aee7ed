//! What is known of the entries of a baseline besides the findings: which rules looked at which workspaces, and which
//! artifacts are there.

use super::baseline::Entry;
use super::mandatory::Mandatory;
use crate::lint::{self, Analysed, Options};
use crate::rules::Registry;
use crate::workspace::discover::is_below;
use rustc_hash::FxHashSet;

/// What a run looked at.
#[derive(Debug)]
pub struct Surroundings<'a> {
    workspaces: &'a [Analysed],
    failed: bool,
    options: &'a Options,
    registry: &'a Registry,
    mandatory: &'a Mandatory,
    folder: &'a str,
    /// Root and `kind/name` of every artifact.
    artifacts: FxHashSet<(&'a str, String)>,
}

impl<'a> Surroundings<'a> {
    /// Those of a run over `folder`.
    pub fn new(
        workspaces: &'a [Analysed],
        failed: bool,
        options: &'a Options,
        registry: &'a Registry,
        mandatory: &'a Mandatory,
        folder: &'a str,
    ) -> Self {
        let artifacts = workspaces.iter().flat_map(|analysed| {
            let root = analysed.workspace.shown_root();
            let own = analysed.workspace.artifacts.iter();
            own.map(move |artifact| (root, format!("{}/{}", artifact.kind.folder(), artifact.name)))
        });
        let artifacts = artifacts.collect();
        Self { workspaces, failed, options, registry, mandatory, folder, artifacts }
    }

    fn workspace(&self, root: &str) -> Option<&'a Analysed> {
        self.workspaces.iter().find(|analysed| analysed.workspace.shown_root() == root)
    }

    /// Would this run have found it, were it still there? Not when its rule did not run, and not while a file of its
    /// workspace is broken.
    pub fn was_looked_for(&self, entry: &Entry) -> bool {
        let Some(rule) = self.registry.find(&entry.rule) else { return true };
        if self.failed || !self.options.levels.contains_key(rule.name()) {
            return false;
        }
        let Some(Analysed { workspace, network }) = self.workspace(&entry.root) else {
            return is_below(if entry.root == "." { "" } else { &entry.root }, self.folder);
        };
        let broken = workspace.artifacts.iter().any(|artifact| artifact.problem.is_some());
        lint::applies(rule.page.when, network.profile) && !broken
    }

    /// Is its artifact gone?
    pub fn is_gone(&self, entry: &Entry) -> bool {
        !self.artifacts.contains(&(entry.root.as_str(), entry.artifact.clone())) && self.was_looked_for(entry)
    }

    /// May findings of a rule be in a baseline?
    pub fn may_hold(&self, rule: &str) -> bool {
        rule != lint::INTERNAL_ERROR && !self.mandatory.holds(rule)
    }
}
