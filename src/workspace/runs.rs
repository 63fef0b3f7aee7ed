//! Which notebooks a pipeline runs: by an activity, or by a notebook that runs another.

use super::code::What;
use super::graph::{Use, User};
use super::{Artifact, Kind, Workspace};
use std::collections::VecDeque;

impl Workspace {
    /// A pipeline that runs a notebook, itself or by other notebooks, and the node that names the first of them.
    pub fn pipeline_that_runs(&self, notebook: &Artifact) -> Option<User<'_>> {
        let runs = self.runs.get_or_init(|| runs(self));
        runs[notebook.id].map(|run| self.user(run))
    }
}

/// Notebook → a pipeline that runs it: the first in path order, by the shortest way.
fn runs(workspace: &Workspace) -> Vec<Option<Use>> {
    let mut runs: Vec<Option<Use>> = vec![None; workspace.artifacts.len()];
    let mut queue = VecDeque::new();
    for pipeline in workspace.of_kind(Kind::Pipeline) {
        for reference in pipeline.references.iter().filter(|reference| reference.kind == Kind::Notebook) {
            let Some(notebook) = workspace.target(reference) else { continue };
            if runs[notebook.id].is_none() {
                runs[notebook.id] = Some((pipeline.id, reference.node));
                queue.push_back(notebook);
            }
        }
    }
    while let Some(caller) = queue.pop_front() {
        for fact in caller.code().iter() {
            let What::Run(run) = &fact.what else { continue };
            let Some(callee) = run.name().and_then(|name| workspace.find(Kind::Notebook, name)) else { continue };
            if runs[callee.id].is_none() {
                runs[callee.id] = runs[caller.id];
                queue.push_back(callee);
            }
        }
    }
    runs
}
