//! `unsafe-navigation`: a member that is missing in some runs, or in all, is read without `?`.

use super::{calls, holder};
use crate::json::Node;
use crate::language::expression::{Call, Step, StepName, same};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::{dependencies, has_type};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for (expression, call) in calls(artifact) {
        let Some(root) = call.among(&["pipeline", "activity"]) else { continue };
        let steps: Vec<Step<'_>> = call.expr.steps().collect();
        let found = match root {
            "pipeline" => triggered_by(&steps),
            _ => {
                let reader = expression.activity(artifact);
                lookup_output(artifact, call, &steps).or_else(|| first_error(artifact, call, &steps, reader?))
            }
        };
        let Some((step, why, help)) = found else { continue };
        let (who, node) = (holder(artifact, expression), expression.node(artifact));
        sink.report(node, format!("{who} reads {}, {why}", step.expr.source()))
            .within(node, step.expr.span())
            .subject(step.expr.source())
            .label("may be missing")
            .help(help);
    }
}

type Found<'s, 't> = Option<(&'s Step<'t>, &'static str, &'static str)>;

fn selects(step: &Step<'_>, name: &str) -> bool {
    matches!(&step.name, StepName::Literal(own, _) if same(own, name))
}

/// Who started the pipeline is known only where a pipeline did.
fn triggered_by<'s, 't>(steps: &'s [Step<'t>]) -> Found<'s, 't> {
    let first = steps.first().filter(|step| !step.safe)?;
    let nullable = ["TriggeredByPipelineName", "TriggeredByPipelineRunId"].iter().any(|name| selects(first, name));
    nullable.then_some((
        first,
        "which is missing unless another pipeline started this one",
        "write pipeline()?.TriggeredByPipelineName, and the same for the run",
    ))
}

/// The first error of a Copy activity, read where that has succeeded.
fn first_error<'s, 't>(artifact: &Artifact, call: Call<'t>, steps: &'s [Step<'t>], reader: Node<'_>) -> Found<'s, 't> {
    let [output, errors, index, ..] = steps else { return None };
    let is_read = selects(output, "output") && selects(errors, "errors") && !errors.safe && !index.safe;
    let name = call.arguments().next().filter(|_| is_read)?.literal_text()?;
    let activities = artifact.activities();
    let copy = artifact.document.node(activities.get(activities.named(&name)?).node);
    let dependency = dependencies(reader).find(|node| node.as_str().is_some_and(|own| same(&own, &name)))?;
    if !has_type(copy, &["Copy"]) {
        return None;
    }
    let mut conditions = dependency.parent()?.get("dependencyConditions")?.items();
    let succeeded = conditions.next()?.as_str()? == "Succeeded" && conditions.next().is_none();
    succeeded.then_some((
        index,
        "and a Copy activity that has succeeded has no errors",
        "read it behind the condition Failed, or write output?.errors?[0]",
    ))
}

/// A Lookup gives `firstRow` or `value`, never both.
fn lookup_output<'s, 't>(artifact: &Artifact, call: Call<'t>, steps: &'s [Step<'t>]) -> Found<'s, 't> {
    let [output, member, ..] = steps else { return None };
    let name = call.arguments().next()?.literal_text()?;
    let activities = artifact.activities();
    let lookup = artifact.document.node(activities.get(activities.named(&name)?).node);
    if !selects(output, "output") || member.safe || !has_type(lookup, &["Lookup"]) {
        return None;
    }
    let first_row_only = match lookup.at(&["typeProperties", "firstRowOnly"]) {
        Some(value) => value.as_bool()?,
        None => true,
    };
    match first_row_only {
        true if selects(member, "value") => Some((
            member,
            "which a Lookup with firstRowOnly does not give",
            "read output.firstRow, or set firstRowOnly to false",
        )),
        false if selects(member, "firstRow") => Some((
            member,
            "which a Lookup without firstRowOnly does not give",
            "read output.value[0], or set firstRowOnly to true",
        )),
        _ => None,
    }
}
