//! `sql-encryption-off`: a connection to SQL Server and its kin without TLS.

use super::driver::sql_encryption_off;
use crate::finding::Level;
use crate::network::RuntimeClass;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(off) = sql_encryption_off(artifact) else { return };
    let draft = sink
        .report(off.node, format!("{} does not ask for encryption (\"{}\")", artifact.described(), off.value))
        .at(off.span)
        .subject("encrypt")
        .label("credentials and rows may pass in the open");
    // On the own network it is the owner's choice, if no good one.
    let runtime = context.network.runtime(context.workspace, artifact.property(&["connectVia"]));
    if runtime == RuntimeClass::SelfHosted {
        draft.level(Level::Warning);
    }
}
