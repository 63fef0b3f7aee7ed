//! What can be seen from where: the parameters and variables an artifact declares, and which activities have run
//! before another one. It says what is the case, never whether that is a fault.

mod activities;
mod upstream;

pub use activities::{Activities, Activity, Hidden, Sight};

use super::{Artifact, Kind};
use crate::json::Node;
use crate::language::expression::Root;
use std::collections::HashMap;

/// Names that an artifact declares, compared without case, each with its declaration.
#[derive(Debug)]
pub struct Declared<'a> {
    names: HashMap<String, Node<'a>>,
    in_order: Vec<Node<'a>>,
}

impl<'a> Declared<'a> {
    /// What it declares below `properties`, as `parameters` or `variables`.
    pub fn of(artifact: &'a Artifact, list: &str) -> Self {
        let declared = artifact.property(&[list]).filter(|list| list.is_object());
        let in_order: Vec<Node<'a>> = declared.into_iter().flat_map(Node::children).collect();
        let names = in_order.iter().filter_map(|node| Some((node.key()?.to_lowercase(), *node))).collect();
        Self { names, in_order }
    }

    /// The declaration of a name.
    pub fn get(&self, name: &str) -> Option<Node<'a>> {
        self.names.get(&name.to_lowercase()).copied()
    }

    /// Every declaration, in document order.
    pub fn iter(&self) -> impl Iterator<Item = Node<'a>> {
        self.in_order.iter().copied()
    }

    /// The declaration whose name is nearest to a misspelt one.
    pub fn nearest(&self, name: &str) -> Option<Node<'a>> {
        let keys: Vec<_> = self.in_order.iter().filter_map(|node| node.key()).collect();
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
        self.parsed.activities.get_or_init(|| Activities::new(self))
    }
}
