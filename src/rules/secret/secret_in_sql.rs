//! `secret-in-sql`: a secret that a statement gives to a credential, a login or a connection, or that stands in a
//! script in another way.

use super::{held_by, report};
use crate::rule::{Context, Sink, within};
use crate::workspace::{Artifact, Holder, Kind};

/// Longest list of data sources that use a credential.
const USERS: usize = 3;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for secret in held_by(artifact, Holder::Script) {
        let who = within(artifact, secret.node(artifact));
        // A key of a connection string or URL says no more than the kind does.
        let what = if secret.name.contains(' ') { format!(" for {}", secret.name) } else { String::new() };
        let message = format!("{who} holds a literal {}{what}", secret.kind.words());
        let mut draft = report(artifact, sink, secret, message);
        if artifact.kind == Kind::Kqlscript {
            draft = draft.help("let the cluster reach it with its managed identity (;managed_identity=system)");
        }
        let credential =
            secret.name.strip_prefix("database scoped credential \"").and_then(|name| name.strip_suffix('"'));
        for source in credential.into_iter().flat_map(|name| context.workspace.data_sources_with(name)).take(USERS) {
            let message =
                format!("used by external data source \"{}\" of {}", source.name, source.artifact.described());
            draft = draft.used_by(source.artifact, source.node, message);
        }
    }
}
