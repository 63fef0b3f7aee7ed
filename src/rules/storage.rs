//! How a linked service signs in, and which storage account it means. What cannot be told is `None`.

use crate::network::{Endpoint, Host, Scope, endpoints, host_of_url};
use crate::workspace::connection::Connection;
use crate::workspace::{Artifact, Kind, Workspace};

/// How a linked service signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authentication {
    /// With the key of the account.
    Key,
    /// With a signed URL or token.
    Signature,
    /// As a service principal.
    ServicePrincipal,
    /// As the workspace itself.
    ManagedIdentity,
    /// As a user-assigned identity.
    UserAssigned,
}

impl Authentication {
    /// How messages call it.
    pub fn words(self) -> &'static str {
        match self {
            Authentication::Key => "an account key",
            Authentication::Signature => "a shared access signature",
            Authentication::ServicePrincipal => "a service principal",
            Authentication::ManagedIdentity => "a managed identity",
            Authentication::UserAssigned => "a user-assigned managed identity",
        }
    }
}

/// How a linked service signs in, for storage, Cosmos DB and Data Explorer.
pub fn authentication(workspace: &Workspace, service: &Artifact) -> Option<Authentication> {
    let properties = service.property(&["typeProperties"])?;
    let has = |key: &str| properties.get(key).is_some_and(|value| !value.is_null());
    if has("credential") {
        return of_credential(workspace, service);
    }
    if has("servicePrincipalId") || has("servicePrincipalCredential") {
        return Some(Authentication::ServicePrincipal);
    }
    if has("sasUri") || has("sasToken") {
        return Some(Authentication::Signature);
    }
    if has("accountKey") {
        return Some(Authentication::Key);
    }
    if let Some(connection) = Connection::of(service) {
        let pairs = connection.pairs();
        let signature = pairs.get(&["SharedAccessSignature"]).map(|_| Authentication::Signature);
        return signature.or_else(|| pairs.get(&["AccountKey"]).map(|_| Authentication::Key));
    }
    // What the service encrypted may be a key as well as a password, and a text may be filled in later.
    let addressed = ["url", "serviceEndpoint", "accountEndpoint", "endpoint"].iter().any(|key| has(key));
    let open =
        has("encryptedCredential") || has("connectionString") || has("containerUri") || has("authenticationType");
    (addressed && !open).then_some(Authentication::ManagedIdentity)
}

fn of_credential(workspace: &Workspace, service: &Artifact) -> Option<Authentication> {
    let credential = credential(workspace, service)?;
    if credential.property(&["typeProperties", "resourceId"]).is_some() {
        return Some(Authentication::UserAssigned);
    }
    credential.type_name().filter(|name| name == "ServicePrincipal").map(|_| Authentication::ServicePrincipal)
}

/// The credential a linked service signs in with, when it has a file.
pub fn credential<'a>(workspace: &'a Workspace, service: &Artifact) -> Option<&'a Artifact> {
    let name = service.property(&["typeProperties", "credential", "referenceName"])?.as_str()?;
    workspace.find(Kind::Credential, &name)
}

/// The storage account of a linked service, when it can be but one, with the value that says it.
pub fn account<'a>(workspace: &'a Workspace, service: &'a Artifact) -> Option<(String, Endpoint<'a>)> {
    let mut endpoints = endpoints(&Scope::new(workspace), service);
    let only = endpoints.pop().filter(|_| endpoints.is_empty())?;
    Some((label(only.host.name()?)?, only))
}

/// The storage account of a path such as `abfss://container@account.dfs.core.windows.net/folder`, of which `complete`
/// says whether all of it is known.
pub fn account_of_path(path: &str, complete: bool) -> Option<String> {
    let (scheme, rest) = path.split_once("://")?;
    let storage = ["abfs", "abfss", "wasb", "wasbs"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let end = rest.find('/').or(complete.then_some(rest.len()))?;
    let (_, host) = rest[..end].split_once('@').filter(|_| storage)?;
    match host_of_url(&format!("https://{host}/")) {
        Host::Known { name, .. } => label(&name),
        Host::Unknown(_) => None,
    }
}

/// The first label of a host with several.
fn label(host: &str) -> Option<String> {
    let (label, rest) = host.split_once('.')?;
    (!label.is_empty() && rest.contains('.')).then(|| label.to_lowercase())
}
