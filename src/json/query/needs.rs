//! What a query cannot do without: most documents lack a key that a rule asks for, and most values of the others do.

use super::{Comparison, Filter, Operand, Path, Segment, Selector};
use std::collections::BTreeSet;

/// Keys without which a document has nothing that these segments select.
pub(super) fn of_segments(segments: &[Segment]) -> BTreeSet<&str> {
    segments.iter().flat_map(of_segment).collect()
}

fn of_segment(segment: &Segment) -> BTreeSet<&str> {
    match &segment.selectors[..] {
        [Selector::Name(name)] => BTreeSet::from([&**name]),
        [Selector::Filter(filter)] => of_filter(filter),
        _ => BTreeSet::new(),
    }
}

/// Keys without which a document has no value for which the filter holds.
fn of_filter(filter: &Filter) -> BTreeSet<&str> {
    match filter {
        Filter::And(all) => all.iter().flat_map(of_filter).collect(),
        Filter::Or(all) => all.iter().map(of_filter).reduce(|one, other| &one & &other).unwrap_or_default(),
        _ => needed_path(filter).map_or_else(BTreeSet::new, |path| of_segments(&path.segments)),
    }
}

/// A key that a value must have for the filter to hold; `None` when there is no single one.
pub(super) fn own_key(filter: &Filter) -> Option<&str> {
    match filter {
        // The last condition is the rarest one as people write them: `@.type && match(@.policy.timeout, …)`.
        Filter::And(all) => all.iter().rev().find_map(own_key),
        Filter::Or(all) => {
            let mut keys = all.iter().map(own_key);
            let first = keys.next()??;
            keys.all(|key| key == Some(first)).then_some(first)
        }
        _ => first_key(needed_path(filter)?),
    }
}

/// The path that must lead somewhere for a single condition to hold.
fn needed_path(filter: &Filter) -> Option<&Path> {
    match filter {
        Filter::Exists(path) | Filter::Matches { subject: Operand::Single(path), .. } => Some(path),
        Filter::Compare(Comparison::Equal, Operand::Single(path), other)
        | Filter::Compare(Comparison::Equal, other, Operand::Single(path))
            if is_something(other) =>
        {
            Some(path)
        }
        _ => None,
    }
}

/// A literal is never equal to a value that is not there.
fn is_something(operand: &Operand) -> bool {
    matches!(operand, Operand::Null | Operand::Bool(_) | Operand::Number(_) | Operand::String(_))
}

/// The key a path begins with, from the value at hand.
fn first_key(path: &Path) -> Option<&str> {
    let first = path.segments.first().filter(|first| !path.from_root && !first.descendant)?;
    match &first.selectors[..] {
        [Selector::Name(name)] => Some(name),
        _ => None,
    }
}
