//! One artifact: its identity and its document.

use super::Kind;
use super::graph::Reference;
use super::parsed::Parsed;
use crate::json::{Document, Node, Span, SyntaxError};
use std::sync::Arc;

/// A file of a workspace.
#[derive(Debug)]
pub struct Artifact {
    /// Position in its workspace.
    pub id: usize,
    /// Kind, by folder.
    pub kind: Kind,
    /// Name: the `name` property, or the file's stem where there is none. Parts of a lake database carry their
    /// folders (`Sales/table/Customer`), as names repeat between databases.
    pub name: String,
    /// The file name without its extension, folders included as in `name`.
    pub stem: String,
    /// Path relative to the base of the files, with `/`.
    pub path: Arc<str>,
    /// The document; `null` when the file has a `problem`.
    pub document: Document,
    /// Why there is no document.
    pub problem: Option<Problem>,
    /// What it refers to, in document order.
    pub references: Vec<Reference>,
    /// The trees of the languages inside it.
    pub parsed: Parsed,
}

/// Why a file has no document.
#[derive(Debug)]
pub enum Problem {
    /// A folder in which some may lie, and which cannot be looked into: one clause that says why. It stands for all of
    /// its kind that may be there.
    ClosedFolder(String),
    /// It cannot be read or is not UTF-8.
    Unreadable {
        /// One clause that says why.
        why: String,
        /// The first bytes that are wrong, in the file.
        span: Span,
        /// How to mend it.
        help: Option<&'static str>,
    },
    /// It is not JSON.
    Syntax(SyntaxError),
    /// It is JSON, but no object, as every artifact is.
    NotAnObject(Span),
}

impl Artifact {
    /// The outermost value of the document.
    pub fn root(&self) -> Node<'_> {
        self.document.root()
    }

    /// A value of the document by its keys below `properties`.
    pub fn property(&self, keys: &[&str]) -> Option<Node<'_>> {
        self.root().get("properties")?.at(keys)
    }

    /// `properties.type`: the type of a linked service, dataset, runtime or trigger.
    pub fn type_name(&self) -> Option<std::borrow::Cow<'_, str>> {
        self.property(&["type"])?.as_str()
    }

    /// Where to point when the artifact as a whole is meant: its name, else its first character.
    pub fn anchor(&self) -> Node<'_> {
        self.root().get("name").unwrap_or(self.root())
    }

    /// How messages call it: `linked service "Orders"`.
    pub fn described(&self) -> String {
        match self.is_closed_folder() {
            true => format!("the folder {}", self.path),
            false => format!("{} \"{}\"", self.kind.words(), self.name),
        }
    }

    /// Is it no file, but a folder that cannot be looked into?
    pub fn is_closed_folder(&self) -> bool {
        matches!(self.problem, Some(Problem::ClosedFolder(_)))
    }

    /// Was it made by the service, in every workspace?
    pub fn is_built_in(&self) -> bool {
        is_built_in(self.kind, &self.name)
    }
}

/// Names that the service makes itself, so they exist whether Git has them or not (the
/// names that the deployment action of Microsoft, github.com/Azure/Synapse-workspace-deployment, skips, and
/// `AutoResolveIntegrationRuntime`).
pub fn is_built_in(kind: Kind, name: &str) -> bool {
    let ends = |suffix: &str| {
        let at = name.len().checked_sub(suffix.len());
        at.and_then(|at| name.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
    };
    match kind {
        Kind::IntegrationRuntime => name.eq_ignore_ascii_case(AUTO_RESOLVE),
        Kind::LinkedService => ends("WorkspaceDefaultStorage") || ends("WorkspaceDefaultSqlServer"),
        Kind::Credential => name.eq_ignore_ascii_case("WorkspaceSystemIdentity"),
        Kind::ManagedVirtualNetwork => name.eq_ignore_ascii_case("default"),
        _ => kind.lives_outside_git(),
    }
}

/// The Azure runtime every workspace has.
pub const AUTO_RESOLVE: &str = "AutoResolveIntegrationRuntime";
