//! `unawaited-pipeline`: activities that come after a pipeline which moves data and is only started.

use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::order::{Order, Outcomes};
use crate::workspace::pipeline::{active, activity_lists, has_type, name};
use crate::workspace::{Artifact, Kind, Target, Workspace};

/// Activities whose work others wait for: they move or make data. A pipeline without them, as one that writes a log,
/// may well be started and left alone.
const DATA: [&str; 9] = [
    "Copy",
    "DatabricksJob",
    "DatabricksNotebook",
    "DatabricksSparkJar",
    "DatabricksSparkPython",
    "ExecuteDataFlow",
    "HDInsightSpark",
    "SparkJob",
    "SynapseNotebook",
];

/// How many pipelines are looked through for such activities, at most.
const DEEPEST: usize = 50;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let running: Vec<u32> = active(artifact).iter().map(|activity| activity.id()).collect();
    let runs = |activity: Node<'_>| running.binary_search(&activity.id()).is_ok();
    for list in activity_lists(artifact) {
        let order = Order::of(list);
        // Each call is reported once, at the first of those that wait for it.
        let mut seen = vec![false; order.activities.len()];
        for (at, waits) in order.waits.iter().enumerate().filter(|(at, _)| runs(order.activities[*at])) {
            for wait in waits.iter().filter(|wait| wait.outcomes.are_in(Outcomes::COMPLETED)) {
                let call = order.activities[wait.on];
                let Some(only_started) = only_started(call).filter(|_| runs(call) && !seen[wait.on]) else { continue };
                seen[wait.on] = true;
                let Some((moving, work)) = moves_data(context.workspace, call) else { continue };
                let (own, next) = (name(call).unwrap_or_default(), name(order.activities[at]).unwrap_or_default());
                let message = format!(
                    "activity \"{own}\" only starts {}, and \"{next}\" runs before it is done",
                    called(context.workspace, call).map_or_else(String::new, Artifact::described)
                );
                sink.report(only_started, message).related(artifact, wait.node, "waits for the start alone").related(
                    moving,
                    work,
                    "the work that is not awaited",
                );
            }
        }
    }
}

fn only_started(call: Node<'_>) -> Option<Node<'_>> {
    let wait = call.at(&["typeProperties", "waitOnCompletion"]).filter(|wait| wait.as_bool() == Some(false));
    wait.filter(|_| has_type(call, &["ExecutePipeline"]))
}

fn called<'a>(workspace: &'a Workspace, call: Node<'_>) -> Option<&'a Artifact> {
    workspace.find(Kind::Pipeline, &call.at(&["typeProperties", "pipeline", "referenceName"])?.as_str()?)
}

/// The first activity that moves data, in the pipeline that is called or in those it executes.
fn moves_data<'a>(workspace: &'a Workspace, call: Node<'_>) -> Option<(&'a Artifact, Node<'a>)> {
    let mut pipelines = vec![called(workspace, call)?];
    let mut at = 0;
    while let Some(pipeline) = pipelines.get(at).copied().filter(|_| at < DEEPEST) {
        if let Some(work) = active(pipeline).into_iter().find(|activity| has_type(*activity, &DATA)) {
            return Some((pipeline, work.get("name").unwrap_or(work)));
        }
        for reference in pipeline.references.iter().filter(|reference| reference.kind == Kind::Pipeline) {
            let Target::Name(name) = &reference.target else { continue };
            let next = workspace.find(Kind::Pipeline, name).filter(|next| !pipelines.contains(next));
            pipelines.extend(next);
        }
        at += 1;
    }
    None
}
