//! `malformed-resource-id`: a target that is no resource id.

use super::is_computed;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(properties) = artifact.root().get("properties").filter(|node| node.is_object()) else { return };
    let Some(node) = properties.get("privateLinkResourceId").filter(|node| !node.is_null()) else {
        let message = format!("{} has no target: privateLinkResourceId is missing", artifact.described());
        sink.report(properties, message).key(properties).subject("privateLinkResourceId");
        return;
    };
    let Some(id) = node.as_str() else { return };
    if let Some(fault) = fault(&id) {
        let message = format!("the target of {} is no resource id: {fault}", artifact.described());
        sink.report(node, message);
    }
}

fn fault(id: &str) -> Option<String> {
    let id = id.trim();
    // An alias of a Private Link Service stands where a resource id would.
    if is_computed(id) || id.to_lowercase().ends_with(".azure.privatelinkservice") {
        return None;
    }
    if id.is_empty() {
        return Some("it is blank".to_owned());
    }
    let Some(rest) = id.strip_prefix('/') else { return Some("it does not begin with \"/subscriptions/\"".to_owned()) };
    let parts: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
    let words = [(0, "subscriptions"), (2, "resourceGroups"), (4, "providers")];
    for (at, word) in words {
        match parts.get(at) {
            Some(part) if part.eq_ignore_ascii_case(word) => {}
            Some(part) => return Some(format!("\"{part}\" stands where \"{word}\" is expected")),
            None => return Some(format!("it ends before \"{word}\"")),
        }
    }
    if parts.iter().any(|part| part.trim().is_empty()) {
        return Some("a part of it is empty".to_owned());
    }
    if is_broken_guid(parts[1]) {
        return Some(format!("the subscription \"{}\" is no GUID", parts[1]));
    }
    match parts.get(5) {
        Some(provider) if !provider.contains('.') => Some(format!("\"{provider}\" is no resource provider")),
        // Behind the provider come pairs of type and name.
        Some(_) if parts.len() >= 8 && parts.len().is_multiple_of(2) => None,
        _ => Some("it ends before the resource's name".to_owned()),
    }
}

/// Hexadecimal digits and dashes that make no GUID; other letters are a word that stands for one.
fn is_broken_guid(text: &str) -> bool {
    let hexadecimal = text.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    hexadecimal && lengths != [8, 4, 4, 4, 12]
}
