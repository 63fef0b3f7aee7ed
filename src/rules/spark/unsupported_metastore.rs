//! `unsupported-metastore`: an external Hive metastore by a linked service, or on a runtime, that cannot have one.

use super::service::Service;
use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::code::Role;

/// Databases that can hold the metastore.
const TYPES: [&str; 2] = ["AzureSqlDatabase", "AzureMySql"];

/// The last version of Spark whose runtime has an external metastore.
const LAST: (u32, u32) = (3, 4);

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for service in Service::used(context, artifact) {
        if service.used.role != Role::Metastore || service.target.type_name().is_none() {
            continue;
        }
        let name = service.used.name;
        if !service.is_of(&TYPES) {
            let message = format!(
                "{} keeps its metastore in linked service \"{name}\", which is of type {}; only Azure SQL Database and Azure Database for MySQL can hold one",
                artifact.described(),
                service.type_name()
            );
            let draft = service.report(artifact, sink, message).label("cannot hold a metastore");
            service.show_type(draft);
        } else if let Some((version, node)) = newer_runtime(artifact) {
            let message = format!(
                "{} keeps its metastore in linked service \"{name}\", and Spark {version} has no external metastore",
                artifact.described()
            );
            let draft = service.report(artifact, sink, message).label("not read by this runtime").level(Level::Warning);
            draft.related(artifact, node, "the version of Spark");
        }
    }
}

/// The version of Spark that is required or was last used, when it is newer than the last with a metastore.
fn newer_runtime(artifact: &Artifact) -> Option<(String, Node<'_>)> {
    let required = artifact.property(&["requiredSparkVersion"]);
    let node = required.or_else(|| artifact.property(&["metadata", "a365ComputeOptions", "sparkVersion"]))?;
    let version = node.as_str()?;
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().ok());
    let parsed = (numbers.next()??, numbers.next()??);
    (parsed > LAST).then(|| (version.into_owned(), node))
}
