//! `plain-http`: a literal `http://` address that is really called.

use crate::catalog;
use crate::json::Node;
use crate::network::{Address, Scope, addresses};
use crate::rule::{Context, Sink};
use crate::workspace::pipeline::{active_of_type, name};
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let scope = Scope::new(context.workspace);
    match artifact.kind {
        Kind::LinkedService => linked_service(&scope, artifact, sink),
        Kind::Pipeline => pipeline(&scope, artifact, sink),
        _ => {}
    }
}

fn linked_service<'w>(scope: &Scope<'w>, artifact: &'w Artifact, sink: &mut Sink<'_>) {
    let Some(entry) = artifact.type_name().and_then(|name| catalog::linked_service(&name)) else { return };
    for url in entry.urls().filter_map(|key| artifact.property(&["typeProperties", key])) {
        report(sink, url, &addresses(scope, artifact, url), &artifact.described());
    }
}

fn pipeline<'w>(scope: &Scope<'w>, artifact: &'w Artifact, sink: &mut Sink<'_>) {
    for activity in active_of_type(artifact, &["WebActivity", "WebHook"]) {
        if let (Some(url), Some(name)) = (activity.at(&["typeProperties", "url"]), name(activity)) {
            report(sink, url, &addresses(scope, artifact, url), &format!("activity \"{name}\""));
        }
    }
}

fn report(sink: &mut Sink<'_>, url: Node<'_>, addresses: &[Address], who: &str) {
    let node = if url.is_object() { url.get("value") } else { Some(url) };
    let Some((node, text)) = node.and_then(|node| Some((node, node.as_str()?))) else { return };
    let plain = addresses.iter().find(|address| is_plain(&address.text) && !address.host.is_local());
    let Some(host) = plain.and_then(|address| address.host.name()) else { return };
    let draft = sink.report(node, format!("{who} calls {host} over plain http")).subject(host);
    let start = text.len() - text.trim_start().len();
    match is_plain(&text) {
        true => draft.within(node, start..start + 7).label("not encrypted"),
        false => draft.label(format!("comes to http://{host}: not encrypted")),
    };
}

fn is_plain(address: &str) -> bool {
    address.trim_start().get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
}
