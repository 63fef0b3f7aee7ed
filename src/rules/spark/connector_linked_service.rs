//! `connector-linked-service`: a Cosmos DB or Data Explorer reader with a linked service it cannot use.

use super::service::Service;
use crate::finding::Level;
use crate::rule::{Context, Sink};
use crate::rules::storage::{Authentication, authentication};
use crate::workspace::Artifact;
use crate::workspace::code::Role;

/// The format of the Data Explorer connector that takes a linked service.
const KUSTO: &str = "com.microsoft.kusto.spark.synapse.datasource";

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for service in Service::used(context, artifact) {
        let Role::Connector(format) = service.used.role else { continue };
        let Some((format, _)) = format.literal().filter(|_| service.target.type_name().is_some()) else { continue };
        let types: &[&str] = if format.starts_with("cosmos.") {
            &["CosmosDb", "CosmosDbMongoDbApi"]
        } else if format == KUSTO {
            &["AzureDataExplorer"]
        } else {
            continue;
        };
        if !service.is_of(types) {
            wrong_type(artifact, &service, format, types[0], sink);
        } else if let Some(way) = authentication(context.workspace, service.target) {
            wrong_identity(artifact, &service, format, way, sink);
        }
    }
}

fn wrong_type(artifact: &Artifact, service: &Service<'_>, format: &str, wanted: &str, sink: &mut Sink<'_>) {
    let message = format!(
        "{} opens {format} by linked service \"{}\", which is of type {} and not {wanted}",
        artifact.described(),
        service.used.name,
        service.type_name()
    );
    let draft = service.report(artifact, sink, message).label(format!("is no {wanted}"));
    service.show_type(draft);
}

fn wrong_identity(artifact: &Artifact, service: &Service<'_>, format: &str, way: Authentication, sink: &mut Sink<'_>) {
    let identity = matches!(way, Authentication::ManagedIdentity | Authentication::ServicePrincipal);
    let (refused, level, wanted) = if format == KUSTO {
        (
            way == Authentication::ManagedIdentity,
            Level::Note,
            "the connector is documented with a service principal; newer runtimes may take more",
        )
    } else {
        (
            identity,
            Level::Error,
            "let it sign in with the key of the account, kept in a Key Vault: Spark reads Cosmos DB with nothing else",
        )
    };
    if !refused {
        return;
    }
    let message = format!(
        "{} opens {format} by linked service \"{}\", which signs in with {}",
        artifact.described(),
        service.used.name,
        way.words()
    );
    let draft = service
        .report(artifact, sink, message)
        .label(format!("signs in with {}", way.words()))
        .level(level)
        .help(wanted);
    service.show_key(draft, &["typeProperties"], "how it signs in");
}
