//! Spark SQL, in cells of its own and in queries that other code holds: the options of a table, settings, locations.

use super::calls::{Cell, Looked};
use super::fact::{Connector, Given, Setting, What};
use super::reader::Reader;
use crate::language::code::{Embedded, Language, Scope, Source, Spot, Text, Value, embedded, fold};

/// The method that runs a query.
pub(super) const NAME: &str = "sql";

/// Reads a cell of Spark SQL.
pub(super) fn read(reader: &mut Reader<'_>, cell: usize, source: &Source<'_>) {
    Sql { reader, cell, source, scope: Scope::of_cell(cell), holder: None, format: Given::Absent }.all();
}

/// Reads the query of `spark.sql("…")`, or of `sql("…")` in R; says whether a call is one.
pub(super) fn query(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) -> bool {
    let on_something = looked.callee.relative || looked.callee.path.len() > 1;
    if looked.name != NAME || !(on_something || cell.source.language == Language::R) {
        return false;
    }
    let query = looked.arguments.tokens(0, &["sqlQuery", "sqlText"]);
    let code = query.and_then(|tokens| embedded(cell.source, cell.scope, tokens));
    if let Some(code) = code.filter(|code| is_worth_reading(code.text(), &mut cell.reader.queries)) {
        let source = Source::new(code.text(), Language::Sql);
        let scope = Scope::of_cell(cell.scope.cell);
        let holder = Some(&code);
        let sql = Sql { reader: cell.reader, cell: scope.cell, source: &source, scope, holder, format: Given::Absent };
        sql.all();
    }
    true
}

/// Does a query hold a path or a setting, and is there time for it?
fn is_worth_reading(query: &str, left: &mut usize) -> bool {
    let fits = query.len() <= *left;
    *left = left.saturating_sub(query.len());
    fits && ["://", "spark.", "fs.azure"].iter().any(|hint| query.contains(hint))
}

struct Sql<'r, 'a> {
    reader: &'r mut Reader<'a>,
    cell: usize,
    source: &'r Source<'r>,
    scope: Scope,
    /// The code it stands in, when that is no cell of its own.
    holder: Option<&'r Embedded>,
    /// The format behind the last `USING`.
    format: Given,
}

impl Sql<'_, '_> {
    fn all(mut self) {
        (0..self.source.tokens.len()).for_each(|at| self.token(at));
    }

    fn token(&mut self, at: usize) {
        if self.source.content(at).is_some() {
            self.literal(at);
            return;
        }
        let Some(word) = self.source.name(at) else { return };
        let is = |keyword: &str| word.eq_ignore_ascii_case(keyword);
        if is("USING") {
            self.format = self.dotted(at + 1).map_or(Given::Absent, |(text, _)| self.given(text));
        } else if is("OPTIONS") && self.source.is(at + 1, b'(') {
            self.options(at + 1);
        } else if is("SET") && (at == 0 || self.source.is(at - 1, b';') || self.source.tokens[at].first) {
            self.setting(at + 1);
        } else if is("LOCATION") || is("DIRECTORY") || is("INPATH") {
            if let Given::Text(path) = self.value(at + 1) {
                self.note(at + 1, What::Path(path));
            }
        } else if self.source.word(at).starts_with('`') && word.contains("://") {
            self.file(at, word);
        }
    }

    fn note(&mut self, at: usize, what: What) {
        let bytes = self.source.bytes(at..at + 1);
        match self.holder {
            None => self.reader.note(self.cell, bytes, what),
            Some(code) => {
                if let Some(spot) = code.spot(bytes) {
                    self.reader.note(spot.cell, spot.bytes, what);
                }
            }
        }
    }

    /// ``parquet.`abfss://…` ``, files named like a table.
    fn file(&mut self, at: usize, path: &str) {
        let start = self.source.bytes(at..at + 1).start + 1;
        let spot = Spot { cell: self.cell, bytes: start..start + path.len() };
        if let Given::Text(path) = self.given(Text { known: path.to_owned(), complete: true, spot, origin: None }) {
            self.note(at, What::Path(path));
        }
    }

    fn literal(&mut self, at: usize) {
        // Only an escape makes a URL of what is none.
        let word = self.source.word(at);
        if !word.contains("://") && !word.contains('\\') {
            return;
        }
        if let Given::Text(known) = self.value(at)
            && known.text.contains("://")
        {
            self.note(at, What::Url(known));
        }
    }

    fn value(&self, at: usize) -> Given {
        if at >= self.source.tokens.len() {
            return Given::Absent;
        }
        match fold(self.source, &self.scope, at..at + 1) {
            Value::Text(text) => self.given(text),
            _ => Given::Unknown,
        }
    }

    fn given(&self, text: Text) -> Given {
        let text = match self.holder {
            None => Some(text),
            Some(code) => code.place(text),
        };
        text.map_or(Given::Unknown, |text| self.reader.given(Some(&Value::Text(text))))
    }

    /// A dotted word such as `spark.synapse.linkedService` or a text, and the token behind it.
    fn dotted(&self, from: usize) -> Option<(Text, usize)> {
        if self.source.content(from).is_some() {
            let value = fold(self.source, &self.scope, from..from + 1);
            return Some((value.as_text()?.clone(), from + 1));
        }
        self.source.name(from)?;
        let mut end = from + 1;
        while self.source.is(end, b'.') && self.source.name(end + 1).is_some() {
            end += 2;
        }
        let bytes = self.source.bytes(from..end);
        let known = self.source.text[bytes.clone()].to_owned();
        Some((Text { known, complete: true, spot: Spot { cell: self.cell, bytes }, origin: None }, end))
    }

    fn options(&mut self, open: usize) {
        let Some(close) = self.source.partner(open) else { return };
        let mut connector = Connector { format: self.format.clone(), options: Vec::new(), open: false };
        let mut at = open + 1;
        while at < close {
            let Some((key, behind)) = self.dotted(at) else { break };
            let value = if self.source.is(behind, b'=') { behind + 1 } else { behind };
            connector.options.push((key.known, self.value(value)));
            at = value + 1;
            at += usize::from(self.source.is(at, b','));
        }
        self.note(open - 1, What::Connector(connector));
    }

    fn setting(&mut self, from: usize) {
        let Some((key, behind)) = self.dotted(from).filter(|(_, behind)| self.source.is(*behind, b'=')) else { return };
        let Given::Text(key) = self.given(key) else { return };
        let value = match self.dotted(behind + 1) {
            Some((text, _)) => self.given(text),
            None => Given::Unknown,
        };
        self.note(from, What::Setting(Setting { key, value }));
    }
}
