//! Where secrets may stand: properties, headers, and keys of connection strings.

use super::embedded;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How the connection strings of some linked service types are written.
#[derive(Debug, Deserialize)]
pub struct ConnectionStringFacts {
    types: Vec<String>,
    /// `ado`, `odbc` or `url`.
    pub form: String,
    /// Keys that name the server, best first.
    pub server: Vec<String>,
    /// Keys that name the user.
    pub user: Vec<String>,
    /// Keys that hold a secret, each with what it is.
    pub secrets: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Secrets {
    /// In a row, which is read through faster than a map: names compare without case.
    #[serde(deserialize_with = "in_a_row")]
    fields: Vec<(String, String)>,
    headers: Vec<String>,
    connection_strings: Vec<ConnectionStringFacts>,
}

fn in_a_row<'d, D: Deserializer<'d>>(map: D) -> Result<Vec<(String, String)>, D::Error> {
    BTreeMap::deserialize(map).map(|map| map.into_iter().collect())
}

fn secrets() -> &'static Secrets {
    static SECRETS: OnceLock<Secrets> = OnceLock::new();
    SECRETS.get_or_init(|| embedded(include_str!("secrets.json")))
}

/// What a property of this name holds, when it holds a secret: `password`, `account key`.
pub fn secret_field(name: &str) -> Option<&'static str> {
    let mut fields = secrets().fields.iter();
    fields.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, kind)| kind.as_str())
}

/// Does a header of this name carry a secret?
pub fn is_secret_header(name: &str) -> bool {
    secrets().headers.iter().any(|header| header.eq_ignore_ascii_case(name))
}

/// How connection strings of a linked service type are written; `None` for types that have none.
pub fn connection_strings(type_name: &str) -> Option<&'static ConnectionStringFacts> {
    let mut all = secrets().connection_strings.iter();
    all.find(|facts| facts.types.iter().any(|own| own.eq_ignore_ascii_case(type_name)))
}
