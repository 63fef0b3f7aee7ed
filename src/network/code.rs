//! The hosts that code talks to without a linked service: paths of storage, calls of HTTP clients and drivers, options
//! of connectors, commands of the shell. In code only what is passed to something that goes there counts, as a constant
//! may be anything; in the settings and arguments of Spark a path of storage counts by itself, once an account.

use super::host::{Host, host_of_url};
use super::private_endpoint::Coverage;
use super::{Network, form};
use crate::catalog;
use crate::language::connection_string::{ConnectionString, Dialect};
use crate::workspace::Artifact;
use crate::workspace::code::{Connector, Fact, Given, Known, Outbound, What};
use rustc_hash::FxHashSet;

/// One place where code talks to a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeCall<'a> {
    /// What the code does there.
    pub fact: &'a Fact,
    /// The text that names the host; none for commands of the shell, which are looked at as a whole.
    pub known: Option<&'a Known>,
    /// The host, in lower case.
    pub host: String,
    /// What it is.
    pub kind: Destination,
}

/// What code talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// An account of Azure Storage, or something that speaks like one.
    Storage,
    /// A service of another cloud that a URL names by bucket: Amazon S3, Google Cloud Storage.
    Bucket,
    /// Any other host.
    Other,
}

impl CodeCall<'_> {
    /// What covers the host; unknown where an endpoint to a bucket may lead there.
    pub fn coverage<'n>(&self, network: &'n Network) -> Coverage<'n> {
        let found = network.coverage(&self.host);
        // An endpoint to a bucket lists whichever of its names it likes.
        let domain = self.host.rsplit('.').nth(1).unwrap_or_default();
        let listed = || network.private_endpoints.iter().flat_map(|endpoint| &endpoint.fqdns);
        let may_lead = self.kind == Destination::Bucket && listed().any(|name| name.contains(domain));
        if may_lead && matches!(found, Coverage::Missing(_)) { Coverage::Unknown } else { found }
    }
}

/// Schemes of paths that name an account of Azure Storage.
const STORAGE: [&str; 5] = ["abfs", "abfss", "wasb", "wasbs", "adl"];

/// Schemes of paths that name a bucket, with the host it is reached at.
const BUCKETS: [(&str, &str); 4] = [
    ("s3", "s3.amazonaws.com"),
    ("s3a", "s3.amazonaws.com"),
    ("s3n", "s3.amazonaws.com"),
    ("gs", "storage.googleapis.com"),
];

/// Other schemes of URLs that go out.
const OTHERS: [&str; 4] = ["http", "https", "ftp", "ftps"];

/// Options of connectors that name where they lead.
const OPTIONS: [&str; 8] = [
    "url",
    "path",
    "spark.cosmos.accountEndpoint",
    "kustoCluster",
    "kafka.bootstrap.servers",
    "sfURL",
    "Constants.SERVER",
    "Constants.TEMP_FOLDER",
];

/// Every place where the code of an artifact talks to a known host that is not on the machine itself.
pub fn code_calls(artifact: &Artifact) -> Vec<CodeCall<'_>> {
    let facts = || artifact.code().iter();
    let mut calls: Vec<CodeCall<'_>> = facts().flat_map(calls_of).collect();
    let mut seen: FxHashSet<String> = calls.iter().map(|call| call.host.clone()).collect();
    let standing = facts().filter_map(|fact| match &fact.what {
        // In code it may be the default of a parameter, or never used.
        What::Url(known) if fact.line.is_empty() && begins_with(&known.text, &STORAGE) => {
            call(fact, known, destination(known))
        }
        _ => None,
    });
    calls.extend(standing.filter(|call| seen.insert(call.host.clone())));
    // Another endpoint for buckets than the public one may be anything.
    if facts().any(|fact| matches!(&fact.what, What::Setting(setting) if setting.key.text.contains("s3a.endpoint"))) {
        calls.retain(|call| call.kind != Destination::Bucket);
    }
    calls
}

/// Calls of code whose host is only known when it runs.
pub(super) fn calls_to_unknown(artifact: &Artifact) -> impl Iterator<Item = &Fact> {
    artifact.code().iter().filter(|fact| match &fact.what {
        What::Outbound(outbound) => is_unknown(&outbound.target),
        What::Mount(mount) => is_unknown(&mount.source),
        _ => false,
    })
}

/// Is it worked out at run time: all of it, or the host of a URL?
fn is_unknown(target: &Given) -> bool {
    match target {
        Given::Absent => false,
        Given::Unknown => true,
        Given::Text(known) => {
            let host = known.text.split_once("://").map(|(_, rest)| rest);
            !known.complete && host.is_none_or(|host| !host.contains(['/', '?', '#']))
        }
    }
}

type Found = (String, Destination);

