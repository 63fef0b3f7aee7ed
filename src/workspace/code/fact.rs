//! What code does that somebody may want to judge: plain data with places, the same for every language.

use crate::json::{Node, Span};
use crate::workspace::Artifact;
use std::ops::Range;

/// A range of the decoded text of a string of the artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    node: u32,
    /// Bytes fit, as no document is larger than 4 GiB.
    within: Range<u32>,
}

/// A text in code, as far as it is known without running it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The known beginning.
    pub text: String,
    /// Is that all of it?
    pub complete: bool,
    /// Where it stands.
    pub place: Place,
    /// Where its literal stands, when it came by a name.
    pub origin: Option<Place>,
}

/// What is passed to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Nothing.
    Absent,
    /// Something that is only known at run time.
    Unknown,
    /// A text.
    Text(Known),
}

/// One thing code does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Where: the callee, the key, the line.
    pub place: Place,
    /// The line of code it stands on; empty outside code.
    pub line: String,
    /// What it is.
    pub what: What,
}

/// What code does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It asks the token library.
    Library(Box<Library>),
    /// It mounts storage.
    Mount(Mount),
    /// It runs another notebook.
    Run(Run),
    /// It sets a setting of Spark.
    Setting(Setting),
    /// It reads or writes by a connector.
    Connector(Connector),
    /// It opens files through a linked service, as pandas and fsspec do.
    FileSystem(Known),
    /// It reads or writes this path, or lists it.
    Path(Known),
    /// It calls out to a host.
    Outbound(Outbound),
    /// It holds this URL.
    Url(Known),
    /// It reads or writes a table of a dedicated SQL pool.
    PoolTable(Known),
    /// It installs packages.
    Install(Install),
    /// It asks for an identity by a class of the Azure SDK.
    Identity(String),
    /// It imports a library that talks to a service.
    Sdk(String),
    /// It runs a command in a shell.
    Shell(String),
    /// It uses something that only Databricks has.
    Databricks(String),
    /// It configures the session.
    Configure(Configure),
}

/// A call of the token library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    /// The function, by its name in Python.
    pub function: &'static str,
    /// The linked service.
    pub service: Given,
    /// The name of a vault.
    pub vault: Given,
    /// The name of a secret.
    pub secret: Given,
    /// The value that a secret is given.
    pub value: Given,
    /// The audience of a token.
    pub audience: Given,
}

/// A mount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// What is mounted.
    pub source: Given,
    /// The linked service.
    pub service: Given,
}

/// A run of another notebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// How: `%run`, `notebook.run`, `notebook.runMultiple`.
    pub how: &'static str,
    /// The notebook, with folders as they are written.
    pub target: Given,
}

/// A setting of Spark. Those of `spark.jars.packages` install from Maven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its key.
    pub key: Known,
    /// Its value.
    pub value: Given,
}

/// A chain of a reader or writer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connector {
    /// Its format.
    pub format: Given,
    /// Its options.
    pub options: Vec<(String, Given)>,
    /// Are there options that only a run knows?
    pub open: bool,
}

/// A call that leaves the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbound {
    /// What is called, as `requests.get`.
    pub callee: String,
    /// Where to: a URL, a host or a connection string.
    pub target: Given,
}

/// An installation of packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Install {
    /// By what.
    pub tool: Tool,
    /// What is said to it: packages and options.
    pub command: String,
    /// Does all of it come from files at hand, so that no network is needed?
    pub local: bool,
}

/// What installs packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Python's.
    Pip,
    /// Anaconda's.
    Conda,
    /// `install.packages` of R and its like.
    R,
    /// .NET's.
    NuGet,
}

/// A `%%configure` cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configure {
    /// Does it restart the session (`-f`)?
    pub force: bool,
    /// Does a pipeline fill in some of its values?
    pub filled_by_pipeline: bool,
    /// The first code that runs before it.
    pub earlier: Option<Place>,
    /// What is wrong with its JSON, and where.
    pub problem: Option<(String, Place)>,
}

impl Place {
    /// A range of a node's decoded text.
    pub(super) fn new(node: Node<'_>, within: Span) -> Self {
        Self { node: node.id(), within: within.start as u32..within.end as u32 }
    }

    /// The order of the file.
    pub(super) fn order(&self) -> (u32, usize) {
        (self.node, self.within.start as usize)
    }

    /// The node in the artifact it was found in, and the range of its decoded text.
    pub fn of<'a>(&self, artifact: &'a Artifact) -> (Node<'a>, Span) {
        (artifact.document.node(self.node), self.within.start as usize..self.within.end as usize)
    }
}

impl Known {
    /// The text, when all of it is known.
    pub fn literal(&self) -> Option<&str> {
        self.complete.then_some(self.text.as_str())
    }
}

impl Given {
    /// The text, as far as it is known.
    pub fn known(&self) -> Option<&Known> {
        match self {
            Given::Text(known) => Some(known),
            Given::Absent | Given::Unknown => None,
        }
    }

    /// The text, when all of it is known, with its place.
    pub fn literal(&self) -> Option<(&str, &Known)> {
        let known = self.known()?;
        Some((known.literal()?, known))
    }
}

impl Run {
    /// The name of the notebook, when it is known: names are unique in a workspace, and folders only for show.
    pub fn name(&self) -> Option<&str> {
        let (path, _) = self.target.literal()?;
        let name = path.trim().trim_end_matches('/').rsplit('/').next()?.trim();
        (!name.is_empty()).then_some(name)
    }
}

impl Connector {
    /// The value of an option; names of options compare without case.
    pub fn option(&self, name: &str) -> Option<&Given> {
        self.options.iter().rev().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}
