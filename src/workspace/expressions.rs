//! Where the expressions of an artifact stand: its fields that the service evaluates, and no others. KeyNames,
//! descriptions, annotations, references, default values, scripts and code are text, whatever they hold.

use super::pipeline::{around, is_switched_off};
use super::{Artifact, Kind};
use crate::json::{KeyNames, Node};
use crate::language::expression::{Mode, Template, begins_like_call};
use memchr::{memchr, memchr3};
use std::sync::LazyLock;

/// A string of an artifact that holds expressions.
#[derive(Debug)]
pub struct Expression {
    node: u32,
    activity: Option<u32>,
    /// The string, read.
    pub template: Template,
    /// Does it stand in an activity that is switched off? Nothing in it is validated or run.
    pub switched_off: bool,
}

/// The expressions of an artifact.
#[derive(Debug, Default)]
pub struct Expressions {
    /// Every string that holds one, in document order.
    pub all: Vec<Expression>,
    /// Strings that are text to the service, and would be one expression but for a missing `@`, or for white space
    /// before it.
    pub bare: Vec<Expression>,
}

impl Expression {
    /// The string.
    pub fn node<'a>(&self, artifact: &'a Artifact) -> Node<'a> {
        artifact.document.node(self.node)
    }

    /// The innermost activity around it.
    pub fn activity<'a>(&self, artifact: &'a Artifact) -> Option<Node<'a>> {
        Some(artifact.document.node(self.activity?))
    }
}

impl Artifact {
    /// Its expressions.
    pub fn expressions(&self) -> &Expressions {
        self.parsed.expressions.get_or_init(|| Expressions::new(self))
    }

    /// Its expressions but for those in activities that are switched off.
    pub fn live_expressions(&self) -> impl Iterator<Item = &Expression> {
        self.expressions().all.iter().filter(|expression| !expression.switched_off)
    }
}

impl Expressions {
    fn new(artifact: &Artifact) -> Self {
        let mut found = Self::default();
        // In a template of a deployment, strings are of another language.
        let schema = artifact.root().get("$schema").and_then(Node::as_str);
        if schema.is_some_and(|schema| schema.contains("deploymentTemplate")) {
            return found;
        }
        let property = |keys: &[&str]| artifact.property(keys);
        match artifact.kind {
            Kind::Pipeline => found.activities(property(&["activities"])),
            Kind::Dataset => {
                let fields = [&["typeProperties"][..], &["linkedServiceName", "parameters"]];
                fields.into_iter().filter_map(property).for_each(|field| found.values(field, |_| true));
                // Columns carry the names of foreign systems (`@odata.id`); only a wrapped value is evaluated.
                let shapes = [&["schema"][..], &["structure"]].into_iter().filter_map(property);
                shapes.for_each(|field| {
                    found.string(field, None);
                    found.values(field, is_wrapped);
                });
            }
            Kind::LinkedService => {
                property(&["typeProperties"]).into_iter().for_each(|field| found.values(field, |_| true))
            }
            Kind::Trigger => {
                let several = property(&["pipelines"]).into_iter().flat_map(Node::items);
                let starts = several.chain(property(&["pipeline"]));
                starts.filter_map(|start| start.get("parameters")).for_each(|field| found.values(field, |_| true));
            }
            _ => {}
        }
        found.all.sort_by_key(|expression| expression.node);
        // They are kept: no more room than they need.
        let mut all = Vec::with_capacity(found.all.len());
        all.append(&mut found.all);
        Self { all, ..found }
    }

    /// Everything below a field.
    fn values<'a>(&mut self, field: Node<'a>, evaluated: impl Fn(Node<'a>) -> bool) {
        for node in candidates(field) {
            if evaluated(node) && !is_text(node, field) {
                self.string(node, None);
            }
        }
    }

