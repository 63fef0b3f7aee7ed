//! The model of a repository: workspaces, their artifacts, and who refers to whom. It knows nothing of rules,
//! wording or reports; files are read in [`files`] only.

pub mod artifact;
pub mod call;
pub mod code;
pub mod connection;
pub mod cycle;
pub mod dataflow;
pub mod discover;
pub mod expressions;
pub mod files;
pub mod graph;
mod kind;
mod load;
mod mentions;
mod name;
pub mod notebook;
pub mod order;
pub mod parsed;
pub mod pieces;
pub mod pipeline;
pub mod practice;
mod runs;
pub mod scope;
pub(crate) mod search;
pub mod sensitive;
pub mod sql;
pub mod stream;
pub mod trigger;
pub mod unread;

pub use artifact::{Artifact, Problem};
pub use graph::{Reference, Resolution, Target};
pub use kind::Kind;
pub use load::{load, load_listed, read_json};
pub use name::{Folded, same_name};
pub use sensitive::{Holder, Secret};

use crate::json::Node;
use globset::GlobSet;
use graph::{Found, Use, User};
use rustc_hash::FxHashSet;
use std::sync::OnceLock;

/// The service a root belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Product {
    /// Azure Synapse Analytics.
    Synapse,
    /// Azure Data Factory.
    DataFactory,
}

impl Product {
    /// How sentences call what one root is deployed to.
    pub fn word(self) -> &'static str {
        match self {
            Self::Synapse => "workspace",
            Self::DataFactory => "factory",
        }
    }
}

/// Kinds that are there for others alone. A pipeline may be run by hand, and so may a notebook or a script.
const SERVING: [Kind; 3] = [Kind::LinkedService, Kind::Dataset, Kind::Dataflow];

/// One root with everything in it.
#[derive(Debug)]
pub struct Workspace {
    /// Folder of the root, relative to the base of the files; empty for the base itself.
    pub root: String,
    /// Which service it belongs to.
    pub product: Product,
    /// Its artifacts in path order.
    pub artifacts: Vec<Artifact>,
    index: graph::Index,
    exported_notebooks: FxHashSet<String>,
    external: GlobSet,
    users: OnceLock<Vec<Vec<Use>>>,
    rings: OnceLock<Vec<Vec<Use>>>,
    sql_names: OnceLock<sql::SqlNames>,
    runs: OnceLock<Vec<Option<Use>>>,
    mentioned: OnceLock<FxHashSet<usize>>,
}

impl Workspace {
    fn new(
        root: String,
        product: Product,
        mut artifacts: Vec<Artifact>,
        exported_notebooks: FxHashSet<String>,
    ) -> Self {
        for (id, artifact) in artifacts.iter_mut().enumerate() {
            artifact.id = id;
        }
        let index = graph::Index::new(&artifacts);
        index.connect(&mut artifacts);
        Self {
            root,
            product,
            artifacts,
            index,
            exported_notebooks,
            external: GlobSet::empty(),
            users: OnceLock::new(),
            rings: OnceLock::new(),
            sql_names: OnceLock::new(),
            runs: OnceLock::new(),
            mentioned: OnceLock::new(),
        }
    }

    /// Declares artifacts that live elsewhere: patterns over `kind/name`, matched without case.
    pub fn declare_external(&mut self, external: GlobSet) {
        self.external = external;
    }

    /// Does this name live elsewhere: declared so, or a notebook that is to be imported?
    pub fn is_external(&self, kind: Kind, name: &str) -> bool {
        let imported = kind == Kind::Notebook && self.exported_notebooks.contains(&name.to_lowercase());
        let declared = || !self.external.is_empty() && self.external.is_match(format!("{}/{name}", kind.folder()));
        imported || declared()
    }

