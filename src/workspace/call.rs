//! Contracts between artifacts: what parameters an artifact declares, and what the places that use it pass. It knows
//! no rules and no wording.

use super::expressions::is_wrapped;
use super::pipeline::has_type;
use super::scope::Declared;
use super::stream::{self, Stream};
use super::{Artifact, Kind, Workspace};
use crate::json::Node;

/// One use of an artifact that takes arguments: a pipeline that is executed, a dataset or linked service that is
/// referred to, a notebook that is run.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// What is used.
    pub target: &'a Artifact,
    /// The node that names it, or the data flow that uses it.
    pub reference: Node<'a>,
    /// The source or sink of a data flow through which it is used.
    pub stream: Option<Stream<'a>>,
    /// The object of the arguments; `None` where there is none.
    pub(super) object: Option<Node<'a>>,
}

impl<'a> Call<'a> {
    /// The object of the arguments, where there is one.
    pub fn object(&self) -> Option<Node<'a>> {
        self.object
    }

    /// The arguments, in document order.
    pub fn arguments(&self) -> impl Iterator<Item = Node<'a>> {
        self.object.into_iter().flat_map(Node::children)
    }
}

/// The parameters an artifact declares, read once for all its callers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameters {
    /// The node of the list.
    list: Option<u32>,
    has_required: bool,
}

impl Parameters {
    fn of(artifact: &Artifact) -> Option<Self> {
        let declared = artifact.property(&["parameters"]);
        let sound = declared.is_none_or(|list| list.is_object() && list.children().all(Node::is_object));
        let has_required = declared.is_some_and(|list| !list.children().all(has_default));
        (sound && artifact.problem.is_none()).then(|| Self { list: declared.map(Node::id), has_required })
    }

    fn read(artifact: &Artifact) -> Option<Self> {
        *artifact.parsed.parameters.get_or_init(|| Self::of(artifact))
    }
}

/// The parameters an artifact declares; `None` when that cannot be told.
pub fn parameters(artifact: &Artifact) -> Option<Declared<'_>> {
    let list = Parameters::read(artifact)?.list;
    Some(Declared::in_list(list.map(|list| artifact.document.node(list))))
}

/// Does an artifact surely declare a parameter that no caller may leave out, by its declaration?
pub fn has_required_parameter(artifact: &Artifact) -> bool {
    Parameters::read(artifact).is_some_and(|parameters| parameters.has_required)
}

/// May a caller leave a parameter out, by its declaration?
pub fn has_default(parameter: Node<'_>) -> bool {
    parameter.get("defaultValue").is_some()
}

/// The places where an artifact uses others of the workspace with arguments that are written out. Targets that are
/// missing, external or only known at run time are left out, and so is an argument object that is an expression.
/// What a data flow uses counts as used by the activity that runs it, which passes the arguments.
pub fn calls<'a>(workspace: &'a Workspace, artifact: &'a Artifact) -> impl Iterator<Item = Call<'a>> {
    artifact.references.iter().flat_map(move |reference| {
        let target = workspace.target(reference);
        let node = artifact.document.node(reference.node);
        let own = target.filter(|_| artifact.kind != Kind::Dataflow).and_then(|target| call(artifact, node, target));
        own.into_iter().chain(target.into_iter().flat_map(move |target| stream::calls(workspace, node, target)))
    })
}

/// The calls of one pipeline or notebook, from everywhere in the workspace, each with who makes it.
pub(super) fn calls_of<'a>(
    workspace: &'a Workspace,
    target: &'a Artifact,
) -> impl Iterator<Item = (&'a Artifact, Call<'a>)> {
    workspace.users(target).filter_map(move |(user, node)| Some((user, call(user, node, target)?)))
}

fn call<'a>(user: &Artifact, node: Node<'a>, target: &'a Artifact) -> Option<Call<'a>> {
    let holder = node.parent()?;
    let object = match target.kind {
        Kind::Dataset | Kind::LinkedService if user.kind != Kind::Database => holder.get("parameters"),
        Kind::Pipeline => beside(holder, "ExecutePipeline")?.get("parameters"),
        Kind::Notebook => beside(holder, "SynapseNotebook")?.get("parameters"),
        _ => return None,
    };
    let written_out = object.is_none_or(|object| object.is_object() && !is_expression(object));
    written_out.then_some(Call { target, reference: node, stream: None, object })
}

/// The `typeProperties` of the activity whose reference this is, where arguments stand beside the reference.
pub(super) fn beside<'a>(reference: Node<'a>, activity_type: &str) -> Option<Node<'a>> {
    let properties = reference.parent().filter(|properties| properties.key_is("typeProperties"))?;
    has_type(properties.parent()?, &[activity_type]).then_some(properties)
}

/// Is the value `{ "value": …, "type": "Expression" }`?
pub fn is_expression(value: Node<'_>) -> bool {
    value.get("value").is_some_and(is_wrapped)
}
