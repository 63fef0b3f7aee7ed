//! `synlint schema`: the JSON Schemas, made from the types.

use super::arguments::{Schema, SchemaFile};
use super::{Exit, Stop, print};

pub fn run(arguments: &Schema) -> Result<Exit, Stop> {
    let schema = match arguments.file {
        SchemaFile::Config => crate::policy::schema(),
        SchemaFile::Report => crate::report::json::schema(),
        SchemaFile::Egress => crate::report::egress::json::schema(),
    };
    print(&format!("{schema:#}\n"))?;
    Ok(Exit::Clean)
}