    /// What a name leads to.
    pub fn resolve(&self, kind: Kind, name: &str) -> Resolution<'_> {
        self.resolution(self.index.find(&self.artifacts, kind, name))
    }

    /// The artifact a name leads to, whatever its case.
    pub fn find(&self, kind: Kind, name: &str) -> Option<&Artifact> {
        self.resolve(kind, name).artifact()
    }

    /// The artifact of a kind that an artifact names at a node, whatever its case.
    pub fn named_at(&self, artifact: &Artifact, kind: Kind, node: Node<'_>) -> Option<&Artifact> {
        // Nearly always a reference that was resolved before; they stand in document order.
        let at = artifact.references.binary_search_by_key(&node.id(), |reference| reference.node);
        let known = at.ok().map(|at| &artifact.references[at]);
        match known.filter(|reference| reference.kind == kind && reference.target != Target::Unknown) {
            Some(reference) => self.target(reference),
            None => self.find(kind, &node.as_str()?),
        }
    }

    /// What a reference of one of the artifacts leads to.
    pub fn resolve_reference(&self, reference: &Reference) -> Resolution<'_> {
        self.resolution(reference.found)
    }

    /// The artifact such a reference leads to, whatever its case.
    pub fn target(&self, reference: &Reference) -> Option<&Artifact> {
        self.resolve_reference(reference).artifact()
    }

    fn resolution(&self, found: Found) -> Resolution<'_> {
        match found {
            Found::Exact(at) => Resolution::Exact(&self.artifacts[at as usize]),
            Found::Case(at) => Resolution::Case(&self.artifacts[at as usize]),
            Found::BuiltIn => Resolution::BuiltIn,
            Found::Missing => Resolution::Missing,
        }
    }

    /// May any artifact of a kind be meant where it cannot be seen: in a broken file, or by a reference that says only at
    /// deployment or at run time whom it means?
    pub fn may_mean_any(&self, kind: Kind) -> bool {
        let mut references = self.artifacts.iter().flat_map(|artifact| &artifact.references);
        references.any(|reference| reference.kind == kind && reference.target == Target::Unknown)
            || self.artifacts.iter().any(|artifact| artifact.problem.is_some())
    }

    /// All artifacts of a kind, in path order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Artifact> {
        self.index.of_kind(kind).iter().map(|at| &self.artifacts[*at as usize])
    }

    /// The first artifact in path order whose file name differs from this one's by nothing but case; `None` when
    /// there is none before it.
    pub fn first_of_stem(&self, artifact: &Artifact) -> Option<&Artifact> {
        self.index.first_of_stem(&self.artifacts, artifact)
    }

    /// The root as reports show it: `.` for the base.
    pub fn shown_root(&self) -> &str {
        if self.root.is_empty() { "." } else { &self.root }
    }

    fn user(&self, (at, node): Use) -> User<'_> {
        let artifact = &self.artifacts[at];
        (artifact, artifact.document.node(node))
    }

    fn all_users(&self) -> &[Vec<Use>] {
        self.users.get_or_init(|| graph::users(self))
    }

    fn sql_names(&self) -> &sql::SqlNames {
        self.sql_names.get_or_init(|| sql::SqlNames::of(&self.artifacts))
    }

    /// Who refers to an artifact, in path order: each user with the node that names it.
    pub fn users(&self, artifact: &Artifact) -> impl Iterator<Item = User<'_>> {
        self.all_users()[artifact.id].iter().map(|user| self.user(*user))
    }

    /// Is this an artifact that serves others, to which none of them refers, and whose name stands nowhere in their
    /// text? What is switched off counts as a use, and so does a name in code.
    pub fn is_unused(&self, artifact: &Artifact) -> bool {
        let serves = |one: &Artifact| SERVING.contains(&one.kind);
        let lonely = |one: &Artifact| self.users(one).all(|(user, _)| user == one);
        let mentioned = || {
            self.mentioned.get_or_init(|| {
                let wanted: Vec<&Artifact> = self.artifacts.iter().filter(|one| serves(one) && lonely(one)).collect();
                mentions::mentioned(self, &wanted)
            })
        };
        serves(artifact) && lonely(artifact) && !mentioned().contains(&artifact.id)
    }

    /// Do notebooks lie here that are yet to be imported, so that what they use is not known?
    pub fn has_exported_notebooks(&self) -> bool {
        !self.exported_notebooks.is_empty()
    }

    /// Rings of pipelines that execute each other, each once, from its first pipeline in path order.
    pub fn pipeline_rings(&self) -> impl Iterator<Item = Vec<User<'_>>> {
        let rings = self.rings.get_or_init(|| graph::pipeline_rings(self, self.all_users()));
        rings.iter().map(|ring| ring.iter().map(|step| self.user(*step)).collect())
    }
}
