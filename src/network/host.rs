//! Hosts, and why one may be unknown.

use super::scope::Scope;
use crate::json::{Node, NodeKind};
use crate::language::expression::{Known, computes_whole};
use crate::workspace::Artifact;
use crate::workspace::expressions::is_wrapped;
use crate::workspace::graph::is_placeholder;

/// A host that something talks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    /// A literal host: lower case, without a trailing dot.
    Known {
        /// Its name or address.
        name: String,
        /// The port, where the URL gives one.
        port: Option<u16>,
    },
    /// Only known elsewhere.
    Unknown(Unknown),
}

/// Why a host is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// An expression computes it.
    Expression,
    /// It comes out of a Key Vault or a secure string.
    Secret,
    /// A deployment replaces a placeholder.
    Placeholder,
    /// The property is not there or empty.
    Missing,
    /// Code works it out when it runs.
    Code,
    /// The text is no URL.
    NotAUrl,
    /// The file that may name it is no sound JSON.
    NotJson,
    /// The file that may name it, or the folder, cannot be read.
    Unreadable,
}

impl Host {
    /// The name, when it is known.
    pub fn name(&self) -> Option<&str> {
        match self {
            Host::Known { name, .. } => Some(name),
            Host::Unknown(_) => None,
        }
    }

    /// Does it stay on the machine (`localhost`, `127.0.0.1`) or its link (`169.254.…`)?
    pub fn is_local(&self) -> bool {
        let Some(name) = self.name() else { return false };
        match name.trim_matches(['[', ']']).parse::<std::net::IpAddr>() {
            Ok(std::net::IpAddr::V4(address)) => address.is_loopback() || address.is_link_local(),
            Ok(std::net::IpAddr::V6(address)) => address.is_loopback() || address.is_unicast_link_local(),
            Err(_) => name == "localhost" || name.ends_with(".localhost"),
        }
    }
}

/// A text that a property can come to, and the host in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The text, or as much of its beginning as is known; empty when nothing is.
    pub text: String,
    /// Its host.
    pub host: Host,
}

/// The addresses that the URL of a property can come to, each host once; [`Unknown::Expression`] among them when it
/// can be another one too.
pub fn addresses<'w>(scope: &Scope<'w>, artifact: &'w Artifact, property: Node<'w>) -> Vec<Address> {
    let node = property.get("value").filter(|value| is_wrapped(*value)).unwrap_or(property);
    let text = node.as_str().unwrap_or_default();
    if !text.contains('@') {
        return vec![Address { host: host_of(Some(property)), text: text.into_owned() }];
    }
    let value = scope.value(artifact, property);
    let known = value.known.iter().map(|known| match known {
        Known::Text(text) => Address { host: host_of_url(text), text: text.clone() },
        Known::Prefix(text) if names_whole_host(text) => Address { host: host_of_url(text), text: text.clone() },
        _ => unknown(),
    });
    let mut found: Vec<Address> = Vec::new();
    for address in known.chain(value.open.then(unknown)) {
        if found.iter().all(|other| other.host != address.host) {
            found.push(address);
        }
    }
    found
}

fn unknown() -> Address {
    Address { text: String::new(), host: Host::Unknown(Unknown::Expression) }
}

/// Does the beginning of a URL go on behind its host?
fn names_whole_host(beginning: &str) -> bool {
    beginning.split_once("://").is_some_and(|(_, rest)| rest.contains(['/', '?', '#', '\\']))
}

/// The host of the URL that a property holds, read as it stands.
pub fn host_of(value: Option<Node<'_>>) -> Host {
    let Some(node) = value else { return Host::Unknown(Unknown::Missing) };
    if node.is_object() {
        let of_type =
            |name: &str| node.get("type").and_then(Node::as_str).is_some_and(|t| t.eq_ignore_ascii_case(name));
        return match node.get("value").and_then(Node::as_str) {
            Some(text) if of_type("Expression") => host_of_url(&text),
            _ if of_type("AzureKeyVaultSecret") || of_type("SecureString") => Host::Unknown(Unknown::Secret),
            _ => Host::Unknown(Unknown::NotAUrl),
        };
    }
    match node.as_str() {
        Some(text) => host_of_url(&text),
        None if node.kind() == NodeKind::Null => Host::Unknown(Unknown::Missing),
        None => Host::Unknown(Unknown::NotAUrl),
    }
}

