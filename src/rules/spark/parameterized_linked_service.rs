//! `parameterized-linked-service`: code names a linked service with parameters, and Spark cannot pass arguments.

use super::service::Service;
use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for service in Service::used(context, artifact) {
        let Some(parameters) = service.target.property(&["parameters"]) else { continue };
        let Some(first) = parameters.children().find_map(Node::key) else { continue };
        let message = format!(
            "{} uses linked service \"{}\", whose parameter \"{first}\" Spark cannot pass",
            artifact.described(),
            service.used.name
        );
        let draft = service.report(artifact, sink, message).label("has parameters");
        // Whether a default would serve is not documented.
        let defaults = parameters.children().all(|parameter| parameter.get("defaultValue").is_some());
        let draft = if defaults || service.target.is_built_in() { draft.level(Level::Warning) } else { draft };
        service.show_key(draft, &["parameters"], "its parameters");
    }
}
