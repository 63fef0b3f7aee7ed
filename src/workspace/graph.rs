//! Who refers to whom: every reference of a workspace, collected once while loading, resolved by name.

use super::pipeline::is_switched_off;
use super::{Artifact, Folded, Kind, Workspace, artifact::is_built_in, cycle, same_name};
use crate::json::{Document, Node};
pub use crate::language::placeholder::is_placeholder;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

/// One reference as it stands in a document.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Kind of what is meant.
    pub kind: Kind,
    /// What it names.
    pub target: Target,
    /// The node that holds the name.
    pub node: u32,
    /// What the name leads to: nothing until the reference is part of a workspace.
    pub(super) found: Found,
}

/// What a reference names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A literal name.
    Name(Box<str>),
    /// An expression or nothing at all, and a name with a placeholder that no artifact has as it stands: only known at
    /// run time, or when it is deployed.
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

impl<'a> Resolution<'a> {
    /// The artifact, whatever its case.
    pub fn artifact(self) -> Option<&'a Artifact> {
        match self {
            Resolution::Exact(artifact) | Resolution::Case(artifact) => Some(artifact),
            Resolution::BuiltIn | Resolution::Missing => None,
        }
    }
}

/// The same by number.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Found {
    Exact(u32),
    Case(u32),
    BuiltIn,
    #[default]
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
    let reference =
        |kind, node: Node<'_>| Reference { kind, target: target(node), node: node.id(), found: Found::Missing };
    let typed = document.nodes_with_key("referenceName").filter_map(|node| {
        let own = node.parent()?.get("type")?.as_str()?;
        if kind == Kind::Pipeline && is_inactive(node) {
            return None;
        }
        Some(reference(Kind::from_reference_type(&own)?, node))
    });
    let mut found: Vec<Reference> = typed.collect();
    if kind == Kind::Database {
        found.extend(document.nodes_with_key("LinkedServiceName").map(|node| reference(Kind::LinkedService, node)));
    }
    found
}

fn target(node: Node<'_>) -> Target {
    match node.as_str() {
        // `@…` is an expression, `[…]` one of an ARM template.
        Some(name) if name.trim().is_empty() || name.starts_with(['@', '[']) => Target::Unknown,
        Some(name) => Target::Name(name.into()),
        None => Target::Unknown,
    }
}

/// Artifacts by kind and name.
#[derive(Debug, Default)]
pub(super) struct Index {
    names: FxHashMap<(Kind, Folded<'static>), Named>,
    /// All of a kind, in path order.
    kinds: FxHashMap<Kind, Vec<u32>>,
}

/// The artifacts of one name, in path order.
#[derive(Debug)]
struct Named {
    first: u32,
    others: Vec<u32>,
}

impl Index {
    pub(super) fn new(artifacts: &[Artifact]) -> Self {
        let mut index = Self::default();
        for (at, artifact) in artifacts.iter().enumerate() {
            index.kinds.entry(artifact.kind).or_default().push(at as u32);
            index.add(artifact.kind, &artifact.name, at);
            // Where name and file disagree, both lead here: the disagreement is a finding of its own.
            if !artifact.name.eq_ignore_ascii_case(&artifact.stem) {
                index.add(artifact.kind, &artifact.stem, at);
            }
        }
        index
    }

    fn add(&mut self, kind: Kind, name: &str, at: usize) {
        match self.names.entry((kind, Folded::of(name.to_owned()))) {
            Entry::Occupied(mut named) => named.get_mut().others.push(at as u32),
            Entry::Vacant(vacant) => {
                vacant.insert(Named { first: at as u32, others: Vec::new() });
            }
        }
    }

    pub(super) fn of_kind(&self, kind: Kind) -> &[u32] {
        self.kinds.get(&kind).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn first_of_stem<'a>(&self, artifacts: &'a [Artifact], artifact: &Artifact) -> Option<&'a Artifact> {
        let names: &FxHashMap<(Kind, Folded<'_>), Named> = &self.names;
        let named = names.get(&(artifact.kind, Folded::of(&artifact.stem)))?;
        let found = std::iter::once(&named.first).chain(&named.others).map(|at| &artifacts[*at as usize]);
        let mut before = found.take_while(|other| other.id < artifact.id);
        before.find(|other| same_name(&other.stem, &artifact.stem))
    }

    pub(super) fn find(&self, artifacts: &[Artifact], kind: Kind, name: &str) -> Found {
        let names: &FxHashMap<(Kind, Folded<'_>), Named> = &self.names;
        let found = names.get_key_value(&(kind, Folded::of(name)));
        let exact = found.and_then(|((_, own), named)| {
            // The key is a name of the first artifact as it stands there.
            let first = Some(named.first).filter(|_| own.text() == name);
            let is_exact = |at: u32| artifacts[at as usize].name == name || artifacts[at as usize].stem == name;
            first.or_else(|| std::iter::once(&named.first).chain(&named.others).copied().find(|at| is_exact(*at)))
        });
        match (exact, found) {
            (Some(at), _) => Found::Exact(at),
            _ if is_built_in(kind, name) => Found::BuiltIn,
            (None, Some((_, named))) => Found::Case(named.first),
            (None, None) => Found::Missing,
        }
    }

    /// Finds what each reference leads to.
    pub(super) fn connect(&self, artifacts: &mut [Artifact]) {
        let take = |artifact: &mut Artifact| std::mem::take(&mut artifact.references);
        let mut references: Vec<Vec<Reference>> = artifacts.iter_mut().map(take).collect();
        references.par_iter_mut().flat_map_iter(|list| list).for_each(|reference| {
            let Target::Name(name) = &reference.target else { return };
            reference.found = self.find(artifacts, reference.kind, name);
            // A deployment fills in the same for a name wherever it stands.
            if matches!(reference.found, Found::Missing) && is_placeholder(name) {
                reference.target = Target::Unknown;
            }
        });
        for (artifact, references) in artifacts.iter_mut().zip(references) {
            artifact.references = references;
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
            let Some(target) = workspace.target(reference) else { continue };
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
    // Nothing is switched off in most files.
    node.document().may_have_key("state") && node.ancestors().any(is_switched_off)
}
