//! `missing-request-body`: a request whose method needs a body, and there is none.

use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::{active_of_type, has_type, name};

const METHODS: [&str; 3] = ["POST", "PUT", "PATCH"];

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let callers = ["WebActivity", "WebHook", "AzureFunctionActivity"];
    for activity in active_of_type(artifact, &callers) {
        let (Some(properties), Some(own)) = (activity.get("typeProperties"), name(activity)) else { continue };
        let Some((node, method)) = properties.get("method").and_then(|node| Some((node, node.as_str()?))) else {
            continue;
        };
        if !METHODS.iter().any(|known| known.eq_ignore_ascii_case(&method)) || properties.get("body").is_some() {
            continue;
        }
        let message = format!("activity \"{own}\" sends {method} without a body");
        let draft = sink.report(node, message).label("needs \"body\"");
        // Only of the Web activity is it documented that the service refuses.
        if !is_web(activity) {
            draft.level(Level::Warning);
        }
    }
}

fn is_web(activity: Node<'_>) -> bool {
    has_type(activity, &["WebActivity"])
}
