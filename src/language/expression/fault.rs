//! What can be wrong with a string, in words: what stands there, what was expected, and for the usual slips the way
//! out.

use super::lexer::{Kind, Token, continues_name};
use super::parser::LONGEST;
use std::borrow::Cow;
use std::ops::Range;

/// What kind of fault it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// It does not parse.
    Syntax,
    /// It is longer than the service takes.
    TooLong,
}

/// One fault of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind it is.
    pub kind: FaultKind,
    /// What is wrong, as one clause.
    pub message: String,
    /// How to mend it, where the slip is a usual one.
    pub help: Option<Cow<'static, str>>,
    /// The bytes that are wrong; empty where something is missing.
    pub span: Range<usize>,
    /// The bracket, quote or sign that is never closed.
    pub opened: Option<Range<usize>>,
}

/// Roots and what they select from: people forget their brackets.
const ROOTS: [&str; 7] = ["pipeline", "dataset", "linkedService", "item", "trigger", "triggerBody", "utcNow"];

const TEXT_BEHIND: &str =
    "only one expression can stand behind `@`; to put text before or behind it, write it as @{…} within the text";

impl Fault {
    fn new(message: impl Into<String>, span: Range<usize>) -> Self {
        Self { kind: FaultKind::Syntax, message: message.into(), help: None, span, opened: None }
    }

    fn help(self, help: impl Into<Cow<'static, str>>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    fn opened(self, opened: Range<usize>) -> Self {
        Self { opened: Some(opened), ..self }
    }

    pub(super) fn too_long(span: Range<usize>, length: usize) -> Self {
        let message = format!("it has {length} characters, and {LONGEST} is the most");
        Self { kind: FaultKind::TooLong, ..Self::new(message, span) }
    }

    pub(super) fn open_string(text: &str, start: usize) -> Self {
        let escaped = text[..start].ends_with('\\') || text[start..].contains("\\'");
        let fault = Self::new("a string begins with `'` and has no closing `'`", start..start + 1);
        fault.help(if escaped { BACKSLASH } else { "a quote inside a string is written twice: 'it''s'" })
    }

    pub(super) fn open_segment(text: &str, start: usize) -> Self {
        let fault = Self::new("`@{` has no closing `}`", start..start + 2);
        match text[start..].contains('}') {
            true => fault.help("every `}` behind it stands inside quotes: a quote is missing or one too many"),
            false => fault,
        }
    }

    pub(super) fn bad_number(span: Range<usize>, written: &str) -> Self {
        let fault = match written {
            "-" | "+" => Self::new(format!("`{written}` is no number"), span),
            _ => Self::new(format!("`{}` is no number the service can hold", shortened(written)), span),
        };
        fault.help("whole numbers reach from -9223372036854775808 to 9223372036854775807; there are no operators: write add(…), sub(…), mul(…) or div(…)")
    }

    pub(super) fn glued_number(span: Range<usize>, written: &str, glued: char) -> Self {
        Self::new(format!("`{glued}` follows the number `{}`", shortened(written)), span)
            .help("names begin with a letter, and numbers are decimal")
    }

    pub(super) fn dash_in_name(text: &str, start: usize, end: usize) -> Self {
        let part = |c: char| continues_name(c) || c == '-';
        let before = text[..start].rfind(|c| !part(c)).map_or(0, |at| text.ceil_char_boundary(at + 1));
        let rest = &text[start..end];
        let length = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let name = &text[before..start + length];
        let fault = Self::new("a name cannot hold `-`", start..start + length);
        match text[..before].ends_with('.') {
            true => fault.help(format!("write ['{name}'] instead of .{name}")),
            false => fault.help("there are no operators: write sub(…)"),
        }
    }

    pub(super) fn no_expression(text: &str, found: &Token, in_arguments: bool) -> Self {
        let wanted = if in_arguments { "an argument" } else { "an expression" };
        let fault = Self::new(format!("expected {wanted}, found {}", found.words(text)), found.span.clone());
        match found.kind {
            Kind::Open => fault.help("brackets do not group: leave them out"),
            Kind::OpenBracket => fault.help("there are no array literals: write createArray(…)"),
            Kind::Dot => fault.help("a number needs a digit before its point: 0.5"),
            _ => fault,
        }
    }

    pub(super) fn bare_name(text: &str, name: Range<usize>, found: &Token, function: &str) -> Self {
        let word = &text[name.clone()];
        let root = ROOTS.iter().find(|root| root.eq_ignore_ascii_case(word));
        let fault = Self::new(format!("expected `(` behind `{word}`, found {}", found.words(text)), name);
        match (root, function.to_ascii_lowercase().as_str()) {
            (Some(root), _) => fault.help(format!("write {root}()")),
            (None, "activity" | "variables") => fault.help(format!("a name stands between quotes: {function}('{word}')")),
            _ if found.kind == Kind::Open => fault,
            _ => fault.help("a bare word means nothing: text stands between single quotes, functions take brackets, and parameters are pipeline().parameters.name"),
        }
    }

    pub(super) fn lonely_question(span: Range<usize>) -> Self {
        Self::new("`?` is followed neither by `.` nor by `[`", span).help("write ?.name or ?['name']")
    }

