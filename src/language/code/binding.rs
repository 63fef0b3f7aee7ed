//! Where a name gets a value: assignments, parameters, loop variables, imports of other kinds. A binding whose value
//! cannot be told still counts, as it makes the name no constant.

use super::{Language, Source, TokenKind};
use std::ops::Range;

/// A name that is bound.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Binding<'a> {
    /// The name.
    pub name: &'a str,
    /// The tokens of its value, when a plain assignment gives it one.
    pub value: Option<Range<usize>>,
}

/// Longest list of targets or parameters that is read, in tokens.
const TARGETS: usize = 64;

/// Longest statement that is read, in tokens, what stands in brackets not counted.
const LONGEST: usize = 2000;

/// The bindings that the name or keyword at `at` makes. `nested` says whether it stands inside brackets that are no
/// block.
pub(super) fn bindings<'a>(source: &Source<'a>, at: usize, nested: bool) -> Vec<Binding<'a>> {
    let finder = Finder { source, at, nested };
    match source.language {
        Language::Python => finder.python(),
        Language::Scala => finder.scala(),
        Language::CSharp => finder.c_sharp(),
        Language::R => finder.r(),
        Language::Sql | Language::Other => Vec::new(),
    }
}

struct Finder<'s, 'a> {
    source: &'s Source<'a>,
    at: usize,
    nested: bool,
}

