//! `plain-http`: a literal `http://` address that is really called.

use crate::catalog;
use crate::json::Node;
use crate::network::host_of;
use crate::rule::{Context, Sink};
use crate::workspace::graph::is_inactive;
use crate::workspace::pipeline::{activities, name};
use crate::workspace::{Artifact, Kind};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    match artifact.kind {
        Kind::LinkedService => linked_service(artifact, sink),
        Kind::Pipeline => pipeline(artifact, sink),
        _ => {}
    }
}

fn linked_service(artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(entry) = artifact.type_name().and_then(|name| catalog::linked_service(&name)) else { return };
    for url in entry.urls.iter().filter_map(|key| artifact.property(&["typeProperties", key])) {
        report(sink, url, &artifact.described());
    }
}

fn pipeline(artifact: &Artifact, sink: &mut Sink<'_>) {
    for activity in activities(artifact) {
        let calls =
            activity.get("type").and_then(Node::as_str).is_some_and(|own| own == "WebActivity" || own == "WebHook");
        let url = activity.at(&["typeProperties", "url"]).filter(|_| calls && !is_inactive(activity));
        if let (Some(url), Some(name)) = (url, name(activity)) {
            report(sink, url, &format!("activity \"{name}\""));
        }
    }
}

fn report(sink: &mut Sink<'_>, url: Node<'_>, who: &str) {
    let value = if url.is_object() { url.get("value") } else { Some(url) };
    let Some((node, text)) = value.and_then(|node| Some((node, node.as_str()?))) else { return };
    let start = text.len() - text.trim_start().len();
    let plain = text.trim_start().get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"));
    let host = host_of(Some(url));
    if !plain || host.is_local() {
        return;
    }
    let Some(host) = host.name() else { return };
    sink.report(node, format!("{who} calls {host} over plain http"))
        .within(node, start..start + 7)
        .subject(host)
        .label("not encrypted");
}
