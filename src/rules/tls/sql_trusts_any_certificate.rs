//! `sql-trusts-any-certificate`: an encrypted connection to SQL Server that does not look at whom it talks to.

use super::driver::{SQL_SERVER, is_of, sql_encryption_off, switch};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    // Without encryption there is no certificate to trust.
    if !is_of(artifact, &SQL_SERVER) || sql_encryption_off(artifact).is_some() {
        return;
    }
    let Some(trust) = switch(artifact, &["trustServerCertificate"]) else { return };
    if matches!(trust.value.as_str(), "true" | "yes") {
        sink.report(trust.node, format!("{} trusts any server certificate", artifact.described()))
            .at(trust.span)
            .subject("trustServerCertificate")
            .label("encrypted, but to anybody who answers");
    }
}
