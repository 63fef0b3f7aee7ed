//! `stream-cycle`: streams that are made from each other. Each ring is reported once, at its first stream.

use super::place::{related, report};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::cycle::cycles;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(flow) = artifact.dataflow() else { return };
    let statements = flow.statements();
    for ring in cycles(&flow.streams().edges()) {
        let names: Vec<&str> = ring.iter().map(|at| flow.name(&statements[*at])).collect();
        let message = match names[..] {
            [name] => format!("stream \"{name}\" of {} is made from itself", artifact.described()),
            _ => {
                let shown = names.join(" › ");
                format!("streams of {} are made from each other: {shown} › {}", artifact.described(), names[0])
            }
        };
        // The input that leads from a stream to the next of the ring.
        let step = |position: usize| {
            let (at, next) = (ring[position], ring[(position + 1) % ring.len()]);
            let sources = flow.streams().sources[at].iter().map(|source| source.statement());
            let input = statements[at].inputs.iter().zip(sources).find(|(_, source)| *source == Some(next));
            input.map(|(input, _)| input.span())
        };
        let Some(first) = step(0) else { continue };
        let label = if ring.len() == 1 { "reads itself" } else { "reads the next" };
        let mut draft = report(sink, artifact, flow, &first, message).subject(names.join(" › ")).label(label);
        for span in (1..ring.len()).filter_map(step) {
            draft = related(draft, artifact, flow, &span, "reads the next");
        }
    }
}
