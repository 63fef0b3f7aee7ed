//! `sql-login`: a login with a password where Microsoft Entra could sign in.

use crate::json::{Node, Span};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::connection::Connection;

/// Types of the SQL Server family that know Microsoft Entra.
const TYPES: [&str; 3] = ["AzureSqlDatabase", "AzureSqlDW", "AzureSqlMI"];

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    if !artifact.type_name().is_some_and(|own| TYPES.iter().any(|known| known.eq_ignore_ascii_case(&own))) {
        return;
    }
    if let Some((node, span)) = by_type(artifact).or_else(|| by_connection_string(artifact)) {
        let help = format!(
            "use the {}'s managed identity: authenticationType SystemAssignedManagedIdentity",
            context.workspace.product.word()
        );
        let draft = sink.report(node, format!("{} signs in with a SQL login", artifact.described()));
        draft.at(span).subject("sql login").help(help);
    }
}

fn by_type(artifact: &Artifact) -> Option<(Node<'_>, Span)> {
    let own = artifact.property(&["typeProperties", "authenticationType"])?;
    own.as_str().filter(|own| own.eq_ignore_ascii_case("SQL")).map(|_| (own, own.span()))
}

fn by_connection_string(artifact: &Artifact) -> Option<(Node<'_>, Span)> {
    // An authentication type says who signs in, whatever is left in the string.
    if artifact.property(&["typeProperties", "authenticationType"]).is_some() {
        return None;
    }
    let connection = Connection::of(artifact)?;
    let user = connection.literal(&["User ID", "UID", "User"])?;
    // `Authentication=Active Directory …` signs in with Microsoft Entra.
    let entra = connection.literal(&["Authentication"]).is_some();
    (!entra).then(|| (connection.node, connection.node.span_within(user.span)))
}
