//! `dangling-reference`: what is referred to has no file.

use super::missing;
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    missing::report(context, artifact, sink, |kind| kind != Kind::IntegrationRuntime);
}
