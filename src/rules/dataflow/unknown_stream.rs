//! `unknown-stream`: an input that nothing makes, or a branch where there is none.

use super::place::{related, report};
use crate::language::dataflow::{Source, Statement, Stream};
use crate::rule::{Context, Draft, Sink};
use crate::suggest::closest;
use crate::workspace::Artifact;
use crate::workspace::dataflow::Dataflow;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(flow) = artifact.dataflow() else { return };
    for (statement, sources) in flow.statements().iter().zip(&flow.streams().sources) {
        for (input, source) in statement.inputs.iter().zip(sources) {
            let input = Input { flow, artifact, reader: flow.name(statement), input };
            match *source {
                Source::Statement(_) => {}
                Source::NoStream => input.no_stream(sink),
                Source::NoBranch(maker) => input.no_branch(&flow.statements()[maker], sink),
                Source::WholeSplit(maker) => input.whole_split(&flow.statements()[maker], sink),
            }
        }
    }
}

/// Scripts with more statements than this get no suggestions.
const COMPARED: usize = 500;

/// An input that leads nowhere, with what messages need to say about it.
struct Input<'a> {
    flow: &'a Dataflow,
    artifact: &'a Artifact,
    reader: &'a str,
    input: &'a Stream,
}

impl Input<'_> {
    fn report<'s>(&self, sink: &'s mut Sink<'_>, what: &str) -> Draft<'s> {
        let message = format!("\"{}\" of {} reads {what}", self.reader, self.artifact.described());
        let span = self.input.branch.as_ref().unwrap_or(&self.input.name);
        report(sink, self.artifact, self.flow, span, message).subject(self.flow.at(&self.input.span()))
    }

    fn no_stream(&self, sink: &mut Sink<'_>) {
        let flow = self.flow;
        let name = flow.at(&self.input.name);
        let message = format!(
            "\"{}\" of {} reads stream \"{name}\", which nothing makes",
            self.reader,
            self.artifact.described()
        );
        let draft = report(sink, self.artifact, flow, &self.input.name, message).label("no statement makes it");
        // Comparing every lost input with every stream of a generated script would take minutes.
        let statements = if flow.statements().len() <= COMPARED { flow.statements() } else { &[] };
        let others = statements.iter().map(|statement| flow.name(statement)).filter(|own| *own != self.reader);
        let near = closest(name, others).and_then(|near| flow.streams().find(near));
        if let Some(near) = near.map(|at| &flow.statements()[at].output) {
            let help = format!("did you mean \"{}\"?", flow.at(near));
            related(draft.help(help), self.artifact, flow, near, "the nearest name");
        }
    }

    fn no_branch(&self, maker: &Statement, sink: &mut Sink<'_>) {
        let flow = self.flow;
        let branch = self.input.branch.as_ref().map_or("", |branch| flow.at(branch));
        let stream = flow.name(maker);
        let names: Vec<&str> = maker.branches.iter().map(|own| flow.at(own)).collect();
        let lacks = match names[..] {
            [] => "has no branches".to_owned(),
            _ => format!("has the branches {}", names.join(", ")),
        };
        let draft = self
            .report(sink, &format!("branch \"{branch}\" of stream \"{stream}\", which {lacks}"))
            .label("no such branch");
        let draft = match closest(branch, names.into_iter()) {
            Some(near) => draft.help(format!("did you mean \"{stream}@{near}\"?")),
            None if maker.branches.is_empty() => draft.help(format!("read \"{stream}\" itself")),
            None => draft,
        };
        related(draft, self.artifact, flow, &maker.output, "the stream");
    }

    fn whole_split(&self, maker: &Statement, sink: &mut Sink<'_>) {
        let flow = self.flow;
        let stream = flow.name(maker);
        let names: Vec<&str> = maker.branches.iter().map(|own| flow.at(own)).collect();
        let what = format!("split \"{stream}\" as a whole, and a split is read by its branches");
        let draft = self.report(sink, &what).label("which branch?");
        let help = format!("name one of its branches, as \"{stream}@{}\"", names.first().copied().unwrap_or_default());
        related(draft.help(help), self.artifact, flow, &maker.output, "the split");
    }
}
