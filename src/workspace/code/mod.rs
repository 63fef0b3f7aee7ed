//! What the code of notebooks and the settings of Spark jobs and configurations do: which linked services, vaults,
//! notebooks, hosts and packages they name, as facts with places. It recognises, and judges nothing.

mod arguments;
mod calls;
mod chain;
mod configure;
mod fact;
mod install;
mod library;
mod magic;
mod outbound;
mod reader;
mod services;
mod settings;
mod sql;

pub use fact::{
    Configure, Connector, Fact, Given, Install, Known, Library, Mount, Outbound, Place, Run, Setting, Tool, What,
};
pub use library::{AUDIENCES, may_ask_for_services};
pub use services::{Role, ServiceUse};

use super::notebook::{Cell, code_cells};
use super::{Artifact, Kind};
use crate::language::code::{Language, Names, Scope, Source};
use reader::Reader;
use regex::Regex;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// What an artifact's code does, in the order it stands there.
#[derive(Debug, Default)]
pub struct Facts {
    facts: Vec<Fact>,
}

impl Facts {
    /// All of it.
    pub fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.facts.iter()
    }

    /// The settings of Spark, each with its fact.
    pub fn settings(&self) -> impl Iterator<Item = (&Fact, &Setting)> {
        self.facts.iter().filter_map(|fact| match &fact.what {
            What::Setting(setting) => Some((fact, setting)),
            _ => None,
        })
    }
}

impl Artifact {
    /// What the code and the settings of a notebook, Spark job or Spark configuration do, and what the activities of
    /// a pipeline give to those they run; nothing for other kinds.
    pub fn code(&self) -> &Facts {
        self.parsed.facts.get_or_init(|| facts(self))
    }
}

fn facts(artifact: &Artifact) -> Facts {
    let facts = match artifact.kind {
        Kind::Notebook => {
            let mut facts = settings::session(artifact);
            facts.extend(notebook(artifact));
            facts
        }
        Kind::SparkJobDefinition => settings::job(artifact),
        Kind::SparkConfiguration => settings::configuration(artifact),
        Kind::Pipeline => settings::activities(artifact),
        _ => Vec::new(),
    };
    Facts { facts }
}

/// Words without which a cell does nothing that is recognised.
const WORDS: &str = r"sparkutils|notebookutils|TokenLibrary|Credential|Notebook\.|://|OPTIONS|LOCATION|%run|%%configure|conda|install|[lL]inked_?[sS]ervice|storage_options|spark\.|fs\.azure|format|ption|\.read|\.write|read_|requests|httpx|httr|urllib|urlopen|http\.client|socket|paramiko|azure|dbutils|%fs|%md|%python|%r\s|%scala|%sh|%sql|sqlanalytics|synapsesql|nuget|connect|Session|Client|download|\\n!|\n!|\x22!|boto3|openai|snowflake|ftplib|smtplib|subprocess|os\.system";

/// Words whose arguments may be names, so that the other cells must be read for what these names mean.
const NAMED: &str = r"sparkutils|notebookutils|TokenLibrary|Credential|Notebook\.|[lL]inked_?[sS]ervice|storage_options|spark\.|fs\.azure|ption|\.read|\.write|read_|requests|httpx|httr|urllib|urlopen|http\.client|\b[sS]ql\(|socket|paramiko|connect|Session|Client|download|boto3|openai|ftplib|smtplib|import";

/// Does a cell, or a file, hold anything that may be recognised?
fn is_worth_reading(text: &str) -> bool {
    static WORTH: OnceLock<Regex> = OnceLock::new();
    text.starts_with('!') || WORTH.get_or_init(|| pattern(WORDS)).is_match(text)
}

fn uses_names(text: &str) -> bool {
    static NAMES: OnceLock<Regex> = OnceLock::new();
    NAMES.get_or_init(|| pattern(NAMED)).is_match(text)
}

fn pattern(words: &str) -> Regex {
    Regex::new(words).expect("the patterns are constants, which every test of a notebook reads")
}

fn notebook(artifact: &Artifact) -> Vec<Fact> {
    // A look at the file saves reading the cells of most notebooks.
    if !is_worth_reading(artifact.document.text()) {
        return Vec::new();
    }
    let cells = code_cells(artifact);
    let sources = sources(&cells);
    let names: Vec<Names<'_>> =
        sources.iter().map(|source| source.as_ref().map(Names::of).unwrap_or_default()).collect();
    let mut scopes = scopes(&cells, &names);
    let mut reader = Reader::new(&cells);
    for (at, names) in names.into_iter().enumerate() {
        match (&sources[at], cells[at].language) {
            (Some(source), Language::Sql) => sql::read(&mut reader, at, source),
            (Some(source), language) => {
                let scope = scopes.entry(language).or_default();
                scope.cell = at;
                if calls::read(&mut reader, source, names, scope) {
                    // What the other notebook binds is not known here.
                    scopes.values_mut().for_each(Scope::forget_all);
                }
            }
            (None, _) => configure::read(&mut reader, at),
        }
    }
    let mut facts = reader.facts;
    facts.sort_by_key(|fact| fact.place.order());
    facts
}

/// The cells that are read, lexed: those that hold anything, and all others where their names may matter.
fn sources<'a>(cells: &'a [Cell<'_>]) -> Vec<Option<Source<'a>>> {
    let all = cells.iter().any(|cell| is_worth_reading(cell.text()) && uses_names(cell.text()));
    let source = |cell: &'a Cell<'_>| {
        let read = match cell.language {
            Language::Other => false,
            Language::Sql => is_worth_reading(cell.text()),
            _ => all || is_worth_reading(cell.text()),
        };
        read.then(|| Source::new(cell.text(), cell.language))
    };
    cells.iter().map(source).collect()
}

/// A scope for each language, with the number of bindings of each name. A parameter is bound twice: here, and by
/// whoever runs the notebook.
fn scopes(cells: &[Cell<'_>], names: &[Names<'_>]) -> FxHashMap<Language, Scope> {
    let mut scopes: FxHashMap<Language, Scope> = FxHashMap::default();
    for (cell, names) in cells.iter().zip(names) {
        let counts = &mut scopes.entry(cell.language).or_default().counts;
        for _ in 0..=usize::from(cell.has_parameters) {
            names.count(counts);
        }
    }
    scopes
}
