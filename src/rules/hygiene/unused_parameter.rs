//! `unused-parameter`: a parameter that is declared and never read.

use super::names_read;
use crate::language::expression::Root;
use crate::rule::{Context, Sink};
use crate::workspace::scope::Declared;
use crate::workspace::{Artifact, Kind};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let root = match artifact.kind {
        Kind::Pipeline => Root::Parameter,
        Kind::Dataset => Root::Dataset,
        Kind::LinkedService => Root::LinkedService,
        _ => return,
    };
    let Some(read) = names_read(artifact, root) else { return };
    for parameter in Declared::of(artifact, "parameters").iter() {
        let name = parameter.key().unwrap_or_default();
        if !read.contains(&name.to_lowercase()) {
            let message = format!("{} declares the parameter \"{name}\" and never reads it", artifact.described());
            sink.report(parameter, message).key(parameter).subject(name);
        }
    }
}
