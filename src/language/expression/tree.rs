//! The tree of all expressions of a string: one flat list, so that depth costs no stack, and handles that read it.

use super::Template;
use std::borrow::Cow;
use std::num::NonZeroU32;
use std::ops::Range;

/// One node; numbers are positions in the list, and bytes fit, as no document is larger than 4 GiB.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub shape: Shape,
    pub start: u32,
    pub end: u32,
    /// The step that is taken from this value; it stands further on, so never at 0.
    pub step: Option<NonZeroU32>,
    /// The argument behind this one, which stands further on too.
    pub next: Option<NonZeroU32>,
}

// A large repository has millions of them.
const _: () = assert!(size_of::<Entry>() == 32);

impl Entry {
    pub fn new(shape: Shape, span: Range<usize>) -> Self {
        Self { shape, start: span.start as u32, end: span.end as u32, step: None, next: None }
    }

    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Text,
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Null,
    /// A call: its bytes begin with its name, which ends here.
    Call {
        name_end: u32,
        first: Option<NonZeroU32>,
        arguments: u32,
    },
    /// A member: its bytes end with its name, which begins here.
    Member {
        of: u32,
        name_start: u32,
        safe: bool,
    },
    Index {
        of: u32,
        index: u32,
        safe: bool,
    },
}

/// One expression or a part of it; cheap to copy.
#[derive(Clone, Copy)]
pub struct Expr<'t> {
    pub(super) template: &'t Template,
    pub(super) id: u32,
}

/// What an expression is.
#[derive(Debug, Clone)]
pub enum View<'t> {
    /// `'text'`, decoded.
    Text(Cow<'t, str>),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction or exponent.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// `name(…)`.
    Call(Call<'t>),
    /// The last of the steps behind a call: `.name` or `[…]`.
    Step(Step<'t>),
}

/// A call of a function.
#[derive(Debug, Clone, Copy)]
pub struct Call<'t> {
    /// Its name as it stands.
    pub name: &'t str,
    /// The whole call as an expression.
    pub expr: Expr<'t>,
}

/// The arguments of a call, in order.
#[derive(Debug, Clone)]
pub struct Arguments<'t> {
    next: Option<Expr<'t>>,
    left: usize,
}

/// One step from a value to a part of it.
#[derive(Debug, Clone)]
pub struct Step<'t> {
    /// What it selects.
    pub name: StepName<'t>,
    /// Is it taken with `?`, so that a missing value gives null?
    pub safe: bool,
    /// The value behind the step, as an expression.
    pub expr: Expr<'t>,
}

/// What a step selects.
#[derive(Debug, Clone)]
pub enum StepName<'t> {
    /// `.name` or `['name']`, with the bytes of the name.
    Literal(Cow<'t, str>, Range<usize>),
    /// `[0]`, `[item().x]`.
    Computed(Expr<'t>),
}

impl std::fmt::Debug for Expr<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.source())
    }
}

impl PartialEq for Expr<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.template, other.template) && self.id == other.id
    }
}

impl<'t> Expr<'t> {
    fn entry(self) -> &'t Entry {
        &self.template.entries[self.id as usize]
    }

    fn other(self, id: u32) -> Self {
        Self { id, ..self }
    }

    /// Its bytes in the string.
    pub fn span(self) -> Range<usize> {
        self.entry().span()
    }

    /// Its text as it stands.
    pub fn source(self) -> &'t str {
        &self.template.text()[self.span()]
    }

    /// What it is.
    pub fn view(self) -> View<'t> {
        match &self.entry().shape {
            Shape::Text => View::Text(self.unquoted()),
            Shape::Integer(value) => View::Integer(*value),
            Shape::Float(value) => View::Float(*value),
            Shape::Boolean(value) => View::Boolean(*value),
            Shape::Null => View::Null,
            Shape::Call { name_end, .. } => View::Call(self.called(*name_end)),
            Shape::Member { name_start, safe, .. } => {
                let span = *name_start as usize..self.span().end;
                let literal = Cow::Borrowed(&self.template.text()[span.clone()]);
                View::Step(Step { name: StepName::Literal(literal, span), safe: *safe, expr: self })
            }
            Shape::Index { index, safe, .. } => {
                let index = self.other(*index);
                let name = match index.literal_text() {
                    Some(name) => StepName::Literal(name, index.span().start + 1..index.span().end - 1),
                    None => StepName::Computed(index),
                };
                View::Step(Step { name, safe: *safe, expr: self })
            }
        }
    }

    /// The text that a string literal means.
    fn unquoted(self) -> Cow<'t, str> {
        let inner = &self.source()[1..self.source().len() - 1];
        if inner.contains('\'') { Cow::Owned(inner.replace("''", "'")) } else { Cow::Borrowed(inner) }
    }

    /// The step that is taken from this value, if any.
    pub fn step(self) -> Option<Step<'t>> {
        match self.other(self.entry().step?.get()).view() {
            View::Step(step) => Some(step),
            _ => None,
        }
    }

    /// The steps that are taken from this value, in order.
    pub fn steps(self) -> impl Iterator<Item = Step<'t>> {
        std::iter::successors(self.step(), |step| step.expr.step())
    }

    /// The call that the steps of this value begin with; `None` for a literal.
    pub fn base(self) -> Option<Call<'t>> {
        let mut at = self;
        while let Shape::Member { of, .. } | Shape::Index { of, .. } = &at.entry().shape {
            at = at.other(*of);
        }
        at.call()
    }

    /// The call it is, if it is one.
    pub fn call(self) -> Option<Call<'t>> {
        match self.entry().shape {
            Shape::Call { name_end, .. } => Some(self.called(name_end)),
            _ => None,
        }
    }

    fn called(self, name_end: u32) -> Call<'t> {
        Call { name: &self.template.text()[self.entry().start as usize..name_end as usize], expr: self }
    }

    /// The value of a string literal.
    pub fn literal_text(self) -> Option<Cow<'t, str>> {
        matches!(self.entry().shape, Shape::Text).then(|| self.unquoted())
    }
}

impl<'t> Call<'t> {
    /// The name's bytes.
    pub fn name_span(self) -> Range<usize> {
        let start = self.expr.span().start;
        start..start + self.name.len()
    }

    /// Its arguments in order.
    pub fn arguments(self) -> Arguments<'t> {
        let (first, left) = match self.expr.entry().shape {
            Shape::Call { first, arguments, .. } => (first, arguments as usize),
            _ => (None, 0),
        };
        Arguments { next: first.map(|first| self.expr.other(first.get())), left }
    }

    /// Is it a call of this function?
    pub fn is(self, name: &str) -> bool {
        super::same(self.name, name)
    }

    /// Which of these functions it calls.
    pub fn among<'n>(self, names: &[&'n str]) -> Option<&'n str> {
        if self.name.is_ascii() {
            return names.iter().find(|name| self.name.eq_ignore_ascii_case(name)).copied();
        }
        names.iter().find(|name| self.is(name)).copied()
    }
}

impl<'t> Iterator for Arguments<'t> {
    type Item = Expr<'t>;

    fn next(&mut self) -> Option<Expr<'t>> {
        let own = self.next?;
        self.next = own.entry().next.map(|next| own.other(next.get()));
        self.left -= 1;
        Some(own)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Arguments<'_> {}