/// The host of a URL as it stands in an artifact: literal, or literal up to and including the host with expressions
/// behind it (`https://host/@{…}`).
pub fn host_of_url(text: &str) -> Host {
    let text = text.trim();
    if text.is_empty() {
        return Host::Unknown(Unknown::Missing);
    }
    if computes_whole(text) || text.starts_with('[') {
        return Host::Unknown(Unknown::Expression);
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        let expression = text.contains("@{");
        return Host::Unknown(if expression { Unknown::Expression } else { Unknown::NotAUrl });
    };
    let authority = rest.split(['/', '?', '\\']).next().unwrap_or_default();
    if scheme.contains("@{") || authority.contains("@{") {
        return Host::Unknown(Unknown::Expression);
    }
    if is_placeholder(authority) || is_placeholder(scheme) {
        return Host::Unknown(Unknown::Placeholder);
    }
    // Only now, as `#{token}#` begins like a fragment.
    let authority = authority.split('#').next().unwrap_or_default();
    match url::Url::parse(&format!("{scheme}://{authority}/")) {
        Ok(url) => match url.host_str() {
            Some(host) if is_stand_in(host) => Host::Unknown(Unknown::Placeholder),
            // Nothing but the blanks between expressions that come to nothing.
            Some(host) if host.split('.').rev().skip(1).any(str::is_empty) => Host::Unknown(Unknown::NotAUrl),
            Some(host) => Host::Known { name: normalised(host), port: url.port() },
            None => Host::Unknown(Unknown::NotAUrl),
        },
        Err(_) => Host::Unknown(Unknown::NotAUrl),
    }
}

/// Does a name stand for one that a reader is to fill in (`yourstorageaccount`), or that somebody took out (`xxxxxx`)?
pub(super) fn is_stand_in(name: &str) -> bool {
    const OF_DOCUMENTS: [&str; 5] = ["myaccount", "mykeyvault", "myserver", "mystorageaccount", "myworkspace"];
    let first = name.split('.').next().unwrap_or_default();
    let crossed_out = first.len() > 2 && first.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x'));
    let documented = OF_DOCUMENTS.iter().any(|own| own.eq_ignore_ascii_case(first));
    crossed_out || documented || first.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("your"))
}

/// Lower case, without the trailing dot and the spaces people leave.
pub fn normalised(host: &str) -> String {
    host.trim().trim_end_matches('.').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(url: &str) -> Result<String, Unknown> {
        match host_of_url(url) {
            Host::Known { name, port } => Ok(name + &port.map(|port| format!(":{port}")).unwrap_or_default()),
            Host::Unknown(why) => Err(why),
        }
    }

    #[test]
    fn hosts_of_urls_as_they_stand_in_artifacts() {
        assert_eq!(name("https://Func-Otel.azurewebsites.net./api?"), Ok("func-otel.azurewebsites.net".into()));
        assert_eq!(name("http://10.0.0.4:8080"), Ok("10.0.0.4:8080".into()));
        assert_eq!(name("https://api.contoso.com/@{linkedService().path}"), Ok("api.contoso.com".into()));
        assert_eq!(name("https://api.contoso.com?x=@{linkedService().q}"), Ok("api.contoso.com".into()));
        assert_eq!(name("@{linkedService().url}"), Err(Unknown::Expression));
        assert_eq!(name("@concat('https://x.y/', 'z')"), Err(Unknown::Expression));
        assert_eq!(name("https://@{linkedService().account}.contoso.com/"), Err(Unknown::Expression));
        assert_eq!(name("https://api-#{env}#.contoso.com/"), Err(Unknown::Placeholder));
        assert_eq!(name("https://<your-app>.azurewebsites.net"), Err(Unknown::Placeholder));
        assert_eq!(name("https://yourstorageaccount.dfs.core.windows.net"), Err(Unknown::Placeholder));
        assert_eq!(name("https://xxxxxx.vault.azure.net"), Err(Unknown::Placeholder));
        assert_eq!(name("https://myserver.database.windows.net"), Err(Unknown::Placeholder));
        assert_eq!(name("https://..batch.azure.com/"), Err(Unknown::NotAUrl));
        assert_eq!(name("api.contoso.com/v1"), Err(Unknown::NotAUrl));
        assert_eq!(name("[parameters('url')]"), Err(Unknown::Expression));
        assert_eq!(name(" "), Err(Unknown::Missing));
    }

    #[test]
    fn local_hosts() {
        for local in ["http://localhost:7071", "http://127.0.0.1", "http://169.254.169.254/metadata", "http://[::1]/"] {
            assert!(host_of_url(local).is_local(), "{local}");
        }
        assert!(!host_of_url("http://10.0.0.4").is_local());
    }
}
