//! `secret-in-code`: a key, token or password in the code, the text or the stored outputs of a notebook.

use super::{held_by, report};
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Holder, Secret};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for secret in held_by(artifact, Holder::Code) {
        let node = secret.node(artifact);
        let message =
            format!("{} holds a literal {}{}", artifact.described(), secret.kind.words(), place(secret, node));
        let draft = report(artifact, sink, secret, message);
        if let Some(line) = node.as_str() {
            draft.line(&line);
        }
    }
}

fn place(secret: &Secret, node: Node<'_>) -> String {
    if node.ancestors().any(|holder| holder.key_is("outputs")) {
        return " in a stored output".to_owned();
    }
    if secret.name.is_empty() { String::new() } else { format!(" under \"{}\"", secret.name) }
}
