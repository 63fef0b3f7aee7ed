//! One pass over a cell: keeps account of names, and shows calls, strings, imports and magics as they come.

use super::binding::Binding;
use super::block::Blocks;
use super::import::Import;
use super::names::{Names, Nesting};
use super::{Language, Scope, Source, TokenKind, fold};
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

/// Something a reader of code may care for.
#[derive(Debug)]
pub enum Event {
    /// A call.
    Call(Call),
    /// A keyword argument, by the token of its name.
    Keyword(usize),
    /// A string, by its token.
    Literal(usize),
    /// An import: the dotted path, and its first token.
    Import(Vec<String>, usize),
    /// An order to the shell around the code, by its token.
    Magic(usize),
}

/// One call: `mssparkutils.credentials.getSecret("vault", "name")`.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    /// Index of the name that is called.
    pub callee: usize,
    /// Index of its opening bracket.
    pub open: usize,
}

/// What is called.
#[derive(Debug)]
pub struct Callee {
    /// The dotted path, its first name written out where it is another name for something.
    pub path: Vec<String>,
    /// Is it called on the result of something else, as `save` in `f().save()`?
    pub relative: bool,
    /// Index of the first name of its path.
    pub first: usize,
}

impl Call {
    /// What is called, in full.
    pub fn path(self, source: &Source<'_>, scope: &Scope) -> Callee {
        let (path, first) = source.path(self.callee);
        let relative = first > 0 && source.is(first - 1, b'.');
        let path = if relative { path.into_iter().map(str::to_owned).collect() } else { scope.canonical(&path) };
        Callee { path, relative, first }
    }
}

/// Reads a cell with its names from its beginning to its end.
pub fn walk(source: &Source<'_>, names: Names<'_>, scope: &mut Scope, visit: &mut dyn FnMut(&mut Scope, Event)) {
    let (imports, bindings) = (names.imports.into_iter().peekable(), names.bindings.into_iter().peekable());
    Walker { source, imports, bindings, scope, blocks: Blocks::default(), nesting: Nesting::default() }.run(visit);
}

struct Walker<'a> {
    source: &'a Source<'a>,
    imports: Peekable<IntoIter<(usize, Import)>>,
    bindings: Peekable<IntoIter<(usize, Binding<'a>)>>,
    scope: &'a mut Scope,
    blocks: Blocks,
    nesting: Nesting,
}

impl Walker<'_> {
    fn run(&mut self, visit: &mut dyn FnMut(&mut Scope, Event)) {
        for (at, token) in self.source.tokens.iter().enumerate() {
            if token.first && self.source.language == Language::Python && self.nesting.is_empty() {
                let ended = self.blocks.line(self.source, at);
                self.forget(ended);
            }
            match token.kind {
                TokenKind::Punctuation(byte) => self.bracket(at, byte),
                TokenKind::String(_) => visit(self.scope, Event::Literal(at)),
                TokenKind::Magic => visit(self.scope, Event::Magic(at)),
                TokenKind::Name => self.name(at, visit),
                TokenKind::Number => {}
            }
        }
    }

    fn bracket(&mut self, at: usize, byte: u8) {
        self.nesting.pass(byte, self.source.language);
        if !self.source.language.has_braces() {
            return;
        }
        match byte {
            b'(' | b'[' | b'{' => self.blocks.enter(self.source, at),
            b')' | b']' | b'}' => {
                let ended = self.blocks.leave();
                self.forget(ended);
            }
            _ => {}
        }
    }

    fn forget(&mut self, names: Vec<String>) {
        for name in names {
            self.scope.forget(&name);
        }
    }

    fn name(&mut self, at: usize, visit: &mut dyn FnMut(&mut Scope, Event)) {
        while let Some((_, (name, path))) = self.imports.next_if(|(own, _)| *own == at) {
            self.scope.alias(&name, &path);
            visit(self.scope, Event::Import(path, at));
        }
        if self.source.is(at + 1, b'(') && !self.is_definition(at) {
            visit(self.scope, Event::Call(Call { callee: at, open: at + 1 }));
        }
        if self.source.is(at + 1, b'=') && self.nesting.nested() && !self.source.is(at + 2, b'=') {
            visit(self.scope, Event::Keyword(at));
        }
        while let Some((_, Binding { name, value })) = self.bindings.next_if(|(own, _)| *own == at) {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                self.bind(name, value);
            }
        }
    }

    fn is_definition(&self, at: usize) -> bool {
        at > 0 && self.source.word(at - 1) == "def"
    }

    fn bind(&mut self, name: &str, value: Range<usize>) {
        if let Some(path) = self.object(value.clone()) {
            self.scope.alias(name, &path);
        }
        // Folding is for nothing where the name is no constant.
        if self.scope.counts.get(name) == Some(&1) && self.blocks.runs_once() {
            let value = fold(self.source, self.scope, value);
            if self.scope.define(name, value) {
                self.blocks.bind(name);
            }
        }
    }

    /// The path of an object or of its constructor: `mssparkutils.credentials`, `requests.Session()`.
    fn object(&self, value: Range<usize>) -> Option<Vec<String>> {
        let start = if self.source.word(value.start) == "new" { value.start + 1 } else { value.start };
        let mut end = start;
        while end < value.end && (self.source.name(end).is_some() || self.source.is(end, b'.')) {
            end += 1;
        }
        // A function may give anything; a class gives one of its own.
        let class = end > start && self.source.word(end - 1).starts_with(char::is_uppercase);
        let constructed = class && self.source.is(end, b'(') && self.source.next(end) == value.end;
        let last = end.checked_sub(1).filter(|_| end > start && (end == value.end || constructed))?;
        let (path, first) = self.source.path(last);
        (first == start).then(|| self.scope.canonical(&path))
    }
}
