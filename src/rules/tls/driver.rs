//! A switch of a database driver: a property of its own, or a pair of the connection string.

use crate::json::{Node, Span};
use crate::workspace::Artifact;
use crate::workspace::connection::Connection;

/// Linked service types of the SQL Server family.
pub const SQL_SERVER: [&str; 5] =
    ["AmazonRdsForSqlServer", "AzureSqlDatabase", "AzureSqlDW", "AzureSqlMI", "SqlServer"];

/// Is the linked service of one of these types?
pub fn is_of(artifact: &Artifact, types: &[&str]) -> bool {
    artifact.type_name().is_some_and(|own| types.iter().any(|known| known.eq_ignore_ascii_case(&own)))
}

/// A switch with what it is set to.
#[derive(Debug)]
pub struct Switch<'a> {
    /// The value, or the connection string.
    pub node: Node<'a>,
    /// The bytes of the file that say so.
    pub span: Span,
    /// What it is set to, lower case.
    pub value: String,
}

/// The switch of this name; the property wins, as it does in the service.
pub fn switch<'a>(artifact: &'a Artifact, names: &[&str]) -> Option<Switch<'a>> {
    let own = names.iter().find_map(|name| artifact.property(&["typeProperties", name]));
    if let Some(node) = own.filter(|node| !node.is_null()) {
        let value = node.as_str().map_or_else(|| node.raw().to_owned(), |text| text.into_owned());
        return Some(Switch { node, span: node.span(), value: value.to_lowercase() });
    }
    let connection = Connection::of(artifact)?;
    let pair = connection.literal(names)?;
    let span = connection.node.span_within(pair.span.clone());
    Some(Switch { node: connection.node, span, value: pair.value.to_lowercase() })
}

/// The switch of the SQL Server family that asks for encryption, where it is off.
pub fn sql_encryption_off(artifact: &Artifact) -> Option<Switch<'_>> {
    let encrypt = is_of(artifact, &SQL_SERVER).then(|| switch(artifact, &["encrypt"])).flatten()?;
    matches!(encrypt.value.as_str(), "false" | "no" | "optional").then_some(encrypt)
}
