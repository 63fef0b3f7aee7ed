//! `databricks-api`: code uses what only Databricks has.

use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::workspace::Artifact;
use crate::workspace::code::What;

/// What does the same in Synapse, by the first names of the path.
const INSTEAD: [(&str, &str); 7] = [
    ("dbutils.fs", "mssparkutils.fs does the same"),
    ("dbutils.notebook", "mssparkutils.notebook does the same"),
    ("dbutils.secrets", "mssparkutils.credentials.getSecret does the same"),
    ("dbutils.widgets", "a parameters cell does the same"),
    ("%fs", "mssparkutils.fs does the same"),
    ("%sql", "a cell that begins with %%sql does the same"),
    ("%md", "a markdown cell does the same"),
];

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        let What::Databricks(name) = &fact.what else { continue };
        let message = format!("{} uses {name}, which Databricks has and Synapse has not", artifact.described());
        let draft = in_code::at_fact(artifact, sink, fact, name, message).label("not there in Synapse");
        if let Some((_, instead)) = INSTEAD.iter().find(|(start, _)| name.starts_with(start)) {
            draft.help(*instead);
        }
    }
}
