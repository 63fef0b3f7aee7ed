//! `unawaited-pipeline`: activities that come after a pipeline which moves data and is only started.

use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::order::{Order, Outcomes, Wait};
use crate::workspace::pipeline::{active_lists, active_of_type, has_type, is_switched_off, name};
use crate::workspace::{Artifact, Kind, Workspace};
use rustc_hash::FxHashMap;

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
    // Most pipelines only start none, and need no look at what waits for what.
    if !active_of_type(artifact, &["ExecutePipeline"]).any(|call| only_started(call).is_some()) {
        return;
    }
    let mut work_of = FxHashMap::default();
    let lists = active_lists(artifact).filter(|list| list.items().any(|call| only_started(call).is_some()));
    for order in lists.map(Order::of) {
        for (call, follower, wait) in first_followers(&order) {
            let Some(only_started) = only_started(call) else { continue };
            let Some(target) = called(context.workspace, call) else { continue };
            let work = *work_of.entry(target.id).or_insert_with(|| moves_data(context.workspace, target));
            let Some((pipeline, work)) = work else { continue };
            let (own, next) = (name(call).unwrap_or_default(), name(follower).unwrap_or_default());
            let message =
                format!("activity \"{own}\" only starts {}, and \"{next}\" runs before it is done", target.described());
            let draft = sink.report(only_started, message);
            let draft = draft.related(artifact, wait.node, "waits for the start alone");
            draft.related(pipeline, work, "the work that is not awaited");
        }
    }
}

/// The activities that others wait for, each with the first of these, in the order of the list.
fn first_followers<'a>(order: &Order<'a>) -> Vec<(Node<'a>, Node<'a>, Wait<'a>)> {
    let mut first: Vec<Option<(Node<'a>, Wait<'a>)>> = vec![None; order.activities.len()];
    for (follower, waits) in order.activities.iter().zip(&order.waits).filter(|(own, _)| !is_switched_off(**own)) {
        for wait in waits.iter().filter(|wait| wait.outcomes.are_in(Outcomes::COMPLETED)) {
            first[wait.on].get_or_insert((*follower, *wait));
        }
    }
    let pairs = order.activities.iter().zip(first);
    pairs.filter_map(|(own, first)| first.map(|(follower, wait)| (*own, follower, wait))).collect()
}

fn only_started(call: Node<'_>) -> Option<Node<'_>> {
    if !has_type(call, &["ExecutePipeline"]) || is_switched_off(call) {
        return None;
    }
    call.at(&["typeProperties", "waitOnCompletion"]).filter(|wait| wait.as_bool() == Some(false))
}

fn called<'a>(workspace: &'a Workspace, call: Node<'_>) -> Option<&'a Artifact> {
    workspace.find(Kind::Pipeline, &call.at(&["typeProperties", "pipeline", "referenceName"])?.as_str()?)
}

/// The first activity that moves data, in the pipeline that is called or in those it executes.
fn moves_data<'a>(workspace: &'a Workspace, called: &'a Artifact) -> Option<(&'a Artifact, Node<'a>)> {
    let mut pipelines = vec![called];
    let mut at = 0;
    while let Some(pipeline) = pipelines.get(at).copied().filter(|_| at < DEEPEST) {
        if let Some(work) = active_of_type(pipeline, &DATA).next() {
            return Some((pipeline, work.get("name").unwrap_or(work)));
        }
        for reference in pipeline.references.iter().filter(|reference| reference.kind == Kind::Pipeline) {
            let next = workspace.target(reference).filter(|next| !pipelines.contains(next));
            pipelines.extend(next);
        }
        at += 1;
    }
    None
}
