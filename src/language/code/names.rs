//! What the names of a cell bring: imports and bindings, found once. How often a name is bound in all cells is counted
//! before the first of them is read.

use super::binding::{Binding, bindings};
use super::import::{Import, imports};
use super::{Language, Source, TokenKind};
use rustc_hash::FxHashMap;

/// The imports and bindings of a cell, in order, each with the token that makes it.
#[derive(Debug, Default)]
pub struct Names<'a> {
    pub(super) imports: Vec<(usize, Import)>,
    pub(super) bindings: Vec<(usize, Binding<'a>)>,
}

impl<'a> Names<'a> {
    /// Finds those of a cell.
    pub fn of(source: &Source<'a>) -> Self {
        let mut names = Self::default();
        if matches!(source.language, Language::Sql | Language::Other) {
            return names;
        }
        let mut nesting = Nesting::default();
        for (at, token) in source.tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Punctuation(byte) => nesting.pass(byte, source.language),
                TokenKind::Name => {
                    names.imports.extend(imports(source, at).into_iter().map(|import| (at, import)));
                    let bound = bindings(source, at, nesting.nested()).into_iter();
                    names.bindings.extend(bound.map(|binding| (at, binding)));
                }
                _ => {}
            }
        }
        names
    }

    /// Counts how often each name is bound.
    pub fn count(&self, counts: &mut FxHashMap<String, u32>) {
        self.imports.iter().for_each(|(_, (name, _))| count(counts, name));
        self.bindings.iter().for_each(|(_, binding)| count(counts, binding.name));
    }
}

fn count(counts: &mut FxHashMap<String, u32>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}

/// The brackets that are open: of each whether it is no block.
#[derive(Default)]
pub(super) struct Nesting(Vec<bool>);

impl Nesting {
    pub fn pass(&mut self, byte: u8, language: Language) {
        match byte {
            b'(' | b'[' => self.0.push(true),
            b'{' => self.0.push(!language.has_braces()),
            b')' | b']' | b'}' => {
                self.0.pop();
            }
            _ => {}
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Stands what comes next inside brackets that are no block?
    pub fn nested(&self) -> bool {
        self.0.last().is_some_and(|nested| *nested)
    }
}
