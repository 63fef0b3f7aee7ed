//! The script of a data flow, parsed, and the lists beside it that bind its sources and sinks to datasets, linked
//! services and flowlets.

use super::pieces::Pieces;
use super::{Artifact, Kind};
use crate::json::{Node, Span};
use crate::language::dataflow::{Failure, Script, Statement, Streams, SyntaxError, parse};

/// A data flow's script.
#[derive(Debug)]
pub struct Dataflow {
    pieces: Pieces,
    script: Result<Script, SyntaxError>,
    streams: Streams,
}

impl Dataflow {
    fn new(artifact: &Artifact) -> Option<Self> {
        let wanted = ["MappingDataFlow", "Flowlet"];
        let type_name = artifact.type_name().filter(|_| artifact.kind == Kind::Dataflow)?;
        let properties = artifact.property(&["typeProperties"]).filter(|_| wanted.contains(&type_name.as_ref()))?;
        let pieces = Pieces::new(properties.get("scriptLines").or_else(|| properties.get("script"))?, "\n");
        // A template of Azure Resource Manager that builds the script.
        if pieces.text().trim_start().starts_with('[') {
            return None;
        }
        let script = match parse(pieces.text()) {
            Ok(script) => Ok(script),
            Err(Failure::Syntax(error)) => Err(error),
            Err(Failure::Beyond) => return None,
        };
        let streams = script.as_ref().map(|script| Streams::new(pieces.text(), script)).unwrap_or_default();
        Some(Self { pieces, script, streams })
    }

    /// The text of the script.
    pub fn text(&self) -> &str {
        self.pieces.text()
    }

    /// What the script says.
    ///
    /// # Errors
    /// The first fault of a script that does not parse.
    pub fn script(&self) -> Result<&Script, &SyntaxError> {
        self.script.as_ref()
    }

    /// Its statements; none when it does not parse.
    pub fn statements(&self) -> &[Statement] {
        self.script.as_ref().map(|script| script.statements.as_slice()).unwrap_or_default()
    }

    /// The graph of its streams.
    pub fn streams(&self) -> &Streams {
        &self.streams
    }

    /// The words at a place of the script.
    pub fn at(&self, span: &Span) -> &str {
        &self.text()[span.clone()]
    }

    /// What a statement does: `join`.
    pub fn kind(&self, statement: &Statement) -> &str {
        self.at(&statement.kind)
    }

    /// The stream a statement makes.
    pub fn name(&self, statement: &Statement) -> &str {
        self.at(&statement.output)
    }

    /// The strings the script is made of.
    pub fn pieces(&self) -> &Pieces {
        &self.pieces
    }
}

impl Artifact {
    /// The script of a mapping data flow or flowlet; `None` when there is none, or none that can be judged.
    pub fn dataflow(&self) -> Option<&Dataflow> {
        self.parsed.dataflow.get_or_init(|| Dataflow::new(self).map(Box::new)).as_deref()
    }
}

/// One of the lists beside a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// `sources`
    Sources,
    /// `sinks`
    Sinks,
    /// `transformations`, in a flowlet its inputs and outputs too.
    Transformations,
}

impl List {
    /// All three.
    pub const ALL: [List; 3] = [List::Sources, List::Sinks, List::Transformations];

    /// The list in which a statement of this kind stands.
    pub fn of(kind: &str) -> Self {
        match kind {
            "source" => List::Sources,
            "sink" => List::Sinks,
            _ => List::Transformations,
        }
    }

    /// The key of the list.
    pub fn key(self) -> &'static str {
        match self {
            List::Sources => "sources",
            List::Sinks => "sinks",
            List::Transformations => "transformations",
        }
    }

    /// What one of its entries is called.
    pub fn word(self) -> &'static str {
        match self {
            List::Sources => "source",
            List::Sinks => "sink",
            List::Transformations => "transformation",
        }
    }

    /// Its entries in a data flow.
    pub fn entries(self, dataflow: &Artifact) -> impl Iterator<Item = Node<'_>> {
        dataflow.property(&["typeProperties", self.key()]).into_iter().flat_map(Node::items)
    }
}
