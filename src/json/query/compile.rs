//! From the syntax tree of `jsonpath-rust` to ours, refusing what RFC 9535 calls ill-typed.

use super::evaluate::regex;
use super::{Comparison, Filter, Operand, Path, Pattern, QueryError, Segment, Selector};
use jsonpath_rust::parser::errors::JsonPathError;
use jsonpath_rust::parser::model as ast;
use jsonpath_rust::parser::parse_json_path;

type Result<T> = std::result::Result<T, QueryError>;

fn refuse<T>(message: impl Into<String>) -> Result<T> {
    Err(QueryError { message: message.into() })
}

pub(super) fn compile(text: &str) -> Result<Vec<Segment>> {
    let parsed = parse_json_path(text).map_err(|error| QueryError {
        message: match error {
            JsonPathError::PestError(error) => format!("the query does not parse: {}", error.variant.message()),
            other => format!("the query does not parse: {other}"),
        },
    })?;
    parsed.segments.into_iter().map(segment).collect()
}

fn segment(segment: ast::Segment) -> Result<Segment> {
    Ok(match segment {
        ast::Segment::Descendant(inner) => Segment { descendant: true, ..self::segment(*inner)? },
        ast::Segment::Selector(one) => Segment { descendant: false, selectors: vec![selector(one)?] },
        ast::Segment::Selectors(all) => {
            Segment { descendant: false, selectors: all.into_iter().map(selector).collect::<Result<_>>()? }
        }
    })
}

fn selector(selector: ast::Selector) -> Result<Selector> {
    Ok(match selector {
        ast::Selector::Name(name) => Selector::Name(name.into()),
        ast::Selector::Wildcard => Selector::Wildcard,
        ast::Selector::Index(index) => Selector::Index(index),
        ast::Selector::Slice(start, end, step) => Selector::Slice { start, end, step: step.unwrap_or(1) },
        ast::Selector::Filter(inner) => Selector::Filter(filter(inner)?),
    })
}

fn filter(filter: ast::Filter) -> Result<Filter> {
    let all = |filters: Vec<ast::Filter>| filters.into_iter().map(self::filter).collect::<Result<Vec<_>>>();
    Ok(match filter {
        ast::Filter::Or(filters) => Filter::Or(all(filters)?),
        ast::Filter::And(filters) => Filter::And(all(filters)?),
        ast::Filter::Atom(ast::FilterAtom::Filter { expr, not }) => negated(self::filter(*expr)?, not),
        ast::Filter::Atom(ast::FilterAtom::Test { expr, not }) => negated(test(*expr)?, not),
        ast::Filter::Atom(ast::FilterAtom::Comparison(comparison)) => compare(*comparison)?,
    })
}

fn negated(filter: Filter, not: bool) -> Filter {
    if not { Filter::Not(Box::new(filter)) } else { filter }
}

/// A query or function that stands alone, as in `[?@.a]` or `[?match(@.a, 'x')]`.
fn test(test: ast::Test) -> Result<Filter> {
    match test {
        ast::Test::RelQuery(segments) => Ok(Filter::Exists(path(false, segments)?)),
        ast::Test::AbsQuery(query) => Ok(Filter::Exists(path(true, query.segments)?)),
        ast::Test::Function(function) => match *function {
            ast::TestFunction::Match(subject, pattern) => matches(subject, pattern, true),
            ast::TestFunction::Search(subject, pattern) => matches(subject, pattern, false),
            ast::TestFunction::Length(_) => refuse("length() gives a number: compare it with one"),
            ast::TestFunction::Count(_) => refuse("count() gives a number: compare it with one"),
            ast::TestFunction::Value(_) => refuse("value() gives a value: compare it with one"),
            ast::TestFunction::Custom(name, _) => refuse(format!("there is no function {name}()")),
        },
    }
}

fn matches(subject: ast::FnArg, pattern: ast::FnArg, whole: bool) -> Result<Filter> {
    let subject = value_argument(subject)?;
    let pattern = match value_argument(pattern)? {
        Operand::String(text) => Pattern::Literal(regex(&text, whole)),
        other => Pattern::Computed(other),
    };
    Ok(Filter::Matches { subject, pattern, whole })
}

