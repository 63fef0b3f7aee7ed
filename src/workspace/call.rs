//! Contracts between artifacts: what parameters an artifact declares, and what the places that use it pass. It knows
//! no rules and no wording.

use super::pipeline::has_type;
use super::{Artifact, Kind, Reference, Target, Workspace};
use crate::json::Node;
use std::borrow::Cow;

/// One use of an artifact that takes arguments: a pipeline that is executed, a dataset or linked service that is
/// referred to, a notebook that is run.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// What is used.
    pub target: &'a Artifact,
    /// The node that names it.
    pub reference: Node<'a>,
    /// The object of the arguments; `None` where there is none.
    pub arguments: Option<Node<'a>>,
}

/// A parameter as its artifact declares it.
#[derive(Debug, Clone)]
pub struct Parameter<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Its declaration.
    pub node: Node<'a>,
}

impl Parameter<'_> {
    /// May a caller leave it out?
    pub fn has_default(&self) -> bool {
        self.node.get("defaultValue").is_some()
    }
}

/// The object in which an artifact declares its parameters.
pub fn declarations(artifact: &Artifact) -> Option<Node<'_>> {
    artifact.property(&["parameters"])
}

/// The parameters an artifact declares; `None` when that cannot be told.
pub fn parameters(artifact: &Artifact) -> Option<Vec<Parameter<'_>>> {
    let Some(declared) = declarations(artifact) else { return artifact.problem.is_none().then(Vec::new) };
    let sound = declared.is_object() && declared.children().all(Node::is_object);
    let all = declared.children().filter_map(|node| Some(Parameter { name: node.key()?, node }));
    sound.then(|| all.collect())
}

/// The places where an artifact uses others of the workspace with arguments that are written out. Targets that are
/// missing, external or only known at run time are left out, and so is an argument object that is an expression.
/// What a data flow uses is not here: its arguments are passed by the activity that runs it.
pub fn calls<'a>(workspace: &'a Workspace, artifact: &'a Artifact) -> impl Iterator<Item = Call<'a>> {
    let used = artifact.references.iter().filter(|_| artifact.kind != Kind::Dataflow);
    used.filter_map(move |reference| call(workspace, artifact, reference))
}

fn call<'a>(workspace: &'a Workspace, artifact: &'a Artifact, reference: &Reference) -> Option<Call<'a>> {
    let Target::Name(name) = &reference.target else { return None };
    let node = artifact.document.node(reference.node);
    let holder = node.parent()?;
    let arguments = match reference.kind {
        Kind::Dataset | Kind::LinkedService if artifact.kind != Kind::Database => holder.get("parameters"),
        Kind::Pipeline => beside(holder, "ExecutePipeline")?.get("parameters"),
        Kind::Notebook => beside(holder, "SynapseNotebook")?.get("parameters"),
        _ => return None,
    };
    let target = workspace.find(reference.kind, name)?;
    let written_out = arguments.is_none_or(|arguments| arguments.is_object() && !is_expression(arguments));
    written_out.then_some(Call { target, reference: node, arguments })
}

/// The `typeProperties` of the activity whose reference this is, where arguments stand beside the reference.
fn beside<'a>(reference: Node<'a>, activity_type: &str) -> Option<Node<'a>> {
    let properties = reference.parent().filter(|properties| properties.key_is("typeProperties"))?;
    has_type(properties.parent()?, &[activity_type]).then_some(properties)
}

/// Is the value `{ "value": …, "type": "Expression" }`?
pub fn is_expression(value: Node<'_>) -> bool {
    value.get("type").and_then(Node::as_str).is_some_and(|own| own.eq_ignore_ascii_case("Expression"))
        && value.get("value").is_some()
}
