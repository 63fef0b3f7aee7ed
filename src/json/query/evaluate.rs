//! Walking a document by a compiled query.

use super::{Comparison, Filter, Operand, Path, Pattern, Segment, Selector, needs};
use crate::json::{Node, NodeKind};
use regex::Regex;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::ControlFlow;

type Visit<'v, 'a> = &'v mut dyn FnMut(Node<'a>) -> ControlFlow<()>;

/// Visits every value that `segments` lead to from `node`, until the visitor breaks off.
pub(super) fn walk<'a>(segments: &[Segment], root: Node<'a>, node: Node<'a>, visit: Visit<'_, 'a>) -> ControlFlow<()> {
    let Some((segment, rest)) = segments.split_first() else { return visit(node) };
    let onward = &mut |found| walk(rest, root, found, visit);
    if !segment.descendant {
        return children(segment, root, node, onward);
    }
    match &segment.selectors[..] {
        [Selector::Name(name)] => return named_descendants(name, node, onward),
        [Selector::Filter(filter)] => {
            if let Some(key) = needs::own_key(filter) {
                return filtered_descendants(filter, key, root, node, onward);
            }
        }
        _ => {}
    }
    children(segment, root, node, onward)?;
    node.descendants().filter(is_container).try_for_each(|inner| children(segment, root, inner, onward))
}

fn is_container(node: &Node<'_>) -> bool {
    node.is_object() || node.is_array()
}

/// `..name` without asking every container: one look at each key.
fn named_descendants<'a>(name: &str, node: Node<'a>, visit: Visit<'_, 'a>) -> ControlFlow<()> {
    // Of repeated keys the last one counts.
    let counts = |inner: &Node<'a>| inner.parent().is_some_and(|parent| parent.get(name) == Some(*inner));
    in_order(node.descendants_with_key(name).filter(counts)).into_iter().try_for_each(visit)
}

/// `..[?filter]` without asking every value: only the holders of a key that the filter cannot do without.
fn filtered_descendants<'a>(
    filter: &Filter,
    key: &str,
    root: Node<'a>,
    node: Node<'a>,
    visit: Visit<'_, 'a>,
) -> ControlFlow<()> {
    let mut holders: Vec<Node<'a>> = node.descendants_with_key(key).filter_map(Node::parent).collect();
    holders.sort_by_key(|holder| holder.id());
    holders.dedup();
    // The value itself is no descendant, though it may hold the key.
    let below = holders.into_iter().filter(|holder| *holder != node && holds(filter, root, *holder));
    in_order(below).into_iter().try_for_each(visit)
}

/// RFC 9535 wants the parents in document order, and under each its children in order.
fn in_order<'a>(found: impl Iterator<Item = Node<'a>>) -> Vec<Node<'a>> {
    let mut found: Vec<(u32, Node<'a>)> = found.filter_map(|inner| Some((inner.parent()?.id(), inner))).collect();
    found.sort_by_key(|(parent, inner)| (*parent, inner.id()));
    found.into_iter().map(|(_, inner)| inner).collect()
}

fn children<'a>(segment: &Segment, root: Node<'a>, node: Node<'a>, visit: Visit<'_, 'a>) -> ControlFlow<()> {
    for selector in &segment.selectors {
        match selector {
            Selector::Name(name) => node.get(name).map_or(ControlFlow::Continue(()), &mut *visit)?,
            Selector::Wildcard => node.children().try_for_each(&mut *visit)?,
            Selector::Index(index) => item(node, *index).map_or(ControlFlow::Continue(()), &mut *visit)?,
            Selector::Slice { start, end, step } => slice(node, *start, *end, *step, visit)?,
            Selector::Filter(filter) => {
                node.children().filter(|child| holds(filter, root, *child)).try_for_each(&mut *visit)?;
            }
        }
    }
    ControlFlow::Continue(())
}

fn item(node: Node<'_>, index: i64) -> Option<Node<'_>> {
    let index = match usize::try_from(index) {
        Ok(index) => index,
        Err(_) => node.items().count().checked_sub(usize::try_from(index.checked_neg()?).ok()?)?,
    };
    node.items().nth(index)
}

/// RFC 9535, section 2.3.4.2.2.
fn slice<'a>(node: Node<'a>, start: Option<i64>, end: Option<i64>, step: i64, visit: Visit<'_, 'a>) -> ControlFlow<()> {
    let items: Vec<Node<'a>> = node.items().collect();
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let normal = |index: i64| if index >= 0 { index } else { length.saturating_add(index) };
    let mut at = |index: i64| {
        usize::try_from(index)
            .ok()
            .and_then(|index| items.get(index))
            .map_or(ControlFlow::Continue(()), |item| visit(*item))
    };
    match step.cmp(&0) {
        Ordering::Equal => ControlFlow::Continue(()),
        Ordering::Greater => {
            let lower = normal(start.unwrap_or(0)).clamp(0, length);
            let upper = normal(end.unwrap_or(length)).clamp(0, length);
            let mut indexes =
                std::iter::successors(Some(lower), |index| index.checked_add(step)).take_while(|index| *index < upper);
            indexes.try_for_each(&mut at)
        }
        Ordering::Less => {
            let upper = start.map_or(length - 1, normal).clamp(-1, length - 1);
            let lower = end.map_or(-1, normal).clamp(-1, length - 1);
            let mut indexes =
                std::iter::successors(Some(upper), |index| index.checked_add(step)).take_while(|index| *index > lower);
            indexes.try_for_each(&mut at)
        }
    }
}

