//! `dataflow-argument`: what a pipeline passes to a data flow, against what the data flow declares.

use super::place::related;
use crate::finding::Level;
use crate::json::Node;
use crate::language::dataflow::Parameter;
use crate::rule::{Context, Sink};
use crate::suggest::closest;
use crate::workspace::dataflow::{Dataflow, List};
use crate::workspace::expressions::is_wrapped;
use crate::workspace::pipeline::{active, has_type, name};
use crate::workspace::{Artifact, Kind, same_name};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for activity in active(artifact).into_iter().filter(|activity| has_type(*activity, &["ExecuteDataFlow"])) {
        let Some(properties) = activity.get("typeProperties") else { continue };
        // Studio writes `dataflow`, the interface of the service `dataFlow`.
        let Some(call) = properties.get("dataflow").or_else(|| properties.get("dataFlow")) else { continue };
        let Some(callee) = call.get("referenceName").and_then(Node::as_str) else { continue };
        let Some(dataflow) = context.workspace.find(Kind::Dataflow, &callee) else { continue };
        let Some(flow) = dataflow.dataflow().filter(|flow| flow.script().is_ok()) else { continue };
        let name = name(activity).unwrap_or_default();
        let call = Call { activity: &name, call, dataflow, flow };
        call.parameters(sink);
        call.streams("datasetParameters", sink);
        call.streams("linkedServiceParameters", sink);
    }
}

/// One activity that runs a data flow.
struct Call<'a> {
    activity: &'a str,
    call: Node<'a>,
    dataflow: &'a Artifact,
    flow: &'a Dataflow,
}

impl Call<'_> {
    fn declared(&self) -> &[Parameter] {
        self.flow.script().map(|script| script.parameters.as_slice()).unwrap_or_default()
    }

    fn parameters(&self, sink: &mut Sink<'_>) {
        let passed = self.call.get("parameters").filter(|passed| !passed.is_null());
        // An expression that gives them all.
        if passed.is_some_and(|passed| !passed.is_object() || is_expression(passed)) {
            return;
        }
        let passed: Vec<Node<'_>> = passed.into_iter().flat_map(Node::children).collect();
        let known = |name: &str| self.declared().iter().any(|own| same_name(self.flow.at(&own.name), name));
        // A required parameter that is misspelt is one fault, not an unknown one and a missing one.
        let mut given: Vec<String> = Vec::new();
        for argument in &passed {
            let key = argument.key().unwrap_or_default();
            match known(&key) {
                true => given.push(key.into_owned()),
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
        let message = format!(
            "activity \"{}\" passes \"{key}\" to {}, which declares no such parameter",
            self.activity,
            self.dataflow.described()
        );
        let draft = sink.report(argument, message).key(argument).subject(key.as_ref()).label("not declared");
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
            "activity \"{}\" runs {} without parameter \"{name}\", which has no default",
            self.activity,
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
        let entries = List::ALL.into_iter().flat_map(|list| list.entries(self.dataflow));
        let entries: Vec<_> = entries.filter_map(|entry| entry.get("name")?.as_str()).collect();
        for stream in passed.children() {
            let Some(name) = stream.key() else { continue };
            if self.flow.streams().find(&name).is_some() || entries.iter().any(|entry| same_name(entry, &name)) {
                continue;
            }
            let message = format!(
                "activity \"{}\" passes {key} for \"{name}\", and {} has no source or sink of that name",
                self.activity,
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
