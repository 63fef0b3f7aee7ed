//! `untriggered-pipeline`: a pipeline that no trigger starts and no other pipeline executes.

use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let starts = |user: &Artifact| match user.kind {
        Kind::Trigger => true,
        Kind::Pipeline => user != artifact,
        _ => false,
    };
    let workspace = context.workspace;
    if !workspace.users(artifact).any(|(user, _)| starts(user)) && !workspace.may_mean_any(Kind::Pipeline) {
        let message = format!("{} is started by no trigger and executed by no other pipeline", artifact.described());
        sink.report(artifact.anchor(), message);
    }
}
