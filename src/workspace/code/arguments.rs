//! The arguments of one call, by position or keyword, folded when asked for.

use crate::language::code::{Argument, Call, Scope, Source, Value, fold};
use std::ops::Range;

/// The arguments of a call.
pub(super) struct Arguments<'a> {
    source: &'a Source<'a>,
    scope: &'a Scope,
    list: Vec<Argument<'a>>,
}

impl<'a> Arguments<'a> {
    pub fn of(source: &'a Source<'a>, scope: &'a Scope, call: Call) -> Self {
        Self { source, scope, list: source.arguments(call.open) }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The value at a position, or by one of some keywords; unknown when it may be in something that is unpacked.
    pub fn get(&self, position: usize, keywords: &[&str]) -> Option<Value> {
        let positional = || self.list.iter().filter(|argument| argument.keyword.is_none()).nth(position);
        let unpacked = self.list.iter().any(|argument| self.source.is(argument.value.start, b'*'));
        match self.by_keyword(keywords) {
            Some(value) => Some(value),
            None if unpacked => Some(Value::Unknown),
            None => positional().map(|argument| self.fold(argument)),
        }
    }

    /// The value that is passed by one of some keywords.
    pub fn by_keyword(&self, keywords: &[&str]) -> Option<Value> {
        self.named(keywords).map(|argument| self.fold(argument))
    }

    fn named(&self, keywords: &[&str]) -> Option<&Argument<'a>> {
        let named = |argument: &&Argument<'_>| {
            argument.keyword.is_some_and(|own| keywords.iter().any(|keyword| keyword.eq_ignore_ascii_case(own)))
        };
        self.list.iter().find(named)
    }

    /// The tokens of the value at a position, or of the one by one of some keywords.
    pub fn tokens(&self, position: usize, keywords: &[&str]) -> Option<Range<usize>> {
        let mut positional = self.list.iter().filter(|argument| argument.keyword.is_none());
        self.named(keywords).or_else(|| positional.nth(position)).map(|argument| argument.value.clone())
    }

    /// The only value there is, whatever it is called.
    pub fn only(&self) -> Option<Value> {
        match &self.list[..] {
            [only] => Some(self.fold(only)),
            [] => None,
            _ => Some(Value::Unknown),
        }
    }

    /// Every value with its keyword; what is unpacked by stars is taken as it stands behind them.
    pub fn all(&self) -> impl Iterator<Item = (Option<&'a str>, Value)> {
        self.list.iter().map(|argument| (argument.keyword, self.fold(argument)))
    }

    fn fold(&self, argument: &Argument<'a>) -> Value {
        let mut value = argument.value.clone();
        while value.start < value.end && self.source.is(value.start, b'*') {
            value.start += 1;
        }
        fold(self.source, self.scope, value)
    }
}
