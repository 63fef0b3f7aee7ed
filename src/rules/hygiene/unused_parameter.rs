//! `unused-parameter`: a parameter that is declared and never read.

use super::names_read;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::scope::{Declared, root_of_parameters};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(root) = root_of_parameters(artifact.kind) else { return };
    let Some(read) = names_read(artifact, root) else { return };
    for parameter in Declared::of(artifact, "parameters").iter() {
        let name = parameter.key().unwrap_or_default();
        if !read.contains(&name.to_lowercase()) {
            let message = format!("{} declares the parameter \"{name}\" and never reads it", artifact.described());
            sink.report(parameter, message).key(parameter).subject(name);
        }
    }
}
