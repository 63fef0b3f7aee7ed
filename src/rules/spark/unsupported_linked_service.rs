//! `unsupported-linked-service`: code asks the token library for a linked service whose type it refuses.

use super::service::Service;
use crate::catalog;
use crate::finding::Level;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::code::{Role, may_ask_for_services};

/// Types whose refusal was seen, in the runtime's own words; for others it follows from the documented list.
const SEEN: [&str; 2] = ["RestService", "AzureFunction"];

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    // Most notebooks need not be read as code.
    if !may_ask_for_services(artifact) {
        return;
    }
    for service in Service::used(context, artifact) {
        let Role::Connection(function) = service.used.role else { continue };
        let Some(entry) = service.target.type_name().and_then(|name| catalog::linked_service(&name)) else { continue };
        if entry.spark {
            continue;
        }
        let message = format!(
            "{} asks the token library for linked service \"{}\"; Spark answers \"Linked Service Type '{}' not supported\"",
            artifact.described(),
            service.used.name,
            entry.name
        );
        let level = if SEEN.contains(&entry.name.as_str()) { Level::Error } else { Level::Warning };
        let draft = service.report(artifact, sink, message).label("refused at run time").level(level);
        let draft = draft.subject(format!("{function} {}", service.used.name));
        service.show_type(draft);
    }
}
