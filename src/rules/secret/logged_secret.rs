//! `logged-secret`: a call that reads a secret from a Key Vault and shows it in the run's history.

use super::vault::{may_be_secure, reads};
use crate::json::{Node, Span};
use crate::rule::{Context, Sink, within};
use crate::workspace::Artifact;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for activity in reads(artifact).into_iter().filter(|activity| !may_be_secure(*activity, "secureOutput")) {
        let url = activity.at(&["typeProperties", "url"]).unwrap_or(activity);
        let message = format!("{} reads a secret and logs its output", within(artifact, url));
        let draft = sink.report(url, message).subject("secureOutput").label("the answer is shown in the run's history");
        if let Some((span, text)) = fix(activity) {
            draft.safe_fix(span, text, "set secureOutput to true");
        }
    }
}

/// Sets the switch where it stands, or puts it first in the policy, or a policy before the properties.
fn fix(activity: Node<'_>) -> Option<(Span, String)> {
    let Some(policy) = activity.get("policy") else {
        let key = activity.get("typeProperties")?.key_span()?.start;
        return Some((key..key, format!("\"policy\": {{\"secureOutput\": true}},{}", indentation(activity))));
    };
    if let Some(switch) = policy.get("secureOutput") {
        return Some((switch.span(), "true".to_owned()));
    }
    let first = policy.children().next();
    let start = policy.is_object().then(|| policy.span().start + 1)?;
    let text = format!("{}\"secureOutput\": true{}", indentation(policy), if first.is_some() { "," } else { "" });
    Some((start..start, text))
}

/// The white space in front of an object's first key.
fn indentation(object: Node<'_>) -> String {
    let inner = &object.raw()[1..];
    inner[..inner.len() - inner.trim_start().len()].to_owned()
}
