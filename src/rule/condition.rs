//! The conditions of a declarative page, as TOML writes them: `where = [{ path = "@.policy.retry", less-than = 1 }]`.
//! Each says one thing, about the value that the query selected or about another path of the same artifact. What they
//! mean for a value is [`super::predicate`]'s matter.

use super::predicate::{Measure, Predicate};
use super::selection::Selection;
use crate::json::Span;
use crate::language::timespan;
use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// One condition.
#[derive(Debug)]
pub struct Condition {
    /// Where its values are.
    pub path: Selection,
    /// What must be true of one of them.
    pub predicate: Predicate,
}

/// A text, number or truth value.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// A truth value.
    Bool(bool),
    /// A number.
    Integer(i64),
    /// A text.
    Text(String),
}

/// A number, or a time span.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Limit {
    /// A number.
    Integer(i64),
    /// A time span.
    Text(String),
}

/// One entry of `where`: a path, and exactly one of the others.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawCondition {
    /// What it is about: `$…` from the artifact, `@…` from the value. Default: the value.
    #[schemars(with = "Option<String>")]
    path: Option<Spanned<String>>,
    /// Nothing is at this path, or null, or an empty text.
    #[schemars(with = "Option<String>")]
    absent: Option<Spanned<String>>,
    /// Something is at this path.
    #[schemars(with = "Option<String>")]
    present: Option<Spanned<String>>,
    /// The text holds a match of this regular expression.
    #[schemars(with = "Option<String>")]
    matches: Option<Spanned<String>>,
    /// The text is known and holds no match of this regular expression.
    #[schemars(with = "Option<String>")]
    not_matches: Option<Spanned<String>>,
    /// It is this.
    equals: Option<Scalar>,
    /// It is known, and is not this.
    not_equals: Option<Scalar>,
    /// It is one of these.
    one_of: Option<Vec<Scalar>>,
    /// It is known, and is none of these.
    not_one_of: Option<Vec<Scalar>>,
    /// It is more than this number or time span.
    #[schemars(with = "Option<Limit>")]
    more_than: Option<Spanned<Limit>>,
    /// It is less than this number or time span.
    #[schemars(with = "Option<Limit>")]
    less_than: Option<Spanned<Limit>>,
    /// Is it written out, and no expression, placeholder or Key Vault secret?
    literal: Option<bool>,
    /// Does the reference lead to an artifact?
    resolves: Option<bool>,
    /// Does a private endpoint cover every host that the linked service or activity around it talks to?
    host_covered: Option<bool>,
}

/// What is wrong with a condition, and where in the front matter.
pub type Fault = (String, Span);

impl Condition {
    /// Reads one entry of `where`.
    pub(super) fn compile(raw: Spanned<RawCondition>) -> Result<Self, Fault> {
        let whole = raw.span();
        let raw = raw.into_inner();
        let mut path = raw.path.map(selection).transpose()?;
        let has_path = path.is_some();
        let mut found: Vec<Predicate> = Vec::new();
        for (at, predicate) in [(raw.absent, Predicate::Absent), (raw.present, Predicate::Present)] {
            let Some(at) = at else { continue };
            if has_path {
                return Err(("`absent` and `present` name the path themselves: leave out `path`".to_owned(), whole));
            }
            path = Some(selection(at)?);
            found.push(predicate);
        }
        found.extend(raw.matches.map(pattern).transpose()?.map(|regex| Predicate::Matches(regex, true)));
        found.extend(raw.not_matches.map(pattern).transpose()?.map(|regex| Predicate::Matches(regex, false)));
        found.extend(raw.equals.map(|one| Predicate::OneOf(vec![one], true)));
        found.extend(raw.not_equals.map(|one| Predicate::OneOf(vec![one], false)));
        found.extend(raw.one_of.map(|all| Predicate::OneOf(all, true)));
        found.extend(raw.not_one_of.map(|all| Predicate::OneOf(all, false)));
        found.extend(raw.more_than.map(measure).transpose()?.map(Predicate::MoreThan));
        found.extend(raw.less_than.map(measure).transpose()?.map(Predicate::LessThan));
        found.extend(raw.literal.map(Predicate::Literal));
        found.extend(raw.resolves.map(Predicate::Resolves));
        found.extend(raw.host_covered.map(Predicate::HostCovered));
        let path = path.unwrap_or_else(Selection::value);
        match (found.pop(), found.is_empty()) {
            (Some(predicate), true) => Ok(Self { path, predicate }),
            (None, _) => Err(("the condition says nothing: add `matches`, `one-of`, `absent`, …".to_owned(), whole)),
            (Some(_), false) => Err(("a condition says one thing: make two of it".to_owned(), whole)),
        }
    }
}

fn selection(text: Spanned<String>) -> Result<Selection, Fault> {
    Selection::parse(text.get_ref()).map_err(|message| (message, text.span()))
}

fn pattern(text: Spanned<String>) -> Result<Regex, Fault> {
    Regex::new(text.get_ref()).map_err(|error| {
        let reason = error.to_string();
        let last = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        (format!("\"{}\" is no regular expression: {last}", text.get_ref()), text.span())
    })
}

fn measure(limit: Spanned<Limit>) -> Result<Measure, Fault> {
    let span = limit.span();
    let time = |text: &String| text.contains(':').then(|| timespan::parse(text)).flatten();
    match limit.get_ref() {
        Limit::Integer(number) => Ok(Measure::Number(*number as f64)),
        Limit::Text(text) => {
            time(text).map(Measure::Time).ok_or_else(|| (format!("\"{text}\" is no time span like 0.12:00:00"), span))
        }
    }
}