fn calls_of(fact: &Fact) -> Vec<CodeCall<'_>> {
    let known = |known| call(fact, known, destination(known)).into_iter().collect();
    match &fact.what {
        What::Path(path) => known(path),
        What::Mount(mount) => mount.source.known().map_or_else(Vec::new, known),
        What::Outbound(outbound) => {
            outbound.target.known().and_then(|known| call(fact, known, target(outbound, known))).into_iter().collect()
        }
        What::Connector(connector) => options(connector).filter_map(|known| call(fact, known, option(known))).collect(),
        What::Shell(command) => {
            shell(command).map(|(host, kind)| CodeCall { fact, known: None, host, kind }).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn call<'a>(fact: &'a Fact, known: &'a Known, found: Option<Found>) -> Option<CodeCall<'a>> {
    let (host, kind) = found?;
    Some(CodeCall { fact, known: Some(known), host, kind })
}

fn options(connector: &Connector) -> impl Iterator<Item = &Known> {
    OPTIONS.iter().filter_map(|name| connector.option(name).and_then(Given::known))
}

fn begins_with(text: &str, schemes: &[&str]) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| schemes.iter().any(|own| own.eq_ignore_ascii_case(scheme)))
}

/// Where a path or URL leads; its host must be known to its end.
fn destination(known: &Known) -> Option<Found> {
    let (scheme, rest) = known.text.trim().split_once("://")?;
    if !known.complete && !rest.contains(['/', '?', '#']) {
        return None;
    }
    if let Some((_, host)) = BUCKETS.iter().find(|(own, _)| own.eq_ignore_ascii_case(scheme)) {
        let bucket = host_of_url(&known.text);
        return bucket.name().map(|_| ((*host).to_owned(), Destination::Bucket));
    }
    let storage = begins_with(&known.text, &STORAGE);
    // Without an account it is a path of the session's own storage, or of a linked service.
    let names_account =
        || scheme.eq_ignore_ascii_case("adl") || rest.split('/').next().is_some_and(|own| own.contains('@'));
    if storage && !names_account() || !storage && !begins_with(&known.text, &OTHERS) {
        return None;
    }
    found(&host_of_url(&known.text), storage)
}

fn found(host: &Host, storage: bool) -> Option<Found> {
    let name = host.name().filter(|name| !host.is_local() && is_complete_name(name))?;
    let service = catalog::azure_service(name);
    let is_account = service.is_some_and(|service| service.resource_type == "Microsoft.Storage/storageAccounts");
    if is_account && !is_account_name(name.split('.').next().unwrap_or_default()) {
        return None;
    }
    let kind = if storage || is_account { Destination::Storage } else { Destination::Other };
    Some((name.to_owned(), kind))
}

/// An address, or a name with a domain: one label alone may be an alias of the session, or a blank.
fn is_complete_name(name: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let address = name.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok();
    address || name.contains('.') && name.chars().all(letters)
}

/// Accounts have names of 3 to 24 letters and digits ("Storage account overview").
fn is_account_name(name: &str) -> bool {
    (3..=24).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Calls that take the name of a host instead of a URL.
const TAKE_HOSTS: [&str; 6] = ["HTTPConnection", "HTTPSConnection", "FTP", "FTP_TLS", "SMTP", "SMTP_SSL"];

/// Drivers of databases and clients of SSH that take a connection string or a host.
const DRIVERS: [&str; 6] = ["pyodbc", "pymssql", "oracledb", "psycopg2", "pymysql", "paramiko"];

/// Where a call goes.
fn target(outbound: &Outbound, known: &Known) -> Option<Found> {
    let mut path = outbound.callee.split('.');
    let driver = path.clone().any(|part| DRIVERS.contains(&part));
    let takes_host = path.next_back().is_some_and(|name| TAKE_HOSTS.contains(&name));
    if known.text.contains("://") {
        return if known.text.starts_with("jdbc:") { jdbc(known) } else { destination(known) };
    }
    match (driver, takes_host) {
        (true, _) if known.text.contains('=') => odbc(known),
        (true, _) | (_, true) if known.complete => found(&form::host_of_name(&known.text), false),
        _ => None,
    }
}

/// Where an option of a connector leads: a URL, the URL of a driver, servers with ports.
fn option(known: &Known) -> Option<Found> {
    if known.text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("jdbc:")) {
        return jdbc(known);
    }
    if known.text.contains("://") {
        return destination(known);
    }
    let host =
        known.text.split(',').next().filter(|host| known.complete && host.contains('.') && !host.contains('/'))?;
    // A cluster may be named without its domain.
    let host = form::host_of_name(host);
    let domain = host.name()?.rsplit('.').next()?;
    matches!(domain, "com" | "net" | "org" | "io").then(|| found(&host, false)).flatten()
}

/// The server of `jdbc:sqlserver://host:1433;database=…`, `jdbc:postgresql://host/db`, `jdbc:oracle:thin:@host:1521:sid`.
fn jdbc(known: &Known) -> Option<Found> {
    let text = known.text.as_str();
    let (_, rest) = text.split_once("://").or_else(|| text.split_once("@//")).or_else(|| text.split_once(":@"))?;
    let ends: &[char] = if rest.contains('@') { &['/', ';', '?', ','] } else { &['/', ';', '?', ',', ':'] };
    let end = rest.find(ends).or(known.complete.then_some(rest.len()))?;
    let authority = &rest[..end];
    let name = authority.rsplit_once('@').map_or(authority, |(_, name)| name);
    found(&form::host_of_name(name), false)
}

