//! `dangling-runtime`: an integration runtime that has no file.

use crate::rule::{Context, Sink};
use crate::rules::missing;
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    missing::report(context, artifact, sink, |kind| kind == Kind::IntegrationRuntime);
}
