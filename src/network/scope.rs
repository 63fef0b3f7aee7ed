//! What a parameter or variable can be: the literals that its callers in the workspace pass, its default where a
//! caller omits it or where nothing calls, and a variable's default where nothing sets it. Everything else is unknown.

use crate::json::{Node, NodeKind};
use crate::language::expression::{Known, Root, Template, Value, fold};
use crate::workspace::call::is_expression;
use crate::workspace::expressions::is_wrapped;
use crate::workspace::pipeline::{active, has_type};
use crate::workspace::scope::Declared;
use crate::workspace::{Artifact, Kind, Workspace};
use std::cell::{Cell, RefCell};
use std::ops::Range;

/// Longest chain of callers that is followed.
const LONGEST_CHAIN: usize = 8;

/// Most calls that are looked at for one value: where everything calls everything, the ways are endless.
const MOST_CALLS: usize = 20_000;

/// An argument that names a host, with its caller and the place of the name in its decoded text.
pub type Naming<'w> = (&'w Artifact, Node<'w>, Range<usize>);

/// Works out values in one workspace.
#[derive(Debug)]
pub struct Scope<'w> {
    workspace: &'w Workspace,
    /// The parameters that are being worked out, so that a ring of callers ends.
    asked: RefCell<Vec<(usize, String)>>,
    /// Calls that were looked at for the value that is worked out.
    calls_seen: Cell<usize>,
    /// The arguments of callers that were read for it.
    read: RefCell<Vec<(&'w Artifact, Node<'w>)>>,
}

impl<'w> Scope<'w> {
    /// A scope for one workspace.
    pub fn new(workspace: &'w Workspace) -> Self {
        Self { workspace, asked: RefCell::default(), calls_seen: Cell::default(), read: RefCell::default() }
    }

    /// What a value of an artifact can come to, where the service evaluates it.
    pub fn value(&self, artifact: &'w Artifact, node: Node<'w>) -> Value {
        let node = node.get("value").filter(|value| is_wrapped(*value)).unwrap_or(node);
        match self.asked.borrow().is_empty() {
            true => self.read.borrow_mut().clear(),
            false => self.read.borrow_mut().push((artifact, node)),
        }
        match node.as_str() {
            Some(text) => fold(&Template::parse(text), &|root, name| self.lookup(artifact, root, name)),
            None => literal(node),
        }
    }

