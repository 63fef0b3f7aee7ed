//! `anonymous-access`: a linked service without authentication, whose users send no header either.

use crate::json::Node;
use crate::network::host_of;
use crate::rule::{Context, Sink};
use crate::workspace::pipeline::around;
use crate::workspace::{Artifact, Kind, Workspace};

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
    if !sends_headers(artifact, None) && !users_send_headers(context.workspace, artifact) {
        sink.report(own, format!("{} connects without authentication", artifact.described())).subject("anonymous");
    }
}

/// Does it send a header, as far as it is asked: of a pipeline the activity around the reference? Properties that hold
/// headers all end like this (`authHeaders`, `additionalHeaders`, `requestHeaders`, `headers`); a linked service has
/// `authHeader` too. Scripts and code say it in their own way.
fn sends_headers(artifact: &Artifact, reference: Option<Node<'_>>) -> bool {
    let holder = reference.and_then(|node| around(node).next()).unwrap_or_else(|| artifact.root());
    match artifact.kind {
        Kind::LinkedService | Kind::Dataset | Kind::Pipeline => {
            let mut keys = holder.descendants().filter_map(Node::key);
            keys.any(|key| key.ends_with("eaders") || key == "authHeader")
        }
        _ => artifact.document.says("eader"),
    }
}

/// A dataset, activity or data flow may add the header that authenticates.
fn users_send_headers(workspace: &Workspace, artifact: &Artifact) -> bool {
    workspace.users(artifact).any(|(user, node)| {
        let uses_further = || workspace.users(user).any(|(next, node)| sends_headers(next, Some(node)));
        sends_headers(user, Some(node)) || (user.kind != Kind::Pipeline && uses_further())
    })
}
