//! `trigger-argument`: what a trigger passes to a pipeline, against what the pipeline declares.

use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::suggest::closest;
use crate::workspace::call::has_default;
use crate::workspace::trigger::starts;
use crate::workspace::{Artifact, Kind, Workspace, same_name};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for start in starts(artifact) {
        let Some(named) = start.at(&["pipelineReference", "referenceName"]) else { continue };
        let Some(name) = named.as_str() else { continue };
        let Some(pipeline) = context.workspace.find(Kind::Pipeline, &name) else { continue };
        let passed = start.get("parameters").filter(|passed| !passed.is_null());
        // Given as a whole by something else.
        if pipeline.problem.is_some() || passed.is_some_and(|passed| !passed.is_object()) {
            continue;
        }
        compare(context.workspace, artifact, named, passed, pipeline, sink);
    }
}

fn compare(
    workspace: &Workspace,
    artifact: &Artifact,
    named: Node<'_>,
    passed: Option<Node<'_>>,
    pipeline: &Artifact,
    sink: &mut Sink<'_>,
) {
    let declared: Vec<Node<'_>> = pipeline.property(&["parameters"]).into_iter().flat_map(Node::children).collect();
    let arguments: Vec<Node<'_>> = passed.into_iter().flat_map(Node::children).collect();
    // A required parameter that is misspelt is one fault, not an unknown one and a missing one.
    let mut meant: Vec<Node<'_>> = Vec::new();
    for argument in arguments.iter().filter(|argument| find(&declared, **argument).is_none()) {
        meant.extend(unknown(artifact, *argument, &declared, pipeline, sink));
    }
    let is_given = |parameter: Node<'_>| meant.contains(&parameter) || find(&arguments, parameter).is_some();
    // Null need not fail where it is read: a warning.
    let required = declared.iter().filter(|parameter| !has_default(**parameter));
    for parameter in required.filter(|parameter| !is_given(**parameter)) {
        let key = parameter.key().unwrap_or_default();
        if !workspace.practice(pipeline, &key).needs_a_value() {
            continue;
        }
        let message = format!(
            "{} starts {} without parameter \"{key}\", which has no default",
            artifact.described(),
            pipeline.described()
        );
        let help = format!("pass \"{key}\", or give it a default in the pipeline");
        let label = format!("\"{key}\" is not passed");
        let draft = sink
            .report(passed.unwrap_or(named), message)
            .level(Level::Warning)
            .subject(key.as_ref())
            .label(label)
            .help(help);
        let draft = passed.into_iter().fold(draft, |draft, node| draft.key(node));
        draft.related_span(pipeline, *parameter, parameter.key_or_value_span(), "declared here");
    }
}

fn find<'a>(among: &[Node<'a>], wanted: Node<'_>) -> Option<Node<'a>> {
    let wanted = wanted.key()?;
    among.iter().copied().find(|node| node.key().is_some_and(|key| same_name(&key, &wanted)))
}

/// Reports an argument that is not declared; gives the parameter it most likely means.
fn unknown<'p>(
    artifact: &Artifact,
    argument: Node<'_>,
    declared: &[Node<'p>],
    pipeline: &Artifact,
    sink: &mut Sink<'_>,
) -> Option<Node<'p>> {
    let key = argument.key().unwrap_or_default();
    let message = format!(
        "{} passes \"{key}\" to {}, which declares no such parameter",
        artifact.described(),
        pipeline.described()
    );
    let draft = sink.report(argument, message).key(argument).subject(key.as_ref()).label("not declared");
    let names: Vec<_> = declared.iter().filter_map(|parameter| parameter.key()).collect();
    let near = closest(&key, names.iter().map(AsRef::as_ref));
    let near = near.and_then(|near| declared.iter().copied().find(|parameter| parameter.key_is(near)));
    match near {
        Some(near) => {
            let help = format!("did you mean \"{}\"?", near.key().unwrap_or_default());
            draft.help(help).related_span(pipeline, near, near.key_or_value_span(), "the nearest name")
        }
        None => draft.help("remove it, or declare it in the parameters of the pipeline").related(
            pipeline,
            pipeline.anchor(),
            "the pipeline",
        ),
    };
    near
}
