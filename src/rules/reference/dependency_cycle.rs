//! `dependency-cycle`: activities that wait for each other. Each ring is reported once, at its first activity.

use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::cycle::cycles;
use crate::workspace::pipeline::{activity_lists, dependencies, name};
use crate::workspace::{Artifact, Folded};
use rustc_hash::FxHashMap;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for list in activity_lists(artifact) {
        let names: Vec<_> = list.items().map(|activity| name(activity).unwrap_or_default()).collect();
        // Where each waits for those before it alone, as in most lists, there is no ring. Most wait for the last of them.
        let is_before = |at: usize, node: Node<'_>| {
            node.as_str().is_some_and(|wanted| names[..at].iter().rev().any(|name| *name == wanted))
        };
        if list.items().enumerate().all(|(at, own)| dependencies(own).all(|node| is_before(at, node))) {
            continue;
        }
        let mut positions = FxHashMap::default();
        for (at, name) in names.iter().enumerate() {
            positions.entry(Folded::of(name.as_ref())).or_insert(at);
        }
        let position = |node: Node<'_>| positions.get(&Folded::of(node.as_str()?)).copied();
        let own = |activity| dependencies(activity).filter_map(|node| Some((position(node)?, node))).collect();
        let waits: Vec<Vec<_>> = list.items().map(own).collect();
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
