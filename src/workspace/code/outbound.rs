//! Calls that leave the machine without a linked service: HTTP clients, database drivers, mail, file transfer, the
//! Azure SDK.

use super::calls::{Cell, Looked};
use super::fact::{Outbound, What};

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

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Python
    row(&["requests", "httpx", "aiohttp"], &["get", "post", "put", "patch", "delete", "head", "options", "stream"], 0, &["url"]),
    row(&["requests", "httpx", "aiohttp", "urllib3"], &["request"], 1, &["url"]),
    row(&["urllib"], &["urlopen", "urlretrieve", "request"], 0, &["url"]),
    row(&["client"], &["hTTPConnection", "hTTPSConnection"], 0, &["host"]),
    row(&["pandas", "pd", "polars", "geopandas"], &["read_csv", "read_json", "read_excel", "read_parquet", "read_html", "read_xml", "read_table", "read_feather", "read_file"], 0, &["filepath_or_buffer", "io", "path", "path_or_buf"]),
    row(&["wget"], &["download"], 0, &["url"]),
    row(&["ftplib"], &["fTP", "fTP_TLS"], 0, &["host"]),
    row(&["smtplib"], &["sMTP", "sMTP_SSL"], 0, &["host"]),
    row(&["pyodbc", "pymssql", "psycopg2", "oracledb", "snowflake"], &["connect"], 0, &["host", "server", "dsn", "account"]),
    row(&["psycopg2", "pymysql"], &["connect"], 9, &["host"]),
    row(&[], &["blobServiceClient", "dataLakeServiceClient", "queueServiceClient", "tableServiceClient", "shareServiceClient"], 0, &["account_url"]),
    row(&[], &["secretClient", "keyClient", "certificateClient"], 0, &["vault_url"]),
    row(&[], &["addFile", "addPyFile", "addJar"], 0, &["path"]),
    // Scala and C#
    row(&["Source"], &["fromURL"], 0, &[]),
    row(&["URL", "java", "net"], &["uRL"], 0, &[]),
    row(&["HttpClient", "WebClient"], &["getAsync", "getStringAsync", "getByteArrayAsync", "getStreamAsync", "postAsync", "putAsync", "deleteAsync", "downloadString", "downloadFile", "downloadData"], 0, &[]),
    // R
    row(&["download"], &["file"], 0, &["url"]),
    row(&[], &["gET", "pOST", "pUT", "dELETE"], 0, &["url"]),
];

/// Classes of the Azure SDK that look for an identity by themselves.
const IDENTITIES: [&str; 4] = [
    "defaultAzureCredential",
    "defaultAzureCredentialBuilder",
    "managedIdentityCredential",
    "managedIdentityCredentialBuilder",
];

/// The names of all rows.
pub(super) const NAMES: &[&str] = &[
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "head",
    "options",
    "stream",
    "request",
    "urlopen",
    "urlretrieve",
    "hTTPConnection",
    "hTTPSConnection",
    "read_csv",
    "read_json",
    "read_excel",
    "read_parquet",
    "read_html",
    "read_xml",
    "read_table",
    "read_feather",
    "read_file",
    "download",
    "fTP",
    "fTP_TLS",
    "sMTP",
    "sMTP_SSL",
    "connect",
    "blobServiceClient",
    "dataLakeServiceClient",
    "queueServiceClient",
    "tableServiceClient",
    "shareServiceClient",
    "secretClient",
    "keyClient",
    "certificateClient",
    "addFile",
    "addPyFile",
    "addJar",
    "fromURL",
    "uRL",
    "getAsync",
    "getStringAsync",
    "getByteArrayAsync",
    "getStreamAsync",
    "postAsync",
    "putAsync",
    "deleteAsync",
    "downloadString",
    "downloadFile",
    "downloadData",
    "file",
    "gET",
    "pOST",
    "pUT",
    "dELETE",
    "defaultAzureCredential",
    "defaultAzureCredentialBuilder",
    "managedIdentityCredential",
    "managedIdentityCredentialBuilder",
];

/// Notes where a call goes; says whether it goes anywhere.
pub(super) fn read(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) -> bool {
    let path = &looked.callee.path;
    if IDENTITIES.contains(&looked.name.as_str()) {
        let class = path.last().cloned().unwrap_or_default();
        cell.note_path(looked, What::Identity(class));
        return true;
    }
    let holders = &path[..path.len() - 1];
    let fits = |row: &&Row| {
        row.names.contains(&looked.name.as_str())
            && (row.holders.is_empty() || holders.iter().any(|holder| row.holders.contains(&holder.as_str())))
    };
    let Some(row) = ROWS.iter().find(fits).filter(|_| !looked.callee.relative || path.len() == 1) else { return false };
    if looked.callee.relative && !row.holders.is_empty() {
        return false;
    }
    let target = cell.reader.given(looked.arguments.get(row.position, row.keywords).as_ref());
    cell.note_path(looked, What::Outbound(Outbound { callee: path.join("."), target }));
    true
}
