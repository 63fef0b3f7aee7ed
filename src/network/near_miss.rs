//! Names of endpoints that a host almost matches: at most two letters off, the `.scm.` name of an app, the same name
//! under a suffix that is no sibling of the same account.

use super::private_endpoint::PrivateEndpoint;
use crate::catalog;
use crate::json::{Node, pointer};
use crate::workspace::Artifact;

/// A name of an endpoint that a host almost matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss<'a> {
    /// The endpoint.
    pub endpoint: &'a PrivateEndpoint,
    /// Which of its names; `None` when the name follows from the resource.
    pub fqdn: Option<usize>,
    /// The name.
    pub name: String,
    /// How it differs.
    pub difference: Difference,
}

/// How a name differs from the host that almost matches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// It is the deployment (`.scm.`) name of the same app.
    Deployment,
    /// By this many letters of its first label.
    Letters(usize),
    /// The first label is the same, and not what stands behind it.
    Suffix,
}

impl NearMiss<'_> {
    /// The value that holds the name, in the endpoint's artifact.
    pub fn node<'a>(&self, artifact: &'a Artifact) -> Option<Node<'a>> {
        match self.fqdn {
            Some(at) => pointer::resolve(&artifact.document, &format!("/properties/fqdns/{at}")),
            None => artifact.property(&["privateLinkResourceId"]),
        }
    }
}

/// Names of the endpoints that a host almost matches.
pub(super) fn near_misses<'a>(endpoints: impl Iterator<Item = &'a PrivateEndpoint>, host: &str) -> Vec<NearMiss<'a>> {
    let mut near = Vec::new();
    let rest = host.split_once('.').map(|(_, rest)| rest);
    for endpoint in endpoints {
        let listed = endpoint.fqdns.iter().enumerate().map(|(at, name)| (Some(at), name));
        // Those that follow stand in every cloud: only a name under the very suffix of the host comes near.
        let in_cloud = |name: &&String| !name.contains('{') && name.split_once('.').map(|(_, rest)| rest) == rest;
        let derived = endpoint.templates().iter().filter(in_cloud).map(|name| (None, name));
        // One endpoint is near once, by the name that is nearest in its list.
        let found = listed.chain(derived).find_map(|(fqdn, name)| {
            let difference = difference(name, host)?;
            Some(NearMiss { endpoint, fqdn, name: name.clone(), difference })
        });
        near.extend(found);
    }
    near
}

fn letters(label: &str) -> impl Iterator<Item = char> {
    label.chars().filter(|character| !character.is_ascii_digit())
}

/// How a name differs from the host, when it comes near.
fn difference(name: &str, host: &str) -> Option<Difference> {
    if name.contains(".scm.") && name.replacen(".scm.", ".", 1) == host {
        return Some(Difference::Deployment);
    }
    let ((own_label, own_rest), (label, rest)) = (name.split_once('.')?, host.split_once('.')?);
    if own_rest == rest {
        // What differs by nothing but digits is numbered: `func-01` and `func-02` are two apps.
        let too_far = own_label.len().abs_diff(label.len()) > 2 || label.len() > 63;
        if too_far || letters(own_label).eq(letters(label)) {
            return None;
        }
        let edits = strsim::levenshtein(own_label, label);
        // Two letters of a short label are half of it: `api` and `app` have nothing to do with each other.
        let near = edits <= 2 && edits * 3 < label.chars().count();
        return near.then_some(Difference::Letters(edits));
    }
    (own_label == label && is_wrong_suffix(name, host)).then_some(Difference::Suffix)
}

/// Is the same first label under another suffix one thing written wrongly, and no other thing of the same name? Other
/// services of one account, and other resources called alike, are things of their own.
fn is_wrong_suffix(name: &str, host: &str) -> bool {
    let ((label, own_rest), (_, rest)) = match (name.split_once('.'), host.split_once('.')) {
        (Some(own), Some(other)) => (own, other),
        _ => return false,
    };
    match (catalog::azure_service(name), catalog::azure_service(host)) {
        (Some(one), Some(other)) => (one.resource_type, one.group) == (other.resource_type, other.group),
        // `api` and `www` are everywhere.
        _ if label.len() < 6 || own_rest.len() > 100 || rest.len() > 100 => false,
        (None, None) if owner(name).is_some() && owner(name) == owner(host) => true,
        _ => strsim::levenshtein(own_rest, rest) <= 3,
    }
}

/// The label that says whose domain it is: `contoso` of `erp.contoso.internal`.
fn owner(host: &str) -> Option<&str> {
    host.rsplit('.').nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_near() {
        let near = |name: &str, host: &str| difference(name, host);
        let letters = |count| Some(Difference::Letters(count));
        assert_eq!(near("func-otl.azurewebsites.net", "func-otel.azurewebsites.net"), letters(1));
        assert_eq!(near("func-otle.azurewebsites.net", "func-otel.azurewebsites.net"), letters(2));
        let deployment = near("func-otel.scm.azurewebsites.net", "func-otel.azurewebsites.net");
        assert_eq!(deployment, Some(Difference::Deployment));
        let other_cloud = near("lake.blob.core.windows.net", "lake.blob.core.usgovcloudapi.net");
        assert_eq!(other_cloud, Some(Difference::Suffix));
        assert_eq!(near("lake.blob.core.windows.net", "lake.dfs.core.windows.net"), None);
        assert_eq!(near("contoso.vault.azure.net", "contoso.azurewebsites.net"), None, "two resources called alike");
        assert_eq!(near("cosmos.documents.azure.com", "cosmos.mongo.cosmos.azure.com"), None);
        assert_eq!(near("erp-gateway.contoso.internal", "erp-gateway.fabrikam.com"), None);
        assert!(near("erp-gateway.contoso.internal", "erp-gateway.contoso.com").is_some());
        assert!(near("func-orders.azurewebsites.net", "func-orders.azurewebsite.net").is_some());
        assert_eq!(near("api.contoso.com", "app.contoso.com"), None);
        assert_eq!(near("kv-contoso-01.vault.azure.net", "kv-contoso-02.vault.azure.net"), None);
    }
}
