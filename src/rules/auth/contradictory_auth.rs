//! `contradictory-auth`: the authentication type says one thing and the connection string another.

use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::connection::Connection;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(own) = artifact.property(&["typeProperties", "authenticationType"]) else { return };
    let Some(says) = own.as_str().filter(|own| is_entra(own)) else { return };
    let Some(connection) = Connection::of(artifact) else { return };
    let integrated = connection.literal(&["Integrated Security", "Trusted_Connection"]);
    let integrated =
        integrated.filter(|pair| ["true", "yes", "sspi"].iter().any(|on| pair.value.eq_ignore_ascii_case(on)));
    let Some(other) = integrated.or_else(|| connection.literal(&["User ID", "UID", "User"])) else { return };
    let message =
        format!("{} signs in as {says}, but its connection string says \"{}\"", artifact.described(), other.key);
    sink.report(connection.node, message)
        .within(connection.node, other.span)
        .subject(format!("{says} {}", other.key))
        .related(artifact, own, "the authentication type");
}

fn is_entra(authentication: &str) -> bool {
    ["SystemAssignedManagedIdentity", "UserAssignedManagedIdentity", "ServicePrincipal"]
        .iter()
        .any(|own| own.eq_ignore_ascii_case(authentication))
}
