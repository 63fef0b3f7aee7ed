//! What a query cannot do without: most documents lack a key that a rule asks for, and most values of the others do.

use super::{Comparison, Filter, Operand, Path, Segment, Selector};

/// A key without which a segment selects nothing.
pub(super) fn of_segment(segment: &Segment) -> Option<&str> {
    match &segment.selectors[..] {
        [Selector::Name(name)] => Some(name),
        [Selector::Filter(filter)] => of_filter(filter),
        _ => None,
    }
}

/// A key that a value must have for the filter to hold; `None` when there is no single one.
pub(super) fn of_filter(filter: &Filter) -> Option<&str> {
    match filter {
        // The last condition is the rarest one as people write them: `@.type && match(@.policy.timeout, …)`.
        Filter::And(all) => all.iter().rev().find_map(of_filter),
        Filter::Or(all) => {
            let mut keys = all.iter().map(of_filter);
            let first = keys.next()??;
            keys.all(|key| key == Some(first)).then_some(first)
        }
        Filter::Exists(path) => of_path(path),
        Filter::Matches { subject: Operand::Single(path), .. } => of_path(path),
        Filter::Compare(Comparison::Equal, Operand::Single(path), other)
        | Filter::Compare(Comparison::Equal, other, Operand::Single(path))
            if is_something(other) =>
        {
            of_path(path)
        }
        _ => None,
    }
}

/// A literal is never equal to a value that is not there.
fn is_something(operand: &Operand) -> bool {
    matches!(operand, Operand::Null | Operand::Bool(_) | Operand::Number(_) | Operand::String(_))
}

/// The key a path begins with, from the value at hand.
fn of_path(path: &Path) -> Option<&str> {
    let first = path.segments.first().filter(|first| !path.from_root && !first.descendant)?;
    match &first.selectors[..] {
        [Selector::Name(name)] => Some(name),
        _ => None,
    }
}