    fn activities(&mut self, list: Option<Node<'_>>) {
        let Some(list) = list else { return };
        // Neighbours mostly stand in the same activity.
        let mut last: Option<(Node<'_>, bool)> = None;
        for node in candidates(list) {
            let activity = around(node).next();
            if is_text(node, list) || is_text_of_activity(node, activity) {
                continue;
            }
            let is_off = |activity| (activity, around(activity).any(is_switched_off));
            let known = last.filter(|(last, _)| Some(*last) == activity);
            last = known.or_else(|| activity.map(is_off));
            self.string(node, last);
        }
    }

    /// A string, with its activity and whether that is switched off.
    fn string(&mut self, node: Node<'_>, activity: Option<(Node<'_>, bool)>) {
        let Some(text) = node.as_str() else { return };
        let expression = |template| Expression {
            node: node.id(),
            activity: activity.map(|(activity, _)| activity.id()),
            template,
            switched_off: activity.is_some_and(|(_, is_off)| is_off),
        };
        if text.contains('@') {
            let template = Template::parse(text.as_ref());
            // A password may hold anything.
            if template.mode() != Mode::Literal && (template.faults().is_empty() || !is_secret(node)) {
                self.all.push(expression(template));
                return;
            }
        }
        if let Some(template) = Template::without_at(&text) {
            self.bare.push(expression(template));
        }
    }
}

/// The strings below a field that may hold expressions, by a look at the text as it stands in the file, which spares
/// most strings everything else: without one of these three signs no string has `@` or begins like a call.
fn candidates(field: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let text = field.document().text().as_bytes();
    // The first sign that does not stand before the value.
    let mut sign = 0;
    field.descendants().filter(|node| node.is_string()).filter(move |node| {
        let span = node.span();
        if sign < span.start {
            let rest = &text[span.start..];
            sign = span.start + memchr3(b'@', b'(', b'\\', rest).unwrap_or(rest.len());
        }
        let inner = if sign < span.end { node.inner() } else { "" };
        !inner.is_empty() && (memchr(b'@', inner.as_bytes()).is_some() || begins_like_call(inner))
    })
}

/// Is it the value of `{"value": …, "type": "Expression"}`?
pub fn is_wrapped(node: Node<'_>) -> bool {
    node.key_is("value") && has_type(node, "Expression")
}

fn is_secret(node: Node<'_>) -> bool {
    node.key_is("value") && has_type(node, "SecureString")
}

fn has_type(value: Node<'_>, name: &str) -> bool {
    let own = value.parent().and_then(|holder| holder.get("type")).and_then(Node::as_str);
    own.is_some_and(|own| own.eq_ignore_ascii_case(name))
}

/// Is a string below `field` text, whatever it holds? References are literal, but for the few that may be wrapped.
fn is_text(node: Node<'_>, field: Node<'_>) -> bool {
    let mut holders = node.ancestors().take_while(|holder| *holder != field);
    node.key_is("referenceName") || holders.any(|holder| HOLDERS.hold_key_of(holder))
}

/// Objects in which all is text.
static HOLDERS: LazyLock<KeyNames<2>> = LazyLock::new(|| KeyNames::new(["connectVia", "encryptedCredential"]));

/// Is a string in an activity one of the activity's own words, and no setting?
fn is_text_of_activity(node: Node<'_>, activity: Option<Node<'_>>) -> bool {
    let own = |activity: Node<'_>| {
        let below = node.ancestors().take_while(|holder| *holder != activity);
        below.last().is_some_and(|field| TEXT.hold_key_of(field))
    };
    let list = node.parent().and_then(Node::parent);
    let names_property = node.key_is("name") && list.is_some_and(|list| list.key_is("userProperties"));
    names_property || activity.is_some_and(own)
}

/// Fields of an activity that are text.
static TEXT: LazyLock<KeyNames<6>> =
    LazyLock::new(|| KeyNames::new(["name", "type", "description", "dependsOn", "state", "onInactiveMarkAs"]));
