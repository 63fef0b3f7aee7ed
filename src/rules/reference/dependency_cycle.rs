//! `dependency-cycle`: activities that wait for each other. Each ring is reported once, at its first activity.

use crate::rule::{Context, Sink};
use crate::workspace::cycle::cycles;
use crate::workspace::pipeline::{activity_lists, dependencies, name};
use crate::workspace::{Artifact, same_name};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for list in activity_lists(artifact) {
        let activities: Vec<_> = list.items().collect();
        let names: Vec<_> = activities.iter().map(|activity| name(*activity).unwrap_or_default()).collect();
        let position = |wanted: &str| names.iter().position(|name| same_name(name, wanted));
        let waits: Vec<Vec<_>> = activities
            .iter()
            .map(|activity| {
                dependencies(*activity).filter_map(|node| Some((position(&node.as_str()?)?, node))).collect()
            })
            .collect();
        let edges: Vec<Vec<usize>> =
            waits.iter().map(|list| list.iter().map(|(target, _)| *target).collect()).collect();
        for ring in cycles(&edges) {
            let shown: Vec<&str> = ring.iter().map(|at| names[*at].as_ref()).collect();
            let message = match ring[..] {
                [_] => format!("activity \"{}\" waits for itself", shown[0]),
                _ => format!("activities wait for each other: {} › {}", shown.join(" › "), shown[0]),
            };
            let step = |at: usize| {
                let next = ring[(at + 1) % ring.len()];
                waits[ring[at]].iter().find(|(target, _)| *target == next).map(|(_, node)| *node)
            };
            let Some(first) = step(0) else { continue };
            let mut draft = sink.report(first, message).subject(shown.join(" › ")).label("waits for the next");
            for node in (1..ring.len()).filter_map(step) {
                draft = draft.related(artifact, node, "waits for the next");
            }
        }
    }
}
