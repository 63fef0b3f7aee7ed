//! The host that a property names, by the way the property is written: URL, server name, connection string, share.

use super::host::{Host, Unknown, addresses, host_of_url, is_stand_in, normalised};
use super::scope::Scope;
use crate::catalog::{self, HostForm};
use crate::json::Node;
use crate::language::connection_string::{ConnectionString, Dialect, Pair};
use crate::language::expression::{Known, computes_whole};
use crate::workspace::Artifact;
use crate::workspace::graph::is_placeholder;
use std::borrow::Cow;
use std::ops::Range;

/// A host, and where its name stands in the decoded text of the property; nowhere in particular for URLs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub host: Host,
    pub range: Option<Range<usize>>,
}

/// The hosts in a property of a linked service type.
pub(super) fn named<'w>(
    scope: &Scope<'w>,
    artifact: &'w Artifact,
    node: Node<'w>,
    form: HostForm,
    type_name: &str,
) -> Vec<Named> {
    let whole = |host| vec![Named { host, range: None }];
    let text = match literal(node) {
        Ok(text) => text,
        Err(why) => return whole(Host::Unknown(why)),
    };
    if text.trim().is_empty() {
        return whole(Host::Unknown(Unknown::Missing));
    }
    match form {
        HostForm::Url if !is_secure(node) => {
            let hosts = addresses(scope, artifact, node).into_iter();
            hosts.map(|address| Named { host: address.host, range: None }).collect()
        }
        _ => {
            let found = in_text(&text, form, type_name);
            let computed = found.iter().any(|named| named.host == Host::Unknown(Unknown::Expression));
            if computed { evaluated(scope, artifact, node, form, type_name) } else { found }
        }
    }
}

/// The hosts that a computed property can come to, each once; unknown among them when it can be another one too.
fn evaluated<'w>(
    scope: &Scope<'w>,
    artifact: &'w Artifact,
    node: Node<'w>,
    form: HostForm,
    type_name: &str,
) -> Vec<Named> {
    let value = scope.value(artifact, node);
    let unknown = || Named { host: Host::Unknown(Unknown::Expression), range: None };
    let known = value.known.iter().flat_map(|known| match known {
        Known::Text(text) => in_text(text, form, type_name),
        _ => vec![unknown()],
    });
    let mut found: Vec<Named> = Vec::new();
    for named in known.chain(value.open.then(unknown)) {
        if found.iter().all(|other| other.host != named.host) {
            found.push(Named { range: None, ..named });
        }
    }
    found
}

/// The hosts in a text as it stands.
fn in_text(text: &str, form: HostForm, type_name: &str) -> Vec<Named> {
    let whole = |host| vec![Named { host, range: None }];
    match form {
        HostForm::Url => whole(host_of_url(text)),
        HostForm::Host => whole(host_of_name(text)),
        HostForm::Hosts => text.split(',').map(|one| Named { host: host_of_name(one), range: None }).collect(),
        HostForm::Unc => whole(host_of_share(text)),
        HostForm::Oracle => oracle(text),
        HostForm::Snowflake => whole(below(text, "snowflakecomputing.com")),
        HostForm::EventHubs => whole(below(text, "servicebus.windows.net")),
        HostForm::ConnectionString => connection_string(text, type_name),
        HostForm::StorageBlob => vec![storage(text, "blob")],
        HostForm::StorageTable => vec![storage(text, "table")],
        HostForm::StorageFile => vec![storage(text, "file")],
    }
}

