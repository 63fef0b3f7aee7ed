//! What can be seen from where: the parameters and variables an artifact declares, and which activities have run
//! before another one. It says what is the case, never whether that is a fault.

mod activities;
mod upstream;

pub use activities::{Activities, Activity, Control, Hidden, Sight};

use super::{Artifact, Folded, Kind};
use crate::json::Node;
use crate::language::expression::Root;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// Names that an artifact declares, compared without case, each with its declaration.
#[derive(Debug)]
pub struct Declared<'a> {
    list: Option<Node<'a>>,
    /// Made when the first name is asked for.
    by_name: OnceCell<FxHashMap<Folded<'a>, Node<'a>>>,
}

impl<'a> Declared<'a> {
    /// What it declares below `properties`, as `parameters` or `variables`.
    pub fn of(artifact: &'a Artifact, list: &str) -> Self {
        Self::in_list(artifact.property(&[list]).filter(|list| list.is_object()))
    }

    /// The same of an object that holds declarations.
    pub(super) fn in_list(list: Option<Node<'a>>) -> Self {
        Self { list, by_name: OnceCell::new() }
    }

    /// The declaration of a name.
    pub fn get(&self, name: &str) -> Option<Node<'a>> {
        let named = |node: Node<'a>| Some((Folded::of(node.key()?), node));
        let by_name: &FxHashMap<Folded<'_>, _> = self.by_name.get_or_init(|| self.iter().filter_map(named).collect());
        by_name.get(&Folded::of(name)).copied()
    }

    /// Every declaration, in document order.
    pub fn iter(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        self.list.into_iter().flat_map(Node::children)
    }

    /// The declaration whose name is nearest to a misspelt one.
    pub fn nearest(&self, name: &str) -> Option<Node<'a>> {
        let keys: Vec<_> = self.iter().filter_map(Node::key).collect();
        self.get(crate::suggest::closest(name, keys.iter().map(|key| key.as_ref()))?)
    }
}

/// How an artifact of this kind reads its own parameters; `None` where it has none.
pub fn root_of_parameters(kind: Kind) -> Option<Root> {
    match kind {
        Kind::Pipeline => Some(Root::Parameter),
        Kind::Dataset => Some(Root::Dataset),
        Kind::LinkedService => Some(Root::LinkedService),
        _ => None,
    }
}

impl Artifact {
    /// The activities of a pipeline, by who waits for whom.
    pub fn activities(&self) -> &Activities {
        self.parsed.activities.get_or_init(|| Box::new(Activities::new(self)))
    }
}
