//! The streams of a script: who makes which, and who reads it.

use super::tree::{Script, Statement, Stream};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many streams a transformation reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inputs {
    /// None: it brings the data in.
    None,
    /// One.
    One,
    /// Two, as a join.
    Two,
    /// Two or more, as a union.
    TwoOrMore,
    /// One or more, or a transformation that is not known.
    Any,
}

impl Inputs {
    /// How many streams a transformation of this kind reads.
    pub fn of(kind: &str) -> Self {
        match kind {
            "source" | "input" => Inputs::None,
            "join" | "lookup" | "exists" => Inputs::Two,
            "union" => Inputs::TwoOrMore,
            "sink" | "output" | "select" | "derive" | "aggregate" | "split" | "filter" | "sort" | "window" | "rank"
            | "keyGenerate" | "pivot" | "unpivot" | "foldDown" | "alterRow" | "cast" | "parse" | "stringify"
            | "call" => Inputs::One,
            _ => Inputs::Any,
        }
    }

    /// Does it read that many?
    pub fn allows(self, count: usize) -> bool {
        match self {
            Inputs::None => count == 0,
            Inputs::One => count == 1,
            Inputs::Two => count == 2,
            Inputs::TwoOrMore => count >= 2,
            Inputs::Any => true,
        }
    }
}

/// Where a stream that is read comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// From the statement with this number.
    Statement(usize),
    /// Nothing makes a stream of that name.
    NoStream,
    /// The statement with this number makes the stream, but not that branch.
    NoBranch(usize),
    /// The statement with this number splits, and no branch is named.
    WholeSplit(usize),
}

impl Source {
    /// The statement that makes the stream.
    pub fn statement(self) -> Option<usize> {
        match self {
            Source::Statement(at) | Source::NoBranch(at) | Source::WholeSplit(at) => Some(at),
            Source::NoStream => None,
        }
    }
}

/// The graph of a script; streams are known by the number of the statement that makes them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Streams {
    /// Lower-case name → the first statement that makes it.
    names: FxHashMap<String, usize>,
    /// Lower-case names of the branches of each statement.
    branches: FxHashSet<(usize, String)>,
    /// Statement → where each of its inputs comes from.
    pub sources: Vec<Vec<Source>>,
    /// Statement → those who read it.
    pub readers: Vec<Vec<usize>>,
}

impl Streams {
    /// The graph of a script with this text.
    pub fn new(text: &str, script: &Script) -> Self {
        let mut streams = Self { readers: vec![Vec::new(); script.statements.len()], ..Self::default() };
        for (at, statement) in script.statements.iter().enumerate() {
            streams.names.entry(text[statement.output.clone()].to_lowercase()).or_insert(at);
            streams.branches.extend(statement.branches.iter().map(|name| (at, text[name.clone()].to_lowercase())));
        }
        for (at, statement) in script.statements.iter().enumerate() {
            let sources: Vec<Source> =
                statement.inputs.iter().map(|input| streams.source(text, &script.statements, input)).collect();
            for made in sources.iter().filter_map(|source| source.statement()) {
                streams.readers[made].push(at);
            }
            streams.sources.push(sources);
        }
        streams
    }

    /// The statement that makes a stream, by its name without case.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.get(&name.to_lowercase()).copied()
    }

    /// Names of streams compare without case, as Studio compares them.
    fn source(&self, text: &str, statements: &[Statement], stream: &Stream) -> Source {
        let Some(at) = self.find(&text[stream.name.clone()]) else { return Source::NoStream };
        let maker = &statements[at];
        let kind = &text[maker.kind.clone()];
        match &stream.branch {
            None if kind == "split" && !maker.branches.is_empty() => Source::WholeSplit(at),
            None => Source::Statement(at),
            Some(branch) => {
                let known = self.branches.contains(&(at, text[branch.clone()].to_lowercase()));
                // What a flowlet or a transformation that is not known makes is not known either.
                let open = maker.branches.is_empty() && Inputs::of(kind) == Inputs::Any;
                if known || open { Source::Statement(at) } else { Source::NoBranch(at) }
            }
        }
    }

    /// Statement → the statements whose streams it reads.
    pub fn edges(&self) -> Vec<Vec<usize>> {
        let of = |sources: &Vec<Source>| sources.iter().filter_map(|source| source.statement()).collect();
        self.sources.iter().map(of).collect()
    }

    /// Everything a statement's data went through, itself included.
    pub fn upstream(&self, statement: usize) -> Vec<usize> {
        let mut seen = vec![false; self.sources.len()];
        let mut open = vec![statement];
        let mut found = Vec::new();
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                found.push(at);
                open.extend(self.sources[at].iter().filter_map(|source| source.statement()));
            }
        }
        found
    }
}