impl<'a> Finder<'_, 'a> {
    fn python(&self) -> Vec<Binding<'a>> {
        let (source, at) = (self.source, self.at);
        match source.word(at) {
            "for" => return self.names_until("in"),
            "as" | "class" | "del" => return unknown(source.name(at + 1)),
            "def" => {
                let parameters = self.parameters(at + 2);
                return unknown(source.name(at + 1)).into_iter().chain(parameters).collect();
            }
            "lambda" => return self.names_until(":"),
            _ => {}
        }
        // Whatever else binds a name does it by a sign behind it.
        let binds = |sign: u8| {
            matches!(
                sign,
                b'=' | b'.' | b',' | b'[' | b':' | b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^' | b'@' | b'?'
            )
        };
        if !source.sign(at + 1).is_some_and(binds) || self.follows(b".") {
            return Vec::new();
        }
        let starts = source.tokens[at].first || self.follows(b";");
        let walrus = source.is(at + 1, b':') && source.touch(at + 1) && source.is(at + 2, b'=');
        if self.augmented() || walrus || self.mutated() {
            return unknown(source.name(at));
        }
        if self.nested {
            return Vec::new();
        }
        if source.is(at + 1, b',') && (starts || self.follows(b",")) {
            return unknown(source.name(at));
        }
        let equals = if starts && source.is(at + 1, b':') { self.equals_behind(at + 2) } else { Some(at + 1) };
        self.assigned(equals, starts)
    }

    fn scala(&self) -> Vec<Binding<'a>> {
        let (source, at) = (self.source, self.at);
        if matches!(source.word(at), "val" | "var") {
            if source.is(at + 1, b'(') {
                return self.parameters(at + 1);
            }
            let finder = Finder { source, at: at + 1, nested: false };
            return match source.name(at + 1) {
                Some(_) => finder.assigned(finder.equals_behind(at + 2), true),
                None => Vec::new(),
            };
        }
        if self.follows(b".") || matches!(self.word_before(), "val" | "var") {
            return Vec::new();
        }
        let parameter = self.nested && source.is(at + 1, b':');
        if parameter || self.augmented() || self.mutated() || self.pair(b'=', b'>') || self.pair(b'<', b'-') {
            return unknown(source.name(at));
        }
        if self.nested { Vec::new() } else { self.assigned(Some(at + 1), false) }
    }

    fn c_sharp(&self) -> Vec<Binding<'a>> {
        let (source, at) = (self.source, self.at);
        if self.follows(b".") {
            return Vec::new();
        }
        let typed = at > 0 && (source.name(at - 1).is_some_and(|word| word != "return") || self.follows(b">]?"));
        if self.nested {
            let ends = source.is(at + 1, b',') || source.is(at + 1, b')') || source.word(at + 1) == "in";
            let bound = typed && ends || self.pair(b'=', b'>');
            return if bound { unknown(source.name(at)) } else { Vec::new() };
        }
        if self.augmented() || self.mutated() || self.pair(b'=', b'>') {
            return unknown(source.name(at));
        }
        self.assigned(Some(at + 1), typed)
    }

    fn r(&self) -> Vec<Binding<'a>> {
        let (source, at) = (self.source, self.at);
        if source.word(at) == "function" {
            return self.parameters(at + 1);
        }
        // `name$key <- …` changes the list.
        if source.is(at + 1, b'$') {
            return unknown(source.name(at));
        }
        if self.nested && source.word(at + 1) == "in" || self.follows(b">") && at > 1 && source.is(at - 2, b'-') {
            return unknown(source.name(at));
        }
        if self.nested || source.is(at + 1, b'.') {
            return Vec::new();
        }
        let start = source.path(at).1;
        let name = &source.text[source.bytes(start..at + 1)];
        let starts =
            source.tokens[start].first || start > 0 && (source.is(start - 1, b';') || source.is(start - 1, b'{'));
        let value = if self.pair(b'<', b'-') {
            at + 3
        } else if source.is(at + 1, b'<') && source.is(at + 2, b'<') && source.is(at + 3, b'-') {
            at + 4
        } else if source.is(at + 1, b'=') && !self.pair(b'=', b'=') {
            at + 2
        } else {
            return Vec::new();
        };
        vec![Binding { name, value: statement(source, value).filter(|_| starts) }]
    }

    fn follows(&self, signs: &[u8]) -> bool {
        let before = self.at.checked_sub(1).and_then(|before| self.source.sign(before));
        before.is_some_and(|sign| signs.contains(&sign))
    }

    fn word_before(&self) -> &'a str {
        self.at.checked_sub(1).map_or("", |before| self.source.word(before))
    }

    /// Two touching signs behind the name.
    fn pair(&self, one: u8, two: u8) -> bool {
        let at = self.at + 1;
        self.source.is(at, one) && self.source.is(at + 1, two) && self.source.touch(at)
    }

    /// `+=` and its like, with one or two signs before the equals sign.
    fn augmented(&self) -> bool {
        let sign = |at: usize| {
            let sign = self.source.sign(at);
            matches!(sign, Some(b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^' | b'@' | b'?'))
        };
        let at = self.at + 1;
        if !sign(at) {
            return false;
        }
        let length = if sign(at + 1) { 2 } else { 1 };
        self.source.is(at + length, b'=') && self.source.touch(at + length - 1)
    }

    /// What the name stands for is changed: `name["key"] = …`, `name.update(…)`.
    fn mutated(&self) -> bool {
        const METHODS: [&str; 10] =
            ["update", "append", "extend", "insert", "pop", "clear", "setdefault", "remove", "put", "Add"];
        let (source, at) = (self.source, self.at + 1);
        match source.sign(at) {
            Some(b'[') => {
                let close = source.partner(at);
                close.is_some_and(|close| source.is(close + 1, b'=') && !source.is(close + 2, b'='))
            }
            Some(b'.') => source.is(at + 2, b'(') && METHODS.contains(&source.word(at + 1)),
            _ => false,
        }
    }

    /// The equals sign behind a type: `name: Type = …`.
    fn equals_behind(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while at < from + TARGETS && at < self.source.tokens.len() && !(self.source.tokens[at].first && at > from) {
            if self.source.is(at, b'=') {
                return Some(at);
            }
            at = self.source.next(at);
        }
        None
    }

    fn assigned(&self, equals: Option<usize>, certain: bool) -> Vec<Binding<'a>> {
        let source = self.source;
        let assigns = |at: &usize| {
            source.is(*at, b'=') && !(source.touch(*at) && (source.is(at + 1, b'=') || source.is(at + 1, b'>')))
        };
        let (Some(equals), Some(name)) = (equals.filter(assigns), source.name(self.at)) else { return Vec::new() };
        vec![Binding { name, value: statement(source, equals + 1).filter(|_| certain) }]
    }

    fn names_until(&self, end: &str) -> Vec<Binding<'a>> {
        let all = (self.at + 1..self.at + TARGETS).take_while(|at| {
            let word = self.source.word(*at);
            word != end && !word.is_empty()
        });
        all.filter_map(|at| self.source.name(at)).map(|name| Binding { name, value: None }).collect()
    }

    /// Names right behind an opening bracket, a comma or a star.
    fn parameters(&self, open: usize) -> Vec<Binding<'a>> {
        let source = self.source;
        let Some(close) = source.partner(open).filter(|close| *close > open) else { return Vec::new() };
        let leads = |at: &usize| source.is(at - 1, b',') || source.is(at - 1, b'*') || at - 1 == open;
        (open + 1..close)
            .take(LONGEST)
            .filter(leads)
            .filter_map(|at| source.name(at))
            .map(|name| Binding { name, value: None })
            .collect()
    }
}

fn unknown(name: Option<&str>) -> Vec<Binding<'_>> {
    name.map(|name| Binding { name, value: None }).into_iter().collect()
}

/// The tokens of a value up to the end of its statement; `None` when another assignment or a comparison is in it.
fn statement(source: &Source<'_>, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    for _ in 0..LONGEST {
        let Some(token) = source.tokens.get(at) else { return Some(from..at) };
        if at > from && token.first && ends_statement(source, at) {
            return Some(from..at);
        }
        match token.kind {
            TokenKind::Punctuation(b';' | b')' | b']' | b'}') => return Some(from..at),
            TokenKind::Punctuation(b',') if source.language == Language::CSharp => return Some(from..at),
            TokenKind::Punctuation(b'=') | TokenKind::Magic => return None,
            _ => at = source.next(at),
        }
    }
    None
}

/// Does the line that begins at a token begin a statement?
fn ends_statement(source: &Source<'_>, at: usize) -> bool {
    let goes_on = || source.sign(at - 1).is_some_and(|sign| b"+-*/,=<>&|.".contains(&sign));
    match source.language {
        Language::CSharp => false,
        Language::Scala => !source.is(at, b'.') && !goes_on(),
        Language::R => !goes_on(),
        _ => true,
    }
}
