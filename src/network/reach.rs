//! What the artifacts of a workspace cannot reach, worked out once for all rules that ask.

use super::Network;
use super::fault::{self, Unreachable};
use crate::workspace::{Artifact, Workspace};
use std::sync::OnceLock;

/// What the artifacts of one workspace cannot reach.
#[derive(Debug)]
pub struct Reach<'a> {
    workspace: &'a Workspace,
    network: &'a Network,
    /// By artifact.
    unreachable: Vec<OnceLock<Vec<Unreachable<'a>>>>,
}

impl<'a> Reach<'a> {
    /// Nothing is worked out yet.
    pub fn new(workspace: &'a Workspace, network: &'a Network) -> Self {
        let unreachable = workspace.artifacts.iter().map(|_| OnceLock::new()).collect();
        Self { workspace, network, unreachable }
    }

    /// What an artifact talks to and the managed network cannot reach, each with the one fault that is responsible.
    pub fn unreachable(&self, artifact: &Artifact) -> &[Unreachable<'a>] {
        let artifact = &self.workspace.artifacts[artifact.id];
        self.unreachable[artifact.id].get_or_init(|| fault::unreachable(self.network, self.workspace, artifact))
    }
}
