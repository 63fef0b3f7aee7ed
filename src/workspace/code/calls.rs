//! Calls in Python, Scala, C# and R: which recogniser looks at which.

use super::arguments::Arguments;
use super::fact::{Given, What};
use super::reader::Reader;
use super::{chain, install, library, magic, outbound, sql};
use crate::language::code::{Call, Callee, Event, Names, Scope, Source, Value, fold, walk};
use rustc_hash::FxHashSet;
use std::sync::OnceLock;

/// Reads a cell with its names; says whether it ran another notebook inside this one, by `%run`.
pub(super) fn read(reader: &mut Reader<'_>, source: &Source<'_>, names: Names<'_>, scope: &mut Scope) -> bool {
    let mut ran = false;
    walk(source, names, scope, &mut |scope, event| match event {
        Event::Magic(at) => {
            if magic::read(reader, scope.cell, source, at) {
                // What the other notebook binds is not known here.
                scope.forget_all();
                ran = true;
            }
        }
        other => Cell { reader, source, scope }.event(&other),
    });
    install::bare_lines(&mut Cell { reader, source, scope });
    ran
}

/// One cell while it is read.
pub(super) struct Cell<'r, 'a> {
    pub reader: &'r mut Reader<'a>,
    pub source: &'r Source<'r>,
    pub scope: &'r Scope,
}

/// One call that is looked at closer.
pub(super) struct Looked<'r> {
    pub call: Call,
    pub callee: Callee,
    /// The last name of the path, its first letter small as in Python: `getSecret`.
    pub name: String,
    pub arguments: Arguments<'r>,
}

impl<'r> Cell<'r, '_> {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Call(call) => self.call(*call),
            Event::Keyword(at) => self.keyword(*at),
            Event::Literal(at) => self.literal(*at),
            Event::Import(path, at) => self.import(path, *at),
            Event::Magic(_) => {}
        }
    }

    fn call(&mut self, call: Call) {
        let word = self.source.name(call.callee).unwrap_or_default();
        let of_databricks = self.source.word(self.source.head(call.callee)) == "dbutils";
        if !(of_databricks || names().contains(word) || self.scope.is_alias(word)) {
            return;
        }
        let callee = call.path(self.source, self.scope);
        let name = camel(callee.path.last().map_or("", String::as_str));
        let arguments = Arguments::of(self.source, self.scope, call);
        let looked = Looked { call, callee, name, arguments };
        if of_databricks {
            self.databricks(&looked);
            return;
        }
        // The first that knows the call speaks for it.
        let _ = library::read(self, &looked)
            || self.opens_files(&looked)
            || sql::query(self, &looked)
            || install::read(self, &looked)
            || chain::read(self, &looked)
            || outbound::read(self, &looked);
    }

    /// Where the code gives the name a meaning of its own, it is not the one of Databricks.
    fn databricks(&mut self, looked: &Looked<'_>) {
        let own = looked.callee.path.first().is_none_or(|first| first != "dbutils");
        if !own && !looked.callee.relative && !self.scope.counts.contains_key("dbutils") {
            self.note_path(looked, What::Databricks(looked.callee.path.join(".")));
        }
    }

    /// Notes a fact at the path of a call.
    pub fn note_path(&mut self, looked: &Looked<'_>, what: What) {
        self.note(looked.callee.first, looked.call.callee, what);
    }

    /// Notes a fact at a run of tokens.
    pub fn note(&mut self, first: usize, last: usize, what: What) {
        self.reader.note(self.scope.cell, self.source.bytes(first..last + 1), what);
    }

    /// `storage_options={"linked_service": "…"}`, as pandas and its like take it.
    fn keyword(&mut self, at: usize) {
        if self.source.word(at) == "storage_options" {
            let value = fold(self.source, self.scope, self.source.keyword_value(at));
            self.file_system(at, value.get("linked_service"));
        }
    }

    /// `fsspec.open("abfs://…", linked_service="…")`; says whether the call is one of fsspec.
    fn opens_files(&mut self, looked: &Looked<'_>) -> bool {
        let opens = looked.callee.path.first().is_some_and(|first| matches!(first.as_str(), "fsspec" | "adlfs"));
        if opens {
            let service = looked.arguments.by_keyword(&["linked_service"]);
            self.file_system(looked.call.callee, service.as_ref());
        }
        opens
    }

    fn file_system(&mut self, at: usize, service: Option<&Value>) {
        if let Given::Text(known) = self.reader.given(service) {
            self.note(at, at, What::FileSystem(known));
        }
    }

    fn literal(&mut self, at: usize) {
        let Some((_, bytes)) = self.source.content(at) else { return };
        let content = &self.source.text[bytes];
        install::package(self, at, content);
        if content.contains("://")
            && let Given::Text(known) = self.reader.given(Some(&fold(self.source, self.scope, at..at + 1)))
        {
            self.note(at, at, What::Url(known));
        }
    }

    fn import(&mut self, path: &[String], at: usize) {
        const LIBRARIES: [&str; 5] = ["azureml", "azure", "openai", "boto3", "snowflake"];
        let Some(first) = path.first().filter(|first| LIBRARIES.contains(&first.as_str())) else { return };
        self.note(at, at, What::Sdk(first.clone()));
    }
}

/// The name with a small first letter: C# writes `GetSecret` for what is `getSecret` elsewhere.
fn camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Calls of fsspec and adlfs that open files.
const OPENERS: &[&str] = &["open", "open_files", "filesystem", "url_to_fs", "AzureBlobFileSystem"];

/// Every name of a call that a recogniser looks at, also as C# spells it.
fn names() -> &'static FxHashSet<String> {
    static NAMES: OnceLock<FxHashSet<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let pascal = |name: &str| name[..1].to_uppercase() + &name[1..];
        let shared = library::NAMES.iter().copied().chain(chain::names()).chain([sql::NAME]);
        let spelt = shared.flat_map(|name| [name.to_owned(), pascal(name)]);
        let others = install::NAMES.iter().chain(OPENERS).copied().chain(outbound::names());
        spelt.chain(others.map(str::to_owned)).collect()
    })
}