fn compare(comparison: ast::Comparison) -> Result<Filter> {
    let (kind, left, right) = match comparison {
        ast::Comparison::Eq(left, right) => (Comparison::Equal, left, right),
        ast::Comparison::Ne(left, right) => (Comparison::NotEqual, left, right),
        ast::Comparison::Lt(left, right) => (Comparison::Less, left, right),
        ast::Comparison::Lte(left, right) => (Comparison::LessOrEqual, left, right),
        ast::Comparison::Gt(left, right) => (Comparison::Greater, left, right),
        ast::Comparison::Gte(left, right) => (Comparison::GreaterOrEqual, left, right),
    };
    Ok(Filter::Compare(kind, comparable(left)?, comparable(right)?))
}

fn comparable(side: ast::Comparable) -> Result<Operand> {
    match side {
        ast::Comparable::Literal(value) => Ok(literal(value)),
        ast::Comparable::Function(function) => function_value(function),
        ast::Comparable::SingularQuery(query) => {
            let (from_root, steps) = match query {
                ast::SingularQuery::Current(steps) => (false, steps),
                ast::SingularQuery::Root(steps) => (true, steps),
            };
            let step = |step| match step {
                ast::SingularQuerySegment::Index(index) => Selector::Index(index),
                ast::SingularQuerySegment::Name(name) => Selector::Name(name.into()),
            };
            let one = |selector| Segment { descendant: false, selectors: vec![selector] };
            Ok(Operand::Single(Path { from_root, segments: steps.into_iter().map(step).map(one).collect() }))
        }
    }
}

fn literal(value: ast::Literal) -> Operand {
    match value {
        ast::Literal::Int(number) => Operand::Number(number as f64),
        ast::Literal::Float(number) => Operand::Number(number),
        ast::Literal::String(text) => Operand::String(text),
        ast::Literal::Bool(value) => Operand::Bool(value),
        ast::Literal::Null => Operand::Null,
    }
}

/// A function in a comparison or as an argument: it must give a value.
fn function_value(function: ast::TestFunction) -> Result<Operand> {
    match function {
        ast::TestFunction::Length(argument) => Ok(Operand::Length(Box::new(value_argument(*argument)?))),
        ast::TestFunction::Count(argument) => Ok(Operand::Count(nodes_argument(argument, "count")?)),
        ast::TestFunction::Value(argument) => Ok(Operand::Single(nodes_argument(argument, "value")?)),
        ast::TestFunction::Match(..) => refuse("match() is true or false: it cannot be compared"),
        ast::TestFunction::Search(..) => refuse("search() is true or false: it cannot be compared"),
        ast::TestFunction::Custom(name, _) => refuse(format!("there is no function {name}()")),
    }
}

/// An argument that must have at most one value.
fn value_argument(argument: ast::FnArg) -> Result<Operand> {
    let path = match argument {
        ast::FnArg::Literal(value) => return Ok(literal(value)),
        ast::FnArg::Filter(_) => return refuse("a function takes a value here, not a condition"),
        ast::FnArg::Test(test) => match *test {
            ast::Test::RelQuery(segments) => path(false, segments)?,
            ast::Test::AbsQuery(query) => path(true, query.segments)?,
            ast::Test::Function(function) => return function_value(*function),
        },
    };
    let one = |segment: &Segment| {
        !segment.descendant && matches!(segment.selectors[..], [Selector::Name(_) | Selector::Index(_)])
    };
    if path.segments.iter().all(one) {
        return Ok(Operand::Single(path));
    }
    refuse("a function takes one value here, and this path may select many")
}

/// An argument that is a path.
fn nodes_argument(argument: ast::FnArg, function: &str) -> Result<Path> {
    match argument {
        ast::FnArg::Test(test) => match *test {
            ast::Test::RelQuery(segments) => path(false, segments),
            ast::Test::AbsQuery(query) => path(true, query.segments),
            ast::Test::Function(_) => refuse(format!("{function}() takes a path")),
        },
        _ => refuse(format!("{function}() takes a path")),
    }
}

fn path(from_root: bool, segments: Vec<ast::Segment>) -> Result<Path> {
    Ok(Path { from_root, segments: segments.into_iter().map(segment).collect::<Result<_>>()? })
}