    pub(super) fn no_name_behind_dot(text: &str, dot: Range<usize>, found: &Token) -> Self {
        let fault = Self::new(format!("expected a name behind `.`, found {}", found.words(text)), found.span.clone());
        match found.kind {
            Kind::OpenBracket => Self { span: dot.start..found.span.end, ..fault }
                .help("leave out the point: [0] stands right behind the value"),
            Kind::Integer(_) | Kind::Float(_) => fault.help("an element of an array is selected by [0]"),
            Kind::Text => fault.help("a quoted name stands in brackets: ['name']"),
            _ => fault,
        }
    }

    pub(super) fn trailing(text: &str, found: &Token, value: &Range<usize>) -> Self {
        let fault =
            Self::new(format!("expected the end of the expression, found {}", found.words(text)), found.span.clone());
        match found.kind {
            Kind::Close => fault.help("there is one `)` too many"),
            Kind::CloseBracket => fault.help("there is one `]` too many"),
            Kind::Dot | Kind::OpenBracket | Kind::Question => fault.help(LITERAL_STEP),
            Kind::Name if is_operator(&text[found.span.clone()]) => {
                let word = text[found.span.clone()].to_ascii_lowercase();
                fault.help(format!("there are no operators: write {word}(…, …)"))
            }
            _ if text[value.clone()].ends_with('\'') => fault.help(QUOTES),
            _ => fault.help(TEXT_BEHIND),
        }
    }

    pub(super) fn open_call(text: &str, found: &Token, bracket: Range<usize>, value: &Range<usize>) -> Self {
        let fault = Self::new(format!("expected `,` or `)`, found {}", found.words(text)), found.span.clone());
        let quoted = text[value.clone()].ends_with('\'');
        match found.kind {
            Kind::End => fault.opened(bracket),
            Kind::Dot | Kind::OpenBracket | Kind::Question => fault.help(LITERAL_STEP),
            Kind::Name if quoted && text[value.clone()].ends_with("\\'") => fault.help(BACKSLASH),
            Kind::Name if quoted && value.end == found.span.start => fault.help(QUOTES),
            Kind::Text | Kind::Name | Kind::Integer(_) | Kind::Float(_) => {
                fault.help("a comma is missing between two arguments")
            }
            _ => fault,
        }
    }

    pub(super) fn open_index(text: &str, found: &Token, bracket: Range<usize>) -> Self {
        let fault = Self::new(format!("expected `]`, found {}", found.words(text)), found.span.clone());
        if found.kind == Kind::End { fault.opened(bracket) } else { fault }
    }
}

const LITERAL_STEP: &str = "nothing can be selected from a literal";
const BACKSLASH: &str = "a backslash escapes nothing here: a quote inside a string is written twice";
const QUOTES: &str = "a quote inside a string is written twice: 'it''s'";

fn is_operator(word: &str) -> bool {
    ["and", "or", "mod", "div", "equals", "less", "greater"].iter().any(|own| own.eq_ignore_ascii_case(word))
}

impl Token {
    fn words(&self, text: &str) -> String {
        match self.kind {
            Kind::End => "the end".to_owned(),
            Kind::Text => format!("the string {}", shortened(&text[self.span.clone()])),
            _ => format!("`{}`", shortened(&text[self.span.clone()])),
        }
    }
}

/// Long texts are cut, so that a message stays one sentence.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(30) {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => Cow::Borrowed(text),
    }
}

/// A character that begins no token.
pub(super) fn unexpected_character(text: &str, rest: Range<usize>, previous: Option<&Token>) -> Fault {
    let c = text[rest.clone()].chars().next().unwrap_or_default();
    let behind_value =
        previous.is_some_and(|token| matches!(token.kind, Kind::Name | Kind::Close | Kind::CloseBracket));
    let shown =
        if is_invisible(c) { format!("the invisible character U+{:04X}", u32::from(c)) } else { format!("`{c}`") };
    let fault = Fault::new(format!("{shown} cannot stand in an expression"), rest.start..rest.start + c.len_utf8());
    match c {
        '"' | '‘' | '’' | '“' | '”' | '„' | '´' | '`' => {
            fault.help("strings stand between straight single quotes: 'text'")
        }
        '@' => fault.help(
            "`@` stands only before the whole expression; inside it, functions and parameters are written without",
        ),
        '/' if text[rest].starts_with("//") => fault.help("there are no comments"),
        '/' if behind_value => fault.help(TEXT_BEHIND),
        '{' | '}' => fault.help("there are no object literals: write json('{…}')"),
        '\\' => fault.help(BACKSLASH),
        _ if is_invisible(c) => fault.help("it came in with pasted text: delete it"),
        _ => match operator(c) {
            Some(function) => fault.help(format!("there are no operators: write {function}(…, …)")),
            None if behind_value => fault.help(
                "a name with other characters than letters, digits, `_` and `$` is written in brackets: ['name']",
            ),
            None => fault,
        },
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}') || c.is_control()
}

fn operator(c: char) -> Option<&'static str> {
    Some(match c {
        '=' => "equals",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '&' => "and",
        '|' => "or",
        '*' => "mul",
        '/' => "div",
        '%' => "mod",
        _ => return None,
    })
}
