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
pub use services::{Role, ServiceUse};

use super::notebook::{Cell, code_cells};
use super::{Artifact, Kind};
use crate::language::code::{Language, Scope, Source, count_bindings};
use reader::Reader;
use regex::Regex;
use std::collections::HashMap;
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
    /// What the code and the settings of a notebook, Spark job or Spark configuration do; nothing for other kinds.
    pub fn code(&self) -> &Facts {
        self.parsed.facts.get_or_init(|| facts(self))
    }
}

fn facts(artifact: &Artifact) -> Facts {
    let facts = match artifact.kind {
        Kind::Notebook => [settings::session(artifact), notebook(artifact)].concat(),
        Kind::SparkJobDefinition => settings::job(artifact),
        Kind::SparkConfiguration => settings::configuration(artifact),
        _ => Vec::new(),
    };
    Facts { facts }
}

/// Words without which a cell does nothing that is recognised.
const WORDS: &str = r"sparkutils|notebookutils|TokenLibrary|Credentials|://|%run|%%configure|conda|install|[lL]inked_?[sS]ervice|storage_options|spark\.|fs\.azure|format|ption|requests|httpx|urllib|urlopen|http\.client|azure|dbutils|%fs|%sql|%md|%sh|%scala|%python|sqlanalytics|synapsesql|nuget|connect|Session|Client|download|\\n!|\n!|\x22!|boto3|openai|ftplib|smtplib|subprocess|os\.system";

/// Words whose arguments may be names, so that the other cells must be read for what these names mean.
const NAMED: &str = r"sparkutils|notebookutils|TokenLibrary|Credentials|[lL]inked_?[sS]ervice|storage_options|spark\.|fs\.azure|ption|requests|httpx|urllib|urlopen|http\.client|connect|Session|Client|download|boto3|openai|ftplib|smtplib|import";

fn matches(pattern: &'static str, cell: &'static OnceLock<Option<Regex>>, text: &str) -> bool {
    let compiled = cell.get_or_init(|| Regex::new(pattern).ok());
    compiled.as_ref().is_none_or(|regex| regex.is_match(text))
}

fn is_worth_reading(text: &str) -> bool {
    static REGEX: OnceLock<Option<Regex>> = OnceLock::new();
    text.starts_with('!') || matches(WORDS, &REGEX, text)
}

fn uses_names(text: &str) -> bool {
    static REGEX: OnceLock<Option<Regex>> = OnceLock::new();
    matches(NAMED, &REGEX, text)
}

fn notebook(artifact: &Artifact) -> Vec<Fact> {
    // A look at the file saves reading the cells of most notebooks.
    if !is_worth_reading(artifact.document.text()) {
        return Vec::new();
    }
    let cells = code_cells(artifact);
    let worth: Vec<bool> = cells.iter().map(|cell| is_worth_reading(cell.text())).collect();
    let all = cells.iter().zip(&worth).any(|(cell, worth)| *worth && uses_names(cell.text()));
    let lexed = |(cell, worth): (&'_ Cell<'_>, &bool)| cell.language != Language::Sql && (all || *worth);
    let sources: Vec<Option<Source<'_>>> =
        cells.iter().zip(&worth).map(|pair| lexed(pair).then(|| Source::new(pair.0.text(), pair.0.language))).collect();
    let mut scopes = scopes(&cells, &sources);
    let mut reader = Reader::new(&cells);
    for (at, cell) in cells.iter().enumerate() {
        match (&sources[at], cell.language) {
            (_, Language::Sql) if worth[at] => sql::read(&mut reader, at, cell.text()),
            (_, Language::Other) => configure::read(&mut reader, at),
            (Some(source), language) => {
                let scope = scopes.entry(language).or_default();
                scope.cell = at;
                let ran = calls::read(&mut reader, source, scope);
                if ran {
                    // What the other notebook binds is not known here.
                    scopes.values_mut().for_each(Scope::forget_all);
                }
            }
            _ => {}
        }
    }
    let mut facts = reader.facts;
    facts.sort_by_key(|fact| fact.place.order());
    facts
}

/// A scope for each language, with the number of bindings of each name. A parameter is bound twice: here, and by
/// whoever runs the notebook.
fn scopes(cells: &[Cell<'_>], sources: &[Option<Source<'_>>]) -> HashMap<Language, Scope> {
    let mut scopes: HashMap<Language, Scope> = HashMap::new();
    for (cell, source) in cells.iter().zip(sources) {
        let Some(source) = source else { continue };
        let counts = &mut scopes.entry(cell.language).or_default().counts;
        for _ in 0..=usize::from(cell.has_parameters) {
            count_bindings(source, counts);
        }
    }
    scopes
}