    /// The arguments, wherever a value of an artifact takes them from, that name a host it can come to; each with the
    /// place of the name in its decoded text.
    pub fn arguments_naming(&self, artifact: &'w Artifact, node: Node<'w>, host: &str) -> Vec<Naming<'w>> {
        self.value(artifact, node);
        let named = |(caller, argument): (_, Node<'w>)| {
            let text = argument.as_str()?.to_ascii_lowercase();
            let is_account = host.split('.').next() == Some(&text);
            let start = if is_account { 0 } else { text.find(host)? };
            Some((caller, argument, start..start + if is_account { text.len() } else { host.len() }))
        };
        self.read.take().into_iter().filter_map(named).collect()
    }

    fn lookup(&self, artifact: &'w Artifact, root: Root, name: &str) -> Value {
        match (root, artifact.kind) {
            (Root::Parameter, Kind::Pipeline)
            | (Root::Dataset, Kind::Dataset)
            | (Root::LinkedService, Kind::LinkedService) => self.parameter(artifact, name),
            (Root::Variable, Kind::Pipeline) => variable(artifact, name),
            _ => Value::unknown(),
        }
    }

    fn parameter(&self, artifact: &'w Artifact, name: &str) -> Value {
        let key = (artifact.id, name.to_lowercase());
        let depth = self.asked.borrow().len();
        if depth == 0 {
            self.calls_seen.set(0);
        }
        if depth == LONGEST_CHAIN || self.asked.borrow().contains(&key) {
            return Value::unknown();
        }
        let Some(declaration) = Declared::of(artifact, "parameters").get(name) else { return Value::unknown() };
        let default = default(declaration);
        self.asked.borrow_mut().push(key);
        let mut value = Value::default();
        let mut called = false;
        for (caller, arguments) in self.calls(artifact) {
            called = true;
            self.calls_seen.set(self.calls_seen.get() + 1);
            if self.calls_seen.get() > MOST_CALLS {
                value.open = true;
                break;
            }
            let written = arguments.filter(|arguments| !arguments.is_null());
            if written.is_some_and(|arguments| !arguments.is_object() || is_expression(arguments)) {
                // All arguments at once are computed.
                value.open = true;
                continue;
            }
            match written.and_then(|arguments| argument(arguments, name)) {
                Some(argument) => value.merge(self.value(caller, argument)),
                None => value.merge(default.clone()),
            }
        }
        self.asked.borrow_mut().pop();
        if called { value } else { default }
    }

    /// Who calls an artifact, with the arguments that are passed.
    fn calls(&self, artifact: &'w Artifact) -> Vec<(&'w Artifact, Option<Node<'w>>)> {
        let mut calls = Vec::new();
        for (user, name) in self.workspace.users(artifact) {
            let Some(reference) = name.parent() else { continue };
            match (artifact.kind, user.kind) {
                // Beside the reference: ExecutePipeline, triggers.
                (Kind::Pipeline, _) => {
                    calls.push((user, reference.parent().and_then(|holder| holder.get("parameters"))));
                }
                // A data flow passes nothing itself: what runs it passes arguments by the name of the stream.
                (_, Kind::Dataflow) => {
                    let stream = reference.parent().and_then(|stream| stream.get("name")).and_then(Node::as_str);
                    for (pipeline, name) in self.workspace.users(user) {
                        let all = name.parent().and_then(|reference| reference.get("datasetParameters"));
                        let own = all.and_then(|all| argument(all, stream.as_deref()?));
                        calls.push((pipeline, own));
                    }
                }
                _ => calls.push((user, reference.get("parameters"))),
            }
        }
        calls
    }
}

/// An argument by its name, whatever its case.
fn argument<'a>(arguments: Node<'a>, name: &str) -> Option<Node<'a>> {
    arguments.get(name).or_else(|| {
        let wanted = name.to_lowercase();
        arguments.children().find(|argument| argument.key().is_some_and(|key| key.to_lowercase() == wanted))
    })
}

/// What a declaration says the value is where nobody says otherwise. Defaults are literal: `@` means nothing there.
fn default(declaration: Node<'_>) -> Value {
    let secure =
        declaration.get("type").and_then(Node::as_str).is_some_and(|own| own.eq_ignore_ascii_case("SecureString"));
    match declaration.get("defaultValue").filter(|_| !secure) {
        Some(value) => value.as_str().map_or_else(|| literal(value), Value::text),
        None => Value::unknown(),
    }
}

fn variable(pipeline: &Artifact, name: &str) -> Value {
    let sets = |activity: Node<'_>| {
        let target = activity.at(&["typeProperties", "variableName"]).and_then(Node::as_str);
        // A target that is computed may be this one.
        target.is_none_or(|target| target.contains('@') || target.to_lowercase() == name.to_lowercase())
    };
    let mut setters = active(pipeline).filter(|activity| has_type(*activity, &["SetVariable", "AppendVariable"]));
    match Declared::of(pipeline, "variables").get(name) {
        Some(declaration) if !setters.any(sets) => default(declaration),
        _ => Value::unknown(),
    }
}

/// A value that is no string.
fn literal(node: Node<'_>) -> Value {
    match node.kind() {
        NodeKind::Null => Value::of(Known::Null),
        NodeKind::True | NodeKind::False => Value::of(Known::Boolean(node.kind() == NodeKind::True)),
        NodeKind::Number => match node.raw().parse() {
            Ok(whole) => Value::of(Known::Integer(whole)),
            Err(_) => node.as_f64().map_or_else(Value::unknown, |number| Value::of(Known::Float(number))),
        },
        _ => Value::unknown(),
    }
}
