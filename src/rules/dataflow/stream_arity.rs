//! `stream-arity`: a transformation that reads more streams than it can, or fewer.

use super::place::report;
use crate::language::dataflow::Inputs;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(flow) = artifact.dataflow() else { return };
    for statement in flow.statements() {
        let (kind, name) = (flow.kind(statement), flow.name(statement));
        let inputs = Inputs::of(kind);
        let count = statement.inputs.len();
        if inputs.allows(count) {
            continue;
        }
        let wanted = match inputs {
            Inputs::None => "none",
            Inputs::One => "one",
            Inputs::Two => "two",
            Inputs::TwoOrMore | Inputs::Any => "two or more",
        };
        let streams = match count {
            0 => "no stream".to_owned(),
            1 => "one stream".to_owned(),
            2 => "two streams".to_owned(),
            _ => format!("{count} streams"),
        };
        let message = format!("{kind} \"{name}\" of {} reads {streams} instead of {wanted}", artifact.described());
        let first = statement.inputs.first().map_or(statement.kind.start, |input| input.name.start);
        report(sink, artifact, flow, &(first..statement.kind.end), message)
            .subject(name)
            .label(format!("{kind} takes {wanted}"));
    }
}
