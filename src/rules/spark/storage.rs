//! How a linked service signs in, and which storage account it means. What cannot be told is `None`.

use crate::json::Node;
use crate::network::{Host, host_of, host_of_url};
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
    if let Some(text) = properties.get("connectionString").and_then(Node::as_str) {
        let holds = |key: &str| text.to_lowercase().contains(key);
        let signature = holds("sharedaccesssignature=");
        return if signature {
            Some(Authentication::Signature)
        } else {
            holds("accountkey=").then_some(Authentication::Key)
        };
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

/// The storage account of a linked service, and the value that says it.
pub fn account(service: &Artifact) -> Option<(String, Node<'_>)> {
    for key in ["url", "serviceEndpoint", "sasUri"] {
        let node = service.property(&["typeProperties", key]);
        if let Some((name, node)) = host_of(node).name().and_then(|host| Some((label(host)?, node?))) {
            return Some((name, node));
        }
    }
    let node = service.property(&["typeProperties", "connectionString"])?;
    let text = node.as_str()?;
    let name = text.split(';').find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case("AccountName").then(|| value.trim().to_lowercase())
    })?;
    let literal = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric());
    literal.then_some((name, node))
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
