//! `unused-variable`: a variable that is never read.

use super::names_read;
use crate::json::Node;
use crate::language::expression::Root;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::activities;
use crate::workspace::scope::Declared;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(read) = names_read(artifact, Root::Variable) else { return };
    for variable in Declared::of(artifact, "variables").iter() {
        let name = variable.key().unwrap_or_default();
        if read.contains(&name.to_lowercase()) {
            continue;
        }
        let described = artifact.described();
        match setter(artifact, &name) {
            Some(target) => {
                let message = format!("{described} sets the variable \"{name}\" and never reads it");
                sink.report(variable, message).key(variable).subject(name).related(artifact, target, "set here")
            }
            None => {
                let message = format!("{described} declares the variable \"{name}\" and never uses it");
                sink.report(variable, message).key(variable).subject(name)
            }
        };
    }
}

/// The first place that sets a variable.
fn setter<'a>(artifact: &'a Artifact, name: &str) -> Option<Node<'a>> {
    let targets = activities(artifact).filter_map(|activity| activity.at(&["typeProperties", "variableName"]));
    targets.into_iter().find(|target| target.as_str().is_some_and(|own| own.to_lowercase() == name.to_lowercase()))
}