fn holds(filter: &Filter, root: Node<'_>, node: Node<'_>) -> bool {
    match filter {
        Filter::Or(filters) => filters.iter().any(|filter| holds(filter, root, node)),
        Filter::And(filters) => filters.iter().all(|filter| holds(filter, root, node)),
        Filter::Not(filter) => !holds(filter, root, node),
        Filter::Exists(path) => first(path, root, node).is_some(),
        Filter::Compare(kind, left, right) => compare(*kind, &value(left, root, node), &value(right, root, node)),
        Filter::Matches { subject, pattern, whole } => {
            let Value::String(text) = value(subject, root, node) else { return false };
            match pattern {
                Pattern::Literal(compiled) => compiled.as_ref().is_some_and(|compiled| compiled.is_match(&text)),
                Pattern::Computed(operand) => match value(operand, root, node) {
                    Value::String(source) => regex(&source, *whole).is_some_and(|compiled| compiled.is_match(&text)),
                    _ => false,
                },
            }
        }
    }
}

fn start<'a>(path: &Path, root: Node<'a>, node: Node<'a>) -> Node<'a> {
    if path.from_root { root } else { node }
}

fn first<'a>(path: &Path, root: Node<'a>, node: Node<'a>) -> Option<Node<'a>> {
    let mut found = None;
    let _ = walk(&path.segments, root, start(path, root, node), &mut |node| {
        found = Some(node);
        ControlFlow::Break(())
    });
    found
}

/// What an operand is worth.
#[derive(Debug)]
enum Value<'a> {
    Nothing,
    Null,
    Bool(bool),
    Number(f64),
    String(Cow<'a, str>),
    Container(Node<'a>),
}

fn value<'a>(operand: &'a Operand, root: Node<'a>, node: Node<'a>) -> Value<'a> {
    match operand {
        Operand::Null => Value::Null,
        Operand::Bool(value) => Value::Bool(*value),
        Operand::Number(number) => Value::Number(*number),
        Operand::String(text) => Value::String(Cow::Borrowed(text)),
        Operand::Single(path) => single(path, root, node).map_or(Value::Nothing, of_node),
        Operand::Count(path) => Value::Number(count(path, root, node) as f64),
        Operand::Length(inner) => match value(inner, root, node) {
            Value::String(text) => Value::Number(text.chars().count() as f64),
            Value::Container(node) => Value::Number(node.children().count() as f64),
            _ => Value::Nothing,
        },
    }
}

/// The one node of a path; nothing when there are none or several.
fn single<'a>(path: &Path, root: Node<'a>, node: Node<'a>) -> Option<Node<'a>> {
    let mut found = None;
    let several = walk(&path.segments, root, start(path, root, node), &mut |node| match found {
        None => {
            found = Some(node);
            ControlFlow::Continue(())
        }
        Some(_) => ControlFlow::Break(()),
    });
    found.filter(|_| several.is_continue())
}

fn count(path: &Path, root: Node<'_>, node: Node<'_>) -> usize {
    let mut count = 0;
    let _ = walk(&path.segments, root, start(path, root, node), &mut |_| {
        count += 1;
        ControlFlow::Continue(())
    });
    count
}

fn of_node(node: Node<'_>) -> Value<'_> {
    match node.kind() {
        NodeKind::Null => Value::Null,
        NodeKind::True => Value::Bool(true),
        NodeKind::False => Value::Bool(false),
        NodeKind::Number => node.as_f64().map_or(Value::Nothing, Value::Number),
        NodeKind::Plain | NodeKind::Escaped => node.as_str().map_or(Value::Nothing, Value::String),
        NodeKind::Array | NodeKind::Object => Value::Container(node),
    }
}

fn compare(kind: Comparison, left: &Value<'_>, right: &Value<'_>) -> bool {
    let order = match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
        // UTF-8 sorts as Unicode scalar values do.
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => None,
    };
    match kind {
        Comparison::Equal => equal(left, right),
        Comparison::NotEqual => !equal(left, right),
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::LessOrEqual => order == Some(Ordering::Less) || equal(left, right),
        Comparison::GreaterOrEqual => order == Some(Ordering::Greater) || equal(left, right),
    }
}

fn equal(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Nothing, Value::Nothing) | (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Container(a), Value::Container(b)) => same(*a, *b),
        _ => false,
    }
}

/// Deep equality; documents are capped in depth, so it may recurse.
fn same(a: Node<'_>, b: Node<'_>) -> bool {
    if a.is_array() && b.is_array() {
        return a.items().count() == b.items().count()
            && a.items().zip(b.items()).all(|(a, b)| equal(&of_node(a), &of_node(b)));
    }
    if a.is_object() && b.is_object() {
        let keys = |node: Node<'_>| node.children().filter_map(|child| child.key().map(Cow::into_owned)).collect();
        let (of_a, of_b): (FxHashSet<String>, FxHashSet<String>) = (keys(a), keys(b));
        let alike = |key: &String| {
            let values = a.get(key).zip(b.get(key));
            values.is_some_and(|(a, b)| equal(&of_node(a), &of_node(b)))
        };
        return of_a == of_b && of_a.iter().all(alike);
    }
    false
}

/// An I-Regexp (RFC 9485) as the `regex` crate writes it: there a dot leaves out `\n` only, here `\r` too. `None` when
/// it is no regular expression.
pub(super) fn regex(source: &str, whole: bool) -> Option<Regex> {
    let mut out = String::from(if whole { r"\A(?:" } else { "(?:" });
    let (mut class, mut escaped) = (0usize, false);
    for c in source.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class += 1,
            ']' => class = class.saturating_sub(1),
            '.' if class == 0 => {
                out.push_str(r"[^\n\r]");
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out.push_str(if whole { r")\z" } else { ")" });
    Regex::new(&out).ok()
}
