//! `dataflow-argument`: what a pipeline passes to a data flow, and a data flow to a flowlet, against what is declared.

use super::place::related;
use crate::finding::Level;
use crate::json::Node;
use crate::language::dataflow::Parameter;
use crate::rule::{Context, Sink};
use crate::suggest::closest;
use crate::workspace::dataflow::{Dataflow, List};
use crate::workspace::expressions::is_wrapped;
use crate::workspace::pipeline::{active_of_type, name};
use crate::workspace::{Artifact, Kind, same_name};
use std::borrow::Cow;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    match artifact.kind {
        Kind::Dataflow => flowlets(context, artifact, sink),
        _ => activities(context, artifact, sink),
    }
}

fn activities(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for activity in active_of_type(artifact, &["ExecuteDataFlow"]) {
        let Some(properties) = activity.get("typeProperties") else { continue };
        // Studio writes `dataflow`, the interface of the service `dataFlow`.
        let Some(call) = properties.get("dataflow").or_else(|| properties.get("dataFlow")) else { continue };
        let who = format!("activity \"{}\"", name(activity).unwrap_or_default());
        let Some(call) = Call::new(context, who, call) else { continue };
        call.parameters(sink);
        call.streams("datasetParameters", sink);
        call.streams("linkedServiceParameters", sink);
    }
}

/// What a data flow passes beside its script. Its script may pass more, so nothing is known to be missing.
fn flowlets(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for entry in List::ALL.into_iter().flat_map(|list| list.entries(artifact)) {
        let Some(reference) = entry.get("flowlet") else { continue };
        let name = entry.get("name").and_then(Node::as_str).unwrap_or_default();
        let who = format!("\"{name}\" of {}", artifact.described());
        let Some(call) = Call::new(context, who, reference).map(|call| Call { is_flowlet: true, ..call }) else {
            continue;
        };
        for argument in call.passed().into_iter().flatten().filter(|argument| !call.declares(*argument)) {
            call.unknown(argument, sink);
        }
        call.streams("datasetParameters", sink);
    }
}

/// One use of a data flow.
struct Call<'a> {
    who: String,
    call: Node<'a>,
    dataflow: &'a Artifact,
    flow: &'a Dataflow,
    is_flowlet: bool,
}

impl<'a> Call<'a> {
    fn new(context: &'a Context<'_>, who: String, call: Node<'a>) -> Option<Self> {
        let dataflow = context.workspace.find(Kind::Dataflow, &call.get("referenceName")?.as_str()?)?;
        let flow = dataflow.dataflow().filter(|flow| flow.script().is_ok())?;
        Some(Self { who, call, dataflow, flow, is_flowlet: false })
    }

    /// The arguments; `None` where an expression gives them all.
    fn passed(&self) -> Option<Vec<Node<'a>>> {
        let passed = self.call.get("parameters").filter(|passed| !passed.is_null());
        let written_out = passed.is_none_or(|passed| passed.is_object() && !is_expression(passed));
        written_out.then(|| passed.into_iter().flat_map(Node::children).collect())
    }

    fn declares(&self, argument: Node<'_>) -> bool {
        let name = argument.key().unwrap_or_default();
        self.declared().iter().any(|own| same_name(self.flow.at(&own.name), &name))
    }

    fn declared(&self) -> &[Parameter] {
        self.flow.script().map(|script| script.parameters.as_slice()).unwrap_or_default()
    }

    fn parameters(&self, sink: &mut Sink<'_>) {
        let Some(passed) = self.passed() else { return };
        // A required parameter that is misspelt is one fault, not an unknown one and a missing one.
        let mut given: Vec<String> = Vec::new();
        for argument in &passed {
            match self.declares(*argument) {
                true => given.extend(argument.key().map(Cow::into_owned)),
                false => given.extend(self.unknown(*argument, sink).map(str::to_owned)),
            }
        }
        for parameter in self.declared().iter().filter(|parameter| !parameter.has_default) {
            let name = self.flow.at(&parameter.name);
            if !given.iter().any(|given| same_name(given, name)) {
                self.missing(parameter, sink);
            }
        }
    }

    /// Reports an argument that is not declared; gives the parameter it most likely means.
    fn unknown(&self, argument: Node<'_>, sink: &mut Sink<'_>) -> Option<&str> {
        let key = argument.key().unwrap_or_default();
        let message =
            format!("{} passes \"{key}\" to {}, which declares no such parameter", self.who, self.dataflow.described());
        let draft = sink.report(argument, message).key(argument).subject(key.as_ref()).label("not declared");
        let draft = if self.is_flowlet { draft.level(Level::Warning) } else { draft };
        let names = self.declared().iter().map(|own| self.flow.at(&own.name));
        let near = closest(&key, names);
        let draft = match near {
            Some(near) => draft.help(format!("did you mean \"{near}\"?")),
            None => draft.help("remove it, or declare it in the parameters of the data flow"),
        };
        let nearest = near.and_then(|near| self.declared().iter().find(|own| self.flow.at(&own.name) == near));
        match nearest {
            Some(nearest) => related(draft, self.dataflow, self.flow, &nearest.name, "the nearest name"),
            None => draft.related(self.dataflow, self.dataflow.anchor(), "the data flow"),
        };
        near
    }

    fn missing(&self, parameter: &Parameter, sink: &mut Sink<'_>) {
        let name = self.flow.at(&parameter.name);
        let message = format!(
            "{} runs {} without parameter \"{name}\", which has no default",
            self.who,
            self.dataflow.described()
        );
        let list = self.call.get("parameters").filter(|list| list.is_object());
        let node = list.or(self.call.get("referenceName")).unwrap_or(self.call);
        let mut draft = sink.report(node, message).subject(name).label(format!("\"{name}\" is not passed"));
        if list.is_some() {
            draft = draft.key(node);
        }
        let draft = draft.help(format!("pass \"{name}\", or give it a default in the data flow"));
        related(draft, self.dataflow, self.flow, &parameter.name, "declared here");
    }

    /// Parameters of datasets and linked services are passed by the name of the source or sink that uses them.
    fn streams(&self, key: &str, sink: &mut Sink<'_>) {
        let Some(passed) = self.call.get(key).filter(|passed| passed.is_object() && !is_expression(*passed)) else {
            return;
        };
        let entries = || List::ALL.into_iter().flat_map(|list| list.entries(self.dataflow));
        // How the streams of a flowlet inside it would be named is not known.
        if entries().any(|entry| entry.get("flowlet").is_some()) {
            return;
        }
        let entries: Vec<_> = entries().filter_map(|entry| entry.get("name")?.as_str()).collect();
        for stream in passed.children() {
            let Some(name) = stream.key() else { continue };
            if self.flow.streams().find(&name).is_some() || entries.iter().any(|entry| same_name(entry, &name)) {
                continue;
            }
            let message = format!(
                "{} passes {key} for \"{name}\", and {} has no source or sink of that name",
                self.who,
                self.dataflow.described()
            );
            let draft = sink
                .report(stream, message)
                .key(stream)
                .level(Level::Warning)
                .subject(name.as_ref())
                .label("no such source or sink");
            let near = closest(&name, entries.iter().map(AsRef::as_ref));
            let help = near.map_or("remove it".to_owned(), |near| format!("did you mean \"{near}\"?"));
            draft.help(help).related(self.dataflow, self.dataflow.anchor(), "the data flow");
        }
    }
}

/// Is everything given by one expression?
fn is_expression(arguments: Node<'_>) -> bool {
    arguments.get("value").is_some_and(is_wrapped)
}
