//! Reads of secrets from a Key Vault by Web activities, and who uses what they give.

use crate::catalog;
use crate::json::Node;
use crate::workspace::Artifact;
use crate::workspace::graph::is_inactive;
use crate::workspace::pipeline::{activities, name};
use crate::workspace::same_name;
use std::borrow::Cow;

/// The Web activities of a pipeline that read a secret: their URL names a vault and `/secrets/`.
pub fn reads(pipeline: &Artifact) -> Vec<Node<'_>> {
    // Few pipelines ever speak to a vault.
    if !pipeline.document.says(".vault.") {
        return Vec::new();
    }
    activities(pipeline).filter(|activity| !is_inactive(*activity) && is_read(*activity)).collect()
}

fn is_read(activity: Node<'_>) -> bool {
    let is_web = activity.get("type").and_then(Node::as_str).is_some_and(|own| own == "WebActivity");
    let url = activity.at(&["typeProperties", "url"]);
    let text = url.and_then(|url| if url.is_object() { url.get("value") } else { Some(url) }).and_then(Node::as_str);
    is_web
        && text.is_some_and(|url| {
            let url = url.to_ascii_lowercase();
            catalog::clouds().iter().any(|cloud| url.contains(&cloud.key_vaults)) && url.contains("/secrets/")
        })
}

/// Is the switch of an activity's policy on, or an expression that may be?
pub fn may_be_secure(activity: Node<'_>, switch: &str) -> bool {
    match activity.at(&["policy", switch]) {
        Some(value) => {
            value.as_bool() == Some(true) || value.is_object() || value.as_str().is_some_and(|text| text != "false")
        }
        None => false,
    }
}

/// A string in which an activity uses the value that a vault gave.
#[derive(Debug)]
pub struct Use<'a> {
    /// The activity.
    pub activity: Node<'a>,
    /// Its name.
    pub name: Cow<'a, str>,
    /// The string.
    pub node: Node<'a>,
    /// The call that reads the secret.
    pub read: Node<'a>,
}

/// The first use in each activity of the wanted types.
pub fn uses<'a>(pipeline: &'a Artifact, wanted: impl Fn(&str) -> bool) -> Vec<Use<'a>> {
    let reads = reads(pipeline);
    if reads.is_empty() {
        return Vec::new();
    }
    let of_activity = |activity: Node<'a>| {
        let type_name = activity.get("type").and_then(Node::as_str)?;
        if is_inactive(activity) || reads.contains(&activity) || !wanted(&type_name) {
            return None;
        }
        let strings = activity.get("typeProperties")?.descendants();
        let (node, read) = strings
            .filter_map(|node| Some((node, node.as_str()?)))
            .find_map(|(node, text)| reads.iter().find(|read| uses_value(&text, **read)).map(|read| (node, *read)))?;
        Some(Use { activity, name: name(activity)?, node, read })
    };
    activities(pipeline).filter_map(of_activity).collect()
}

/// Does the text hold `activity('NAME').output.value` of this activity?
fn uses_value(text: &str, read: Node<'_>) -> bool {
    let Some(name) = name(read) else { return false };
    let mut calls = text.match_indices("activity('");
    calls.any(|(at, call)| {
        let rest = &text[at + call.len()..];
        let called = rest.split_once("')");
        called.is_some_and(|(own, rest)| {
            let rest = rest.replace('?', "");
            same_name(own, &name) && (rest.starts_with(".output.value") || rest.starts_with(".output['value']"))
        })
    })
}
