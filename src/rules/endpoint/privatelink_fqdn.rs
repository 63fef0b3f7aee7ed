//! `privatelink-fqdn`: a name of the private zone where the public name belongs.

use super::fqdns;
use crate::catalog;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

const LABEL: &str = "privatelink.";

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for (node, text) in fqdns(artifact) {
        let Some(at) = text.to_lowercase().find(LABEL).filter(|at| *at == 0 || text[..*at].ends_with('.')) else {
            continue;
        };
        // Others use the label in names of their own: accounts of Snowflake are called so.
        if !catalog::is_azure_domain(text.trim_end_matches('.')) {
            continue;
        }
        let message = format!(
            "{} lists \"{text}\"; clients ask for the public name, without \"privatelink\"",
            artifact.described()
        );
        sink.report(node, message).within(node, at..at + LABEL.len());
    }
}