/// The server of `Driver={…};Server=tcp:host,1433;…`.
fn odbc(known: &Known) -> Option<Found> {
    let end = if known.complete { known.text.len() } else { known.text.rfind(';')? };
    let read = ConnectionString::parse(&known.text[..end], Dialect::Odbc);
    let server = read.get(&["server", "data source", "host", "hostname"])?;
    found(&form::host_of_name(read.value(server)), false)
}

/// Where a command goes: `curl https://…`, `wget https://…`, `git clone https://…`.
fn shell(command: &str) -> Option<Found> {
    let mut words = command.split_whitespace();
    let program = words.next()?;
    if !(matches!(program, "curl" | "wget") || program == "git" && words.next() == Some("clone")) {
        return None;
    }
    let url = words.map(|word| word.trim_matches(['"', '\''])).find(|word| word.contains("://"))?;
    if url.contains(['$', '{']) || !begins_with(url, &OTHERS) {
        return None;
    }
    found(&host_of_url(url), false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::files::Memory;
    use crate::workspace::load;

    /// The hosts that a cell of Python talks to.
    fn hosts(cell: &str) -> Vec<(String, Destination)> {
        let notebook = serde_json::json!({"name": "n", "properties": {
            "metadata": {"language_info": {"name": "python"}},
            "cells": [{"cell_type": "code", "metadata": {}, "source": cell}],
        }});
        let files: Memory = [("notebook/n.json".to_owned(), notebook.to_string().into_bytes())].into_iter().collect();
        let workspaces = load(&files, "");
        let calls = code_calls(&workspaces[0].artifacts[0]);
        calls.into_iter().map(|call| (call.host, call.kind)).collect()
    }

    fn other(cell: &str) -> Vec<String> {
        let found = hosts(cell).into_iter();
        found.filter(|(_, kind)| *kind == Destination::Other).map(|(host, _)| host).collect()
    }

    #[test]
    fn servers_of_drivers() {
        let jdbc = |url: &str| other(&format!("spark.read.format('jdbc').option('url', '{url}').load()"));
        assert_eq!(jdbc("jdbc:sqlserver://db.contoso.com:1433;database=a"), ["db.contoso.com"]);
        assert_eq!(jdbc("jdbc:postgresql://user:word@pg.contoso.com/a?ssl=true"), ["pg.contoso.com"]);
        assert_eq!(jdbc("jdbc:oracle:thin:@ora.contoso.com:1521:sid"), ["ora.contoso.com"]);
        assert_eq!(jdbc("jdbc:oracle:thin:@//ora.contoso.com:1521/sid"), ["ora.contoso.com"]);
        assert_eq!(jdbc("jdbc:sqlserver://localhost:1433"), [""; 0]);
        assert_eq!(other("spark.read.jdbc('jdbc:mysql://db.contoso.com/a', 'orders')"), ["db.contoso.com"]);
        assert_eq!(jdbc("jdbc:sqlserver://{server}:1433"), [""; 0]);
        assert_eq!(
            other("import pyodbc\npyodbc.connect('Driver={ODBC};Server=tcp:db.contoso.com,1433;Database=a')"),
            ["db.contoso.com"]
        );
        assert_eq!(other("import pyodbc\npyodbc.connect('Driver={ODBC};Server=' + server)"), [""; 0]);
    }

    #[test]
    fn only_what_goes_out() {
        assert_eq!(other("import requests\nrequests.get('https://a.contoso.com/x')"), ["a.contoso.com"]);
        assert_eq!(other("import requests\nrequests.get('https://a.contoso' + zone)"), [""; 0]);
        assert_eq!(other("text = 'https://a.contoso.com/x'"), [""; 0]);
        assert_eq!(other("!wget -q 'https://a.contoso.com/x'\n!ls https://b.contoso.com"), ["a.contoso.com"]);
        assert_eq!(other("!git clone https://a.contoso.com/x.git\n!curl $URL"), ["a.contoso.com"]);
    }

    #[test]
    fn paths_of_storage() {
        let path = |path: &str| hosts(&format!("spark.read.load('{path}')")).pop();
        let storage = |host: &str| Some((host.to_owned(), Destination::Storage));
        assert_eq!(path("abfss://a@lake.dfs.core.windows.net/b"), storage("lake.dfs.core.windows.net"));
        assert_eq!(path("https://lake.blob.core.windows.net/b"), storage("lake.blob.core.windows.net"));
        assert_eq!(path("abfss://a/b"), None, "no account");
        assert_eq!(path("abfss://a@account-name.dfs.core.windows.net/b"), None, "no account has such a name");
        assert_eq!(path("s3a://clicks/2026"), Some(("s3.amazonaws.com".to_owned(), Destination::Bucket)));
        let elsewhere = "spark.conf.set('fs.s3a.endpoint', minio)\nspark.read.load('s3a://clicks/2026')";
        assert_eq!(hosts(elsewhere), []);
    }
}
