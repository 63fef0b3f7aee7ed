//! Calls that leave the machine without a linked service: HTTP clients, database drivers, mail, file transfer, the
//! Azure SDK.

use super::calls::{Cell, Looked};
use super::fact::{Outbound, What};
use crate::language::code::Language;

/// One kind of call: the module or object it belongs to, its names, and where its target stands.
struct Row {
    /// One of these is in the path before the name; any path will do when empty.
    holders: &'static [&'static str],
    names: &'static [&'static str],
    position: usize,
    keywords: &'static [&'static str],
}

const fn row(
    holders: &'static [&'static str],
    names: &'static [&'static str],
    position: usize,
    keywords: &'static [&'static str],
) -> Row {
    Row { holders, names, position, keywords }
}

/// A position no call has: the target comes by keyword only.
const KEYWORD: usize = usize::MAX;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Python
    row(&["requests", "httpx", "aiohttp"], &["get", "post", "put", "patch", "delete", "head", "options", "stream"], 0, &["url"]),
    row(&["requests", "httpx", "aiohttp", "urllib3"], &["request"], 1, &["url"]),
    row(&["urllib"], &["urlopen", "urlretrieve", "Request"], 0, &["url"]),
    row(&["http"], &["HTTPConnection", "HTTPSConnection"], 0, &["host"]),
    row(&["pandas", "pd", "polars", "geopandas"], READERS, 0, &["filepath_or_buffer", "io", "path", "path_or_buf"]),
    row(&["wget"], &["download"], 0, &["url"]),
    row(&["ftplib"], &["FTP", "FTP_TLS"], 0, &["host"]),
    row(&["smtplib"], &["SMTP", "SMTP_SSL"], 0, &["host"]),
    row(&["socket"], &["gethostbyname", "gethostbyname_ex", "getaddrinfo"], 0, &["host"]),
    row(&["paramiko"], &["connect"], 0, &["hostname"]),
    row(&["pyodbc", "pymssql", "oracledb"], &["connect"], 0, &["host", "server", "dsn"]),
    row(&["psycopg2", "pymysql"], &["connect"], KEYWORD, &["host"]),
    row(&[], &["BlobServiceClient", "DataLakeServiceClient", "QueueServiceClient", "TableServiceClient", "ShareServiceClient", "BlobClient", "ContainerClient", "FileSystemClient", "DataLakeFileClient", "DataLakeDirectoryClient"], 0, &["account_url"]),
    row(&[], &["CosmosClient"], 0, &["url"]),
    row(&[], &["AzureOpenAI", "AsyncAzureOpenAI"], KEYWORD, &["azure_endpoint"]),
    row(&[], &["SecretClient", "KeyClient", "CertificateClient"], 0, &["vault_url"]),
    row(&[], &["addFile", "addPyFile", "addJar"], 0, &["path"]),
    row(&[], &["jdbc"], 0, &["url"]),
    // Scala and C#
    row(&["Source"], &["fromURL"], 0, &[]),
    row(&["net"], &["URL"], 0, &[]),
    row(&["HttpClient", "WebClient"], &["GetAsync", "GetStringAsync", "GetByteArrayAsync", "GetStreamAsync", "PostAsync", "PutAsync", "DeleteAsync", "DownloadString", "DownloadFile", "DownloadData"], 0, &[]),
    row(&[], &["HttpGet", "HttpPost", "HttpPut"], 0, &[]),
    // R
    row(&["download"], &["file"], 0, &["url"]),
    row(&[], &["GET", "POST", "PUT", "DELETE"], 0, &["url"]),
];

/// Functions of R with names that mean something else in other languages. They read files as well.
const OF_R: Row = row(
    &[],
    &["url", "readLines", "fread", "source", "curl_download", "curl_fetch_memory"],
    0,
    &["url", "con", "input", "file"],
);

/// These read files as well: only a URL goes out.
const READERS: &[&str] = &[
    "read_csv",
    "read_json",
    "read_excel",
    "read_parquet",
    "read_html",
    "read_xml",
    "read_table",
    "read_feather",
    "read_file",
];

/// Classes of the Azure SDK that look for an identity by themselves.
const IDENTITIES: [&str; 4] = [
    "DefaultAzureCredential",
    "DefaultAzureCredentialBuilder",
    "ManagedIdentityCredential",
    "ManagedIdentityCredentialBuilder",
];

/// The names of the calls.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ROWS.iter().chain([&OF_R]).flat_map(|row| row.names).chain(&IDENTITIES).copied()
}

/// Notes where a call goes; says whether it goes anywhere.
pub(super) fn read(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) -> bool {
    let path = &looked.callee.path;
    let Some((name, holders)) = path.split_last() else { return false };
    if IDENTITIES.contains(&name.as_str()) {
        cell.note_path(looked, What::Identity(name.clone()));
        return true;
    }
    let fits = |row: &&Row| {
        let held = || !looked.callee.relative && holders.iter().any(|holder| row.holders.contains(&holder.as_str()));
        row.names.contains(&name.as_str()) && (row.holders.is_empty() || held())
    };
    let of_r = (cell.source.language == Language::R).then_some(&OF_R);
    let Some(row) = ROWS.iter().chain(of_r).find(fits) else { return false };
    let target = cell.reader.given(looked.arguments.get(row.position, row.keywords).as_ref());
    let may_read = READERS.iter().chain(OF_R.names).any(|reader| reader == name);
    if !may_read || target.known().is_some_and(|known| known.text.contains("://")) {
        cell.note_path(looked, What::Outbound(Outbound { callee: path.join("."), target }));
    }
    true
}
