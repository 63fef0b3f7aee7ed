//! What a condition of a page can ask of a value. The list is closed: no page runs code. Whatever is not known (an
//! expression, a placeholder, a secret that a Key Vault holds, something outside the repository) fulfils no condition
//! about what it is, neither `matches` nor `not-matches`.

use super::Context;
use super::condition::{Condition, Scalar};
use crate::json::Node;
use crate::language::placeholder::is_placeholder;
use crate::language::timespan;
use crate::network::{Completeness, Coverage, Endpoint, RuntimeClass, Scope, endpoints};
use crate::workspace::{Artifact, Kind, Reference, Resolution, Target, pipeline};
use regex::Regex;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::time::Duration;

/// What must be true. Where a predicate carries a `bool`, `false` asks for the opposite.
#[derive(Debug)]
pub enum Predicate {
    Absent,
    Present,
    Matches(Regex, bool),
    OneOf(Vec<Scalar>, bool),
    MoreThan(Measure),
    LessThan(Measure),
    Literal(bool),
    Resolves(bool),
    HostCovered(bool),
}

/// A number or a time span.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    Number(f64),
    Time(Duration),
}

/// What the conditions of one page ask about one artifact, with what they share.
pub struct Judge<'a, 'w> {
    context: &'a Context<'w>,
    artifact: &'a Artifact,
    references: OnceCell<FxHashMap<u32, &'a Reference>>,
    endpoints: OnceCell<Vec<Endpoint<'a>>>,
}

impl<'a, 'w> Judge<'a, 'w> {
    /// Nothing is worked out yet.
    pub fn new(context: &'a Context<'w>, artifact: &'a Artifact) -> Self {
        Self { context, artifact, references: OnceCell::new(), endpoints: OnceCell::new() }
    }

    /// Is a condition fulfilled for a value that the page's query selected?
    pub fn holds(&self, condition: &Condition, value: Node<'a>) -> bool {
        let found = condition.path.select(value);
        let mut there = found.iter().filter(|node| !is_blank(**node));
        match &condition.predicate {
            Predicate::Absent => there.next().is_none(),
            Predicate::Present => there.next().is_some(),
            predicate => found.into_iter().any(|node| self.fulfils(predicate, node)),
        }
    }

    fn fulfils(&self, predicate: &Predicate, node: Node<'a>) -> bool {
        let literal = || literal(node);
        match predicate {
            Predicate::Absent | Predicate::Present => false,
            Predicate::Matches(regex, wanted) => literal().is_some_and(|text| regex.is_match(&text) == *wanted),
            Predicate::OneOf(all, wanted) => {
                literal().is_some_and(|text| all.iter().any(|one| is_equal(one, &text)) == *wanted)
            }
            Predicate::MoreThan(limit) => literal().and_then(|text| limit.less_than(&text)).unwrap_or(false),
            Predicate::LessThan(limit) => literal().and_then(|text| limit.more_than(&text)).unwrap_or(false),
            Predicate::Literal(wanted) => is_literal(node) == Some(*wanted),
            Predicate::Resolves(wanted) => self.resolves(node) == Some(*wanted),
            Predicate::HostCovered(wanted) => self.is_host_covered(node) == Some(*wanted),
        }
    }

    /// Does the reference at a node lead to an artifact? `None` where it is none, or names nothing literally.
    fn resolves(&self, node: Node<'a>) -> Option<bool> {
        let name = node.get("referenceName").unwrap_or(node);
        let by_node = || self.artifact.references.iter().map(|reference| (reference.node, reference)).collect();
        let reference = self.references.get_or_init(by_node).get(&name.id())?;
        let Target::Name(name) = &reference.target else { return None };
        let workspace = self.context.workspace;
        if workspace.may_lie_elsewhere(reference.kind, name) {
            return None;
        }
        Some(workspace.resolve_reference(reference) != Resolution::Missing)
    }

