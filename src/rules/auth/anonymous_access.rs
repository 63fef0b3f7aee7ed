//! `anonymous-access`: a linked service without authentication, whose users send no header either.

use crate::network::host_of;
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Workspace};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(own) = artifact.property(&["typeProperties", "authenticationType"]) else { return };
    let anonymous = own.as_str().is_some_and(|own| own.eq_ignore_ascii_case("Anonymous"));
    // What an expression leads to may be anything.
    let url = artifact.property(&["typeProperties", "url"]);
    let host = host_of(url);
    let unknown = url.is_some() && host.name().is_none();
    let is_allowed =
        |host: &str| context.options.anonymous_access.allow_hosts.iter().any(|allowed| allowed.matches(host));
    if !anonymous || unknown || host.name().is_some_and(is_allowed) {
        return;
    }
    if !sends_headers(artifact) && !users_send_headers(context.workspace, artifact) {
        sink.report(own, format!("{} connects without authentication", artifact.described())).subject("anonymous");
    }
}

/// Properties that hold headers all end like this (`authHeaders`, `additionalHeaders`, `requestHeaders`, `headers`).
fn sends_headers(artifact: &Artifact) -> bool {
    let text = artifact.document.text();
    text.contains("eaders") || text.contains("authHeader")
}

/// A dataset, activity or data flow may add the header that authenticates.
fn users_send_headers(workspace: &Workspace, artifact: &Artifact) -> bool {
    let direct = workspace.users(artifact);
    direct
        .into_iter()
        .any(|(user, _)| sends_headers(user) || workspace.users(user).any(|(next, _)| sends_headers(next)))
}
