//! `foreign-trigger-scope`: a storage event trigger that listens to an account nothing else here knows.

use crate::rule::{Context, Sink};
use crate::workspace::graph::is_placeholder;
use crate::workspace::{Artifact, Kind, Workspace};

/// Linked services of storage accounts.
const STORAGE: [&str; 5] = ["AzureBlobFS", "AzureBlobStorage", "AzureStorage", "AzureTableStorage", "AzureFileStorage"];

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(node) = artifact.property(&["typeProperties", "scope"]) else { return };
    let is_storage = artifact.type_name().is_some_and(|name| name == "BlobEventsTrigger");
    let Some(scope) = node.as_str().filter(|_| is_storage) else { return };
    let Some(account) = account_of_id(&scope) else { return };
    let Some(known) = accounts(context.workspace) else { return };
    if known.is_empty()
        || known.iter().any(|(own, _)| own.eq_ignore_ascii_case(account))
        || is_mentioned(context.workspace, account)
    {
        return;
    }
    let message =
        format!("{} listens to storage account \"{account}\", which no linked service here uses", artifact.described());
    let (_, service) = &known[0];
    let start = scope.len() - account.len();
    let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).take(SHOWN).collect();
    sink.report(node, message)
        .within(node, start..scope.len())
        .subject(account)
        .label("of another environment?")
        .related(service, service.anchor(), format!("the storage accounts of this workspace: {}", names.join(", ")));
}

/// How many accounts the related place lists.
const SHOWN: usize = 3;

/// The account at the end of a literal resource id.
fn account_of_id(scope: &str) -> Option<&str> {
    const TYPE: &str = "/microsoft.storage/storageaccounts/";
    let at = scope.to_ascii_lowercase().find(TYPE)?;
    let name = &scope[at + TYPE.len()..];
    let literal = !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric()) && !is_placeholder(scope);
    literal.then_some(name)
}

/// The accounts of all linked services to storage; `None` when one of them does not tell.
fn accounts(workspace: &Workspace) -> Option<Vec<(String, &Artifact)>> {
    let is_storage = |artifact: &&Artifact| artifact.type_name().is_some_and(|name| STORAGE.contains(&name.as_ref()));
    let services = workspace.of_kind(Kind::LinkedService).filter(is_storage);
    services.map(|service| Some((account(service)?, service))).collect()
}

/// The first account a linked service names, in a URL or a connection string.
fn account(service: &Artifact) -> Option<String> {
    let values = service.property(&["typeProperties"])?.descendants().filter_map(|node| node.as_str());
    values.into_iter().find_map(|value| {
        let lower = value.to_ascii_lowercase();
        let behind = |mark: &str| lower.find(mark).map(|at| lower[at + mark.len()..].to_owned());
        let rest = behind("accountname=").or_else(|| behind("://"))?;
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let secondary = rest[end..].starts_with("-secondary.");
        (end > 0 && (secondary || rest[end..].is_empty() || rest[end..].starts_with(['.', ';'])))
            .then(|| rest[..end].to_owned())
    })
}

/// Does a linked service or private endpoint name the account anywhere?
fn is_mentioned(workspace: &Workspace, account: &str) -> bool {
    let account = account.to_ascii_lowercase();
    let kinds = [Kind::LinkedService, Kind::ManagedPrivateEndpoint];
    let mut artifacts = kinds.into_iter().flat_map(|kind| workspace.of_kind(kind));
    artifacts.any(|artifact| artifact.document.text().to_ascii_lowercase().contains(&account))
}