    /// Does a private endpoint cover every host that the linked service, or the activity around the value, talks to?
    /// `None` where a host is not known, or leaves by a runtime that private endpoints do not serve.
    fn is_host_covered(&self, node: Node<'a>) -> Option<bool> {
        let holder = match self.artifact.kind {
            Kind::Pipeline => pipeline::around(node).next()?,
            _ => self.artifact.root(),
        };
        let faults = self.context.reach.unreachable(self.artifact);
        if !inside(holder, faults, |fault| fault.endpoint.node).is_empty() {
            // Of endpoints that are made elsewhere nothing is known.
            return (self.context.network.completeness == Completeness::Complete).then_some(false);
        }
        let all = self.endpoints.get_or_init(|| endpoints(&Scope::new(self.context.workspace), self.artifact));
        let own = inside(holder, all, |endpoint| endpoint.node);
        (!own.is_empty() && own.iter().all(|endpoint| self.is_covered(endpoint))).then_some(true)
    }

    fn is_covered(&self, endpoint: &Endpoint<'a>) -> bool {
        let Context { workspace, network, .. } = self.context;
        let covered = |host| matches!(network.coverage(host), Coverage::Covered(_) | Coverage::OwnWorkspace);
        network.runtime(workspace, endpoint.connect_via) == RuntimeClass::Managed
            && endpoint.host.name().is_some_and(covered)
    }
}

impl Measure {
    /// Is the limit less than what a text says?
    fn less_than(self, text: &str) -> Option<bool> {
        self.compare(text).map(std::cmp::Ordering::is_lt)
    }

    /// Is the limit more than what a text says?
    fn more_than(self, text: &str) -> Option<bool> {
        self.compare(text).map(std::cmp::Ordering::is_gt)
    }

    fn compare(self, text: &str) -> Option<std::cmp::Ordering> {
        match self {
            Measure::Number(limit) => limit.partial_cmp(&text.trim().parse().ok()?),
            Measure::Time(limit) => Some(limit.cmp(&timespan::parse(text)?)),
        }
    }
}

/// Those of a list in document order whose node lies inside `holder`.
fn inside<'l, 'a, T>(holder: Node<'a>, list: &'l [T], node: impl Fn(&T) -> Node<'a>) -> &'l [T] {
    let start = list.partition_point(|one| node(one).id() <= holder.id());
    let length = list[start..].iter().take_while(|one| holder.holds(node(one))).count();
    &list[start..start + length]
}

/// Is it as good as not there?
fn is_blank(node: Node<'_>) -> bool {
    node.is_null() || node.as_str().is_some_and(|text| text.trim().is_empty())
}

/// What stands there, when it is a text, number or truth value that means itself.
fn literal(node: Node<'_>) -> Option<Cow<'_, str>> {
    if node.is_object() || node.is_array() || node.is_null() {
        return None;
    }
    let text = node.as_str().unwrap_or(Cow::Borrowed(node.raw()));
    (!is_computed(&text) && !is_placeholder(&text)).then_some(text)
}

/// Is a text an expression, or one of an ARM template?
fn is_computed(text: &str) -> bool {
    let text = text.trim_start();
    (text.starts_with('@') && !text.starts_with("@@")) || text.contains("@{") || text.starts_with('[')
}

/// Is the value written out? `None` where it is a placeholder, or no single value.
fn is_literal(node: Node<'_>) -> Option<bool> {
    if node.is_object() {
        return match node.get("type").and_then(Node::as_str).as_deref() {
            Some("Expression" | "AzureKeyVaultSecret") => Some(false),
            Some("SecureString") => is_literal(node.get("value")?),
            _ => None,
        };
    }
    match node.as_str() {
        Some(text) if is_computed(&text) => Some(false),
        _ => literal(node).map(|_| true),
    }
}

fn is_equal(one: &Scalar, text: &str) -> bool {
    match one {
        Scalar::Text(own) => own == text,
        Scalar::Bool(own) => text.parse() == Ok(*own),
        Scalar::Integer(own) => text.trim().parse() == Ok(*own as f64),
    }
}
