//! Who refers to whom: every reference of a workspace, collected once while loading, resolved by name.

use super::pipeline::is_switched_off;
use super::{Artifact, Kind, Workspace, artifact::is_built_in, cycle};
use crate::json::{Document, Node};
pub use crate::language::placeholder::is_placeholder;
use std::collections::HashMap;

/// One reference as it stands in a document.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Kind of what is meant.
    pub kind: Kind,
    /// What it names.
    pub target: Target,
    /// The node that holds the name.
    pub node: u32,
}

/// What a reference names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A literal name.
    Name(String),
    /// An expression, a template placeholder or nothing at all: only known at run time.
    Unknown,
}

/// What a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution<'a> {
    /// An artifact of that very name.
    Exact(&'a Artifact),
    /// An artifact whose name differs only by case.
    Case(&'a Artifact),
    /// It exists in every workspace, or lives outside Git.
    BuiltIn,
    /// Nothing has that name.
    Missing,
}

impl PartialEq for Artifact {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Artifact {}

/// Collects the references of a document: every object with a `referenceName` and a `type` that names a reference,
/// and the plain strings by which a lake database names its linked service. What stands in an activity that is
/// switched off is left out.
pub(super) fn references(kind: Kind, document: &Document) -> Vec<Reference> {
    let typed = document.nodes_with_key("referenceName").filter_map(|node| {
        let reference = node.parent()?.get("type")?.as_str()?;
        if kind == Kind::Pipeline && is_inactive(node) {
            return None;
        }
        Some(Reference { kind: Kind::from_reference_type(&reference)?, target: target(node), node: node.id() })
    });
    let mut found: Vec<Reference> = typed.collect();
    if kind == Kind::Database {
        let plain = document.nodes_with_key("LinkedServiceName");
        found.extend(plain.map(|node| Reference { kind: Kind::LinkedService, target: target(node), node: node.id() }));
    }
    found
}

fn target(node: Node<'_>) -> Target {
    match node.as_str() {
        // `@…` is an expression, `[…]` one of an ARM template; placeholders are filled in by a deployment.
        Some(name) if name.trim().is_empty() || name.starts_with(['@', '[']) || is_placeholder(&name) => {
            Target::Unknown
        }
        Some(name) => Target::Name(name.into_owned()),
        None => Target::Unknown,
    }
}

/// Artifacts by kind and name.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Lower-case name → artifacts, in path order.
    names: HashMap<(Kind, String), Vec<usize>>,
}

impl Index {
    pub(super) fn new(artifacts: &[Artifact]) -> Self {
        let mut names: HashMap<(Kind, String), Vec<usize>> = HashMap::new();
        for (at, artifact) in artifacts.iter().enumerate() {
            names.entry((artifact.kind, artifact.name.to_lowercase())).or_default().push(at);
            // Where name and file disagree, both lead here: the disagreement is a finding of its own.
            if !artifact.name.eq_ignore_ascii_case(&artifact.stem) {
                names.entry((artifact.kind, artifact.stem.to_lowercase())).or_default().push(at);
            }
        }
        Self { names }
    }

    pub(super) fn first_of_stem<'a>(&self, artifacts: &'a [Artifact], artifact: &Artifact) -> Option<&'a Artifact> {
        let stem = artifact.stem.to_lowercase();
        let found = self.names.get(&(artifact.kind, stem.clone()))?.iter().map(|at| &artifacts[*at]);
        found.take_while(|other| other.id < artifact.id).find(|other| other.stem.to_lowercase() == stem)
    }

    pub(super) fn resolve<'a>(&self, artifacts: &'a [Artifact], kind: Kind, name: &str) -> Resolution<'a> {
        let found = self.names.get(&(kind, name.to_lowercase())).map(Vec::as_slice).unwrap_or_default();
        let exact = found.iter().find(|at| artifacts[**at].name == name || artifacts[**at].stem == name);
        match exact.or(found.first()) {
            Some(at) if exact.is_some() => Resolution::Exact(&artifacts[*at]),
            _ if is_built_in(kind, name) => Resolution::BuiltIn,
            Some(at) => Resolution::Case(&artifacts[*at]),
            None => Resolution::Missing,
        }
    }
}

/// A user of an artifact, with the node that names it.
pub type User<'a> = (&'a Artifact, Node<'a>);

/// A use, by numbers: who, and the node that names the other.
pub(super) type Use = (usize, u32);

/// Artifact → who refers to it.
pub(super) fn users(workspace: &Workspace) -> Vec<Vec<Use>> {
    let mut users: Vec<Vec<Use>> = vec![Vec::new(); workspace.artifacts.len()];
    for artifact in &workspace.artifacts {
        for reference in &artifact.references {
            let Target::Name(name) = &reference.target else { continue };
            let Some(target) = workspace.find(reference.kind, name) else { continue };
            users[target.id].push((artifact.id, reference.node));
        }
    }
    users
}

/// Pipelines that execute each other, each ring once, from its first pipeline in path order.
pub(super) fn pipeline_rings(workspace: &Workspace, users: &[Vec<Use>]) -> Vec<Vec<Use>> {
    let is_pipeline = |at: usize| workspace.artifacts[at].kind == Kind::Pipeline;
    let mut calls: Vec<Vec<(usize, u32)>> = vec![Vec::new(); workspace.artifacts.len()];
    for (callee, callers) in users.iter().enumerate().filter(|(at, _)| is_pipeline(*at)) {
        for (caller, node) in callers.iter().filter(|(at, _)| is_pipeline(*at)) {
            calls[*caller].push((callee, *node));
        }
    }
    let edges: Vec<Vec<usize>> = calls.iter().map(|list| list.iter().map(|(callee, _)| *callee).collect()).collect();
    let step = |caller: usize, callee: usize| {
        let node = calls[caller].iter().find(|(target, _)| *target == callee).map_or(0, |(_, node)| *node);
        (caller, node)
    };
    let ring = |cycle: Vec<usize>| {
        let next = cycle.iter().cycle().skip(1);
        cycle.iter().zip(next).map(|(caller, callee)| step(*caller, *callee)).collect()
    };
    cycle::cycles(&edges).into_iter().map(ring).collect()
}

/// Is the value inside an activity that is switched off? Nothing in it is validated or run.
pub fn is_inactive(node: Node<'_>) -> bool {
    node.ancestors().any(is_switched_off)
}
