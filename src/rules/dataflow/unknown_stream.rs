//! `unknown-stream`: an input that nothing makes, a branch where there is none, or a column of no stream.

use super::place::{related, report};
use crate::finding::Level;
use crate::language::dataflow::{Inputs, Source, Statement, Stream};
use crate::rule::{Context, Draft, Sink};
use crate::suggest::closest;
use crate::workspace::Artifact;
use crate::workspace::dataflow::Dataflow;
use rustc_hash::FxHashSet;

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
    columns(artifact, flow, sink);
}

/// Streams that expressions name (`Orders@id`), each lost name once, unless it is lost as an input already.
fn columns(artifact: &Artifact, flow: &Dataflow, sink: &mut Sink<'_>) {
    let Ok(script) = flow.script() else { return };
    // Columns may keep the name of a stream inside a flowlet.
    if flow.statements().iter().any(|statement| Inputs::of(flow.kind(statement)) == Inputs::Any) {
        return;
    }
    let inputs = flow.statements().iter().flat_map(|statement| &statement.inputs);
    let mut seen: FxHashSet<String> = inputs.map(|input| flow.at(&input.name).to_lowercase()).collect();
    for span in &script.named_streams {
        let name = flow.at(span);
        if flow.streams().find(name).is_some() || !seen.insert(name.to_lowercase()) {
            continue;
        }
        // Statements stand in the order of their text, and a statement ends with its name.
        let at = flow.statements().partition_point(|statement| statement.output.start < span.start);
        let reader = flow.statements().get(at).map(|statement| flow.name(statement)).unwrap_or_default();
        let message = format!(
            "\"{reader}\" of {} takes a column of stream \"{name}\", which nothing makes",
            artifact.described()
        );
        let draft = report(sink, artifact, flow, span, message).level(Level::Warning).label("no statement makes it");
        nearest(draft, artifact, flow, name, reader);
    }
}

/// Shows the stream whose name is nearest.
fn nearest<'d>(draft: Draft<'d>, artifact: &Artifact, flow: &Dataflow, name: &str, reader: &str) -> Draft<'d> {
    // Comparing every lost input with every stream of a generated script would take minutes.
    let statements = if flow.statements().len() <= COMPARED { flow.statements() } else { &[] };
    let others = statements.iter().map(|statement| flow.name(statement)).filter(|own| *own != reader);
    let near = closest(name, others).and_then(|near| flow.streams().find(near));
    let Some(near) = near.map(|at| &flow.statements()[at].output) else { return draft };
    let help = format!("did you mean \"{}\"?", flow.at(near));
    related(draft.help(help), artifact, flow, near, "the nearest name")
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
        nearest(draft, self.artifact, flow, name, self.reader);
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