/// The text of a property: a string, or the value of a secure string or an expression.
fn literal(node: Node<'_>) -> Result<Cow<'_, str>, Unknown> {
    if let Some(text) = node.as_str() {
        return Ok(text);
    }
    let type_name = node.get("type").and_then(Node::as_str).unwrap_or_default();
    match node.get("value").and_then(Node::as_str) {
        Some(text) => Ok(text),
        None if type_name.eq_ignore_ascii_case("AzureKeyVaultSecret") || is_secure(node) => Err(Unknown::Secret),
        None if node.is_null() => Err(Unknown::Missing),
        None => Err(Unknown::NotAUrl),
    }
}

fn is_secure(node: Node<'_>) -> bool {
    node.get("type").and_then(Node::as_str).is_some_and(|own| own.eq_ignore_ascii_case("SecureString"))
}

/// The host of a server as databases and file services name it: `tcp:host,1433`, `host\instance`, `host:port`,
/// `host/path`, `(local)`.
pub(super) fn host_of_name(text: &str) -> Host {
    let text = text.trim();
    if text.contains("://") {
        return host_of_url(text);
    }
    if text.is_empty() {
        return Host::Unknown(Unknown::Missing);
    }
    if computes_whole(text) || text.starts_with('[') {
        return Host::Unknown(Unknown::Expression);
    }
    let protocols = ["tcp:", "np:", "lpc:", "ssl:"];
    let protocol =
        protocols.iter().find(|name| text.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name)));
    let text = text[protocol.map_or(0, |name| name.len())..].trim_start();
    if matches!(text.split(['\\', ',']).next(), Some("." | "(local)" | "(localdb)")) {
        return Host::Known { name: "localhost".to_owned(), port: None };
    }
    let end = text.find([',', '\\', '/', ':', ';', ' ']).unwrap_or(text.len());
    let name = &text[..end];
    if name.contains("@{") {
        return Host::Unknown(Unknown::Expression);
    }
    if is_placeholder(name) || is_stand_in(name) {
        return Host::Unknown(Unknown::Placeholder);
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let blank = name.trim_end_matches('.').split('.').any(str::is_empty);
    if blank || !name.chars().all(is_name) {
        return Host::Unknown(Unknown::NotAUrl);
    }
    let port = text[end..].strip_prefix([',', ':']).and_then(|rest| {
        let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    Host::Known { name: normalised(name), port }
}

/// `\\host\share`, or a folder of the machine the runtime runs on.
fn host_of_share(text: &str) -> Host {
    let text = text.trim();
    match text.as_bytes() {
        [letter, b':', ..] if letter.is_ascii_alphabetic() => Host::Known { name: "localhost".to_owned(), port: None },
        _ => host_of_name(text.trim_start_matches(['\\', '/'])),
    }
}

/// An account or namespace: a whole host, or a name below a domain.
fn below(text: &str, domain: &str) -> Host {
    match host_of_name(text) {
        Host::Known { name, port } if !name.ends_with(domain) => Host::Known { name: format!("{name}.{domain}"), port },
        other => other,
    }
}

/// Easy Connect (`host:port/service`), a descriptor, or the name of a descriptor kept on the machine.
fn oracle(text: &str) -> Vec<Named> {
    if text.trim_start().starts_with('(') {
        return connection_string(text, "Oracle");
    }
    let host = match host_of_name(text) {
        Host::Known { .. } if !text.contains(['.', ':', '/']) => Host::Unknown(Unknown::NotAUrl),
        other => other,
    };
    vec![Named { host, range: None }]
}

fn connection_string(text: &str, type_name: &str) -> Vec<Named> {
    let nowhere = |why| vec![Named { host: Host::Unknown(why), range: None }];
    if computes_whole(text.trim_start()) {
        return nowhere(Unknown::Expression);
    }
    let facts = catalog::connection_strings(type_name);
    let dialect = match facts.map(|facts| facts.form.as_str()) {
        Some("odbc") => Dialect::Odbc,
        Some("url") => Dialect::Url,
        _ => Dialect::Ado,
    };
    let read = ConnectionString::parse(text, dialect);
    let keys: Vec<&str> = facts.into_iter().flat_map(|facts| &facts.server).map(String::as_str).collect();
    // URLs and descriptors have names of their own for it, whatever the type.
    let Some(server) = read.get(&keys).or_else(|| read.get(&["server", "HOST"])) else {
        let token = is_placeholder(text);
        return nowhere(if token { Unknown::Placeholder } else { Unknown::NotAUrl });
    };
    let value = read.value(server);
    let several = value.split(',').filter(|one| one.contains(':')).count() > 1;
    match several {
        true => value.split(',').map(|one| at(server, host_of_name(one))).collect(),
        false => vec![at(server, host_of_name(value))],
    }
}

fn at(pair: &Pair, host: Host) -> Named {
    Named { host, range: Some(pair.value.clone()) }
}

/// A storage account: the endpoint of the service, else account and suffix.
fn storage(text: &str, service: &str) -> Named {
    let read = ConnectionString::parse(text, Dialect::Ado);
    let value = |keys: &[&str]| read.get(keys).map(|pair| (pair, read.value(pair).trim()));
    if let Some((pair, endpoint)) = value(&[&format!("{service}Endpoint")]).filter(|(_, text)| !text.is_empty()) {
        return at(pair, host_of_url(endpoint));
    }
    let Some((pair, account)) = value(&["AccountName"]) else {
        let emulator = value(&["UseDevelopmentStorage"]).is_some();
        let unknown = if text.contains("@{") { Unknown::Expression } else { Unknown::NotAUrl };
        let local = Host::Known { name: "localhost".to_owned(), port: None };
        return Named { host: if emulator { local } else { Host::Unknown(unknown) }, range: None };
    };
    let suffix = value(&["EndpointSuffix"]).map_or("core.windows.net", |(_, suffix)| suffix);
    at(pair, host_of_name(&format!("{account}.{service}.{}", suffix.trim_matches(['/', '.']))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(host: &Host) -> String {
        match host {
            Host::Known { name, port: Some(port) } => format!("{name}:{port}"),
            Host::Known { name, port: None } => name.clone(),
            Host::Unknown(why) => format!("{why:?}"),
        }
    }

    fn name(text: &str) -> String {
        shown(&host_of_name(text))
    }

    fn string(type_name: &str, text: &str) -> String {
        let found = connection_string(text, type_name);
        found.iter().map(|named| shown(&named.host)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn servers() {
        assert_eq!(name("tcp:Contoso.database.windows.net,1433"), "contoso.database.windows.net:1433");
        assert_eq!(name("SQLSRV01\\PROD"), "sqlsrv01");
        assert_eq!(name("db.contoso.internal:5432"), "db.contoso.internal:5432");
        assert_eq!(name(".\\SQLEXPRESS"), "localhost");
        assert_eq!(name("@{linkedService().server}.database.windows.net"), "Expression");
        assert_eq!(name("tcp:@{linkedService().server},1433"), "Expression");
        assert_eq!(name("sql.contoso.com,@{linkedService().port}"), "sql.contoso.com");
        assert_eq!(name("<server>.database.windows.net"), "Placeholder");
        assert_eq!(name("xxxxx.database.windows.net"), "Placeholder");
        assert_eq!(name("********"), "NotAUrl");
        assert_eq!(shown(&host_of_share("\\\\FILES01\\orders")), "files01");
        assert_eq!(shown(&host_of_share("D:\\orders")), "localhost");
        assert_eq!(shown(&below("contoso-eh", "servicebus.windows.net")), "contoso-eh.servicebus.windows.net");
        assert_eq!(oracle("ORCL")[0].host, Host::Unknown(Unknown::NotAUrl));
        assert_eq!(
            shown(&oracle("(DESCRIPTION=(ADDRESS=(HOST=ora.contoso.com)(PORT=1521)))")[0].host),
            "ora.contoso.com"
        );
    }

    #[test]
    fn connection_strings() {
        let ado = "Integrated Security=False;Data Source=tcp:c.database.windows.net,1433;Initial Catalog=@{linkedService().db}";
        assert_eq!(string("AzureSqlDatabase", ado), "c.database.windows.net:1433");
        assert_eq!(string("AzureSqlDW", "Data Source=@{linkedService().server};Initial Catalog=a"), "Expression");
        assert_eq!(
            string("CosmosDb", "AccountEndpoint=https://c.documents.azure.com:443/;Database=a"),
            "c.documents.azure.com"
        );
        assert_eq!(
            string("MongoDbV2", "mongodb://u:p@a.contoso.com:27017,b.contoso.com:27017/db"),
            "a.contoso.com:27017 b.contoso.com:27017"
        );
        assert_eq!(
            string("Snowflake", "jdbc:snowflake://contoso.snowflakecomputing.com/?db=a"),
            "contoso.snowflakecomputing.com"
        );
        assert_eq!(string("Odbc", "DSN=warehouse"), "NotAUrl");
        let account = |text: &str| shown(&storage(text, "blob").host);
        assert_eq!(account("DefaultEndpointsProtocol=https;AccountName=lake;"), "lake.blob.core.windows.net");
        assert_eq!(account("AccountName=lake;EndpointSuffix=core.chinacloudapi.cn"), "lake.blob.core.chinacloudapi.cn");
        assert_eq!(
            account("BlobEndpoint=https://lake.blob.core.windows.net/;AccountName=x"),
            "lake.blob.core.windows.net"
        );
        assert_eq!(account("AccountName=@{linkedService().account}"), "Expression");
        assert_eq!(account("UseDevelopmentStorage=true"), "localhost");
    }
}
