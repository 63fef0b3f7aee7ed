//! The connection string of a linked service, read by the dialect of its type.

use super::{Artifact, Kind};
use crate::catalog::{self, ConnectionStringFacts};
use crate::json::Node;
use crate::language::connection_string::{ConnectionString, Dialect, Pair};
use crate::language::expression::computes_whole;
use crate::language::placeholder::is_placeholder;
use std::borrow::Cow;

/// A connection string as it stands in a linked service.
#[derive(Debug)]
pub struct Connection<'a> {
    /// The string.
    pub node: Node<'a>,
    /// What is known of its keys.
    pub facts: &'static ConnectionStringFacts,
    text: Cow<'a, str>,
}

/// A pair whose value is literal.
#[derive(Debug)]
pub struct Literal<'c> {
    /// Its key, as written.
    pub key: &'c str,
    /// Its value.
    pub value: &'c str,
    /// Key and value within the decoded string.
    pub span: crate::json::Span,
}

impl<'a> Connection<'a> {
    /// The connection string of a linked service; `None` where there is none, or where an expression or a Key Vault
    /// gives all of it.
    pub fn of(artifact: &'a Artifact) -> Option<Self> {
        if artifact.kind != Kind::LinkedService {
            return None;
        }
        let property = artifact.property(&["typeProperties", "connectionString"])?;
        let node = if property.is_object() { property.get("value")? } else { property };
        Self::read(node, &artifact.type_name()?)
    }

    /// A string that is the connection string of a linked service of this type.
    pub fn read(node: Node<'a>, type_name: &str) -> Option<Self> {
        let text = node.as_str()?;
        let computed = computes_whole(&text);
        let facts = catalog::connection_strings(type_name).filter(|_| !computed)?;
        Some(Self { node, facts, text })
    }

    /// Its pairs.
    pub fn pairs(&self) -> ConnectionString<'_> {
        let dialect = match self.facts.form.as_str() {
            "odbc" => Dialect::Odbc,
            "url" => Dialect::Url,
            _ => Dialect::Ado,
        };
        ConnectionString::parse(&self.text, dialect)
    }

    /// The pair of one of these keys, when its value is literal and not empty.
    pub fn literal(&self, keys: &[&str]) -> Option<Literal<'_>> {
        let read = self.pairs();
        let pair: &Pair = read.get(keys)?;
        let (key, value) = (&self.text[pair.key.clone()], &self.text[pair.value.clone()]);
        let known = !value.is_empty() && !value.contains("@{") && !is_placeholder(value);
        known.then(|| Literal { key, value, span: ConnectionString::span(pair) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;

    #[test]
    fn only_literals_are_known() {
        let text = r#""Server=h;User ID=@{linkedService().user};Encrypt=False;PWD=""#.to_owned();
        let document = Document::parse(text).unwrap();
        let connection = Connection::read(document.root(), "AzureSqlDatabase").unwrap();
        assert_eq!(connection.literal(&["encrypt"]).map(|pair| (pair.key, pair.value)), Some(("Encrypt", "False")));
        assert!(connection.literal(&["User ID"]).is_none() && connection.literal(&["PWD"]).is_none());
        let computed = Document::parse("\"@concat('Server=h;', 'Encrypt=False')\"".to_owned()).unwrap();
        assert!(Connection::read(computed.root(), "AzureSqlDatabase").is_none());
    }
}
