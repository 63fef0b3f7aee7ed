//! `undeclared-dataflow-parameter`: a `$name` that the script does not declare, once a name.

use super::place::{related, report};
use crate::rule::{Context, Sink};
use crate::suggest::closest;
use crate::workspace::Artifact;
use rustc_hash::FxHashSet;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(flow) = artifact.dataflow() else { return };
    let Ok(script) = flow.script() else { return };
    let declared = script.parameters.iter().map(|parameter| flow.at(&parameter.name).to_lowercase());
    let mut known: FxHashSet<String> = declared.collect();
    for used in &script.uses {
        let name = flow.at(used);
        // Once a name: the missing declaration is one fault, however often the parameter is used.
        if !known.insert(name.to_lowercase()) {
            continue;
        }
        let message = format!("{} uses parameter \"${name}\", which its script does not declare", artifact.described());
        let draft = report(sink, artifact, flow, used, message).label("not declared");
        let names = script.parameters.iter().map(|parameter| flow.at(&parameter.name));
        let near =
            closest(name, names).and_then(|near| script.parameters.iter().find(|own| flow.at(&own.name) == near));
        if let Some(near) = near {
            let help = format!("did you mean \"${}\"?", flow.at(&near.name));
            related(draft.help(help), artifact, flow, &near.name, "the nearest name");
        }
    }
}
