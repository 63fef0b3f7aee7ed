//! `malformed-fqdn`: an entry under `fqdns` that is no host name.

use super::fqdns;
use crate::catalog;
use crate::network::PrivateEndpoint;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(endpoint) = context.network.private_endpoint_of(artifact) else { return };
    for (node, text) in fqdns(artifact) {
        let Some(fault) = fault(&text, endpoint) else { continue };
        let message = format!("{} lists \"{text}\" under fqdns, which is no host name: {fault}", artifact.described());
        let draft = sink.report(node, message);
        if let Some(host) = inner_host(&text) {
            draft.help(format!("write \"{host}\""));
        }
    }
}

fn fault(text: &str, endpoint: &PrivateEndpoint) -> Option<String> {
    // A trailing dot and upper case mean the same name.
    let name = text.strip_suffix('.').unwrap_or(text);
    if name.trim().is_empty() {
        return Some("it is blank".to_owned());
    }
    if name.contains("://") {
        return Some("it has a scheme".to_owned());
    }
    if name.contains(['/', '\\']) {
        return Some("it has a path".to_owned());
    }
    if name.contains(':') {
        return Some("it has a port".to_owned());
    }
    let service = endpoint.is_to_private_link_service();
    if name.contains('*') {
        return service.then(|| "a Private Link Service answers for whole names, no wildcards".to_owned());
    }
    let strange = |c: &char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if let Some(strange) = name.chars().find(strange) {
        return Some(match strange {
            ' ' => "it has a space".to_owned(),
            ',' | ';' => "each name is an entry of its own".to_owned(),
            other => format!("it has a {other:?}"),
        });
    }
    if name.split('.').any(str::is_empty) {
        return Some("a label is empty".to_owned());
    }
    let azure = catalog::private_link_resource(&endpoint.resource_type).is_some_and(|resource| resource.documented);
    let single = !name.contains('.') && azure && !service;
    single.then(|| "it is a single label, and the service has whole names".to_owned())
}

/// The host inside a URL or behind blanks.
fn inner_host(text: &str) -> Option<String> {
    let rest = text.trim().split_once("://").map_or(text.trim(), |(_, rest)| rest);
    let host = rest.split(['/', ':', '\\']).next()?.to_lowercase();
    let is_host = host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    is_host.then_some(host)
}
