//! Synapse's own library: credentials, file systems and notebooks of `mssparkutils` and `notebookutils`, and the token
//! library behind them (Microsoft Learn: "Microsoft Spark Utilities", "Secure credentials with linked services using
//! the token library").

use super::calls::{Cell, Looked};
use super::fact::{Given, Library, Mount, Run, What};
use crate::language::code::{Language, Value};
use crate::workspace::{Artifact, Kind, notebook};

/// The audiences for which the token library is documented to give tokens ("Secure credentials with linked services using the token library", and
/// "Microsoft Spark Utilities" for the last).
pub const AUDIENCES: [&str; 9] =
    ["Storage", "Vault", "AzureManagement", "DW", "Synapse", "DataLakeStore", "ADF", "AzureDataExplorer", "AzureOSSDB"];

/// Functions of the library.
pub(super) const NAMES: &[&str] = &[
    "getToken",
    "getConnectionString",
    "getConnectionStringOrCreds",
    "getFullConnectionString",
    "getFullConnectionStringAsMap",
    "getPropertiesAll",
    "getSecret",
    "getSecretWithLS",
    "putSecret",
    "putSecretWithLS",
    "mount",
    "run",
    "runMultiple",
    "cp",
    "fastcp",
    "mv",
    "ls",
    "mkdirs",
    "put",
    "head",
    "append",
    "rm",
    "exists",
];

/// Those of them that give what a linked service holds: its connection, credentials or properties.
const OF_SERVICES: &[&str] = &[
    "getConnectionString",
    "getConnectionStringOrCreds",
    "getFullConnectionString",
    "getFullConnectionStringAsMap",
    "getPropertiesAll",
];

/// May the code ask for what a linked service holds? `false` is certain, and costs a look at the file: a function is
/// called by a name that stands there, whatever other names the code gives it.
pub fn may_ask_for_services(artifact: &Artifact) -> bool {
    // Code that has been read costs not even that. C# writes the functions with a capital.
    let may_hold = || notebook::may_hold(&artifact.document, OF_SERVICES.iter().map(|name| &name[1..]));
    artifact.kind == Kind::Notebook && (artifact.parsed.facts.get().is_some() || may_hold())
}

const SERVICE: &[&str] = &["linkedService", "linked_service", "linkedServiceName", "ls"];

/// Notes what a call asks of the library; says whether it does.
pub(super) fn read(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) -> bool {
    let Some(module) = module(cell, looked) else { return false };
    match module.as_str() {
        "credentials" | "tokenlibrary" => credentials(cell, looked),
        "fs" if looked.name == "mount" => mount(cell, looked),
        "fs" => paths(cell, looked),
        "notebook" => notebook(cell, looked),
        _ => return false,
    }
    true
}

/// The part of the library that is called: `credentials`, `fs`, `notebook`, `tokenlibrary`, in small letters.
fn module(cell: &Cell<'_, '_>, looked: &Looked<'_>) -> Option<String> {
    let path: Vec<String> = looked.callee.path.iter().map(|name| name.to_lowercase()).collect();
    let [before @ .., module, _] = &path[..] else { return None };
    let is_library = |name: &String| matches!(name.as_str(), "mssparkutils" | "notebookutils");
    // `using static …MSSparkUtils` of C# leaves `Credentials.GetSecret`.
    let parts = ["credentials", "fs", "notebook"];
    let bare = cell.source.language == Language::CSharp && before.is_empty() && parts.contains(&module.as_str());
    (before.iter().any(is_library) || bare || module == "tokenlibrary").then(|| module.clone())
}

fn credentials(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) {
    let arguments = &looked.arguments;
    let given = |value: Option<Value>| cell.reader.given(value.as_ref());
    let service = |position: usize| given(arguments.get(position, SERVICE));
    let vault = || given(arguments.get(0, &["akvName", "akv_name", "vaultName", "keyVaultName", "akv"]));
    let secret = |position: usize| given(arguments.get(position, &["secret", "secretName", "secret_name"]));
    let value = || given(arguments.get(2, &["value", "secretValue", "secret_value"]));
    let Some(function) = NAMES.iter().find(|name| **name == looked.name) else { return };
    let nothing = Library {
        function,
        service: Given::Absent,
        vault: Given::Absent,
        secret: Given::Absent,
        value: Given::Absent,
        audience: Given::Absent,
    };
    let call = match *function {
        "getToken" => Library { audience: given(arguments.get(0, &["audience"])), ..nothing },
        "getSecret" => Library { vault: vault(), secret: secret(1), service: service(2), ..nothing },
        "putSecret" => Library { vault: vault(), secret: secret(1), value: value(), service: service(3), ..nothing },
        "getSecretWithLS" => Library { service: service(0), secret: secret(1), ..nothing },
        "putSecretWithLS" => Library { service: service(0), secret: secret(1), value: value(), ..nothing },
        name if OF_SERVICES.contains(&name) => Library { service: given(arguments.only()), ..nothing },
        _ => return,
    };
    cell.note_path(looked, What::Library(Box::new(call)));
}

fn mount(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) {
    let arguments = &looked.arguments;
    let source = cell.reader.given(arguments.get(0, &["source"]).as_ref());
    let service = match arguments.get(2, &["extraConfigs", "extra_configs"]) {
        Some(map @ Value::Map(_)) => cell.reader.given(map.get("linkedService")),
        Some(_) => Given::Unknown,
        None => Given::Absent,
    };
    cell.note_path(looked, What::Mount(Mount { source, service }));
}

fn paths(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) {
    let positions = if matches!(looked.name.as_str(), "cp" | "fastcp" | "mv") { 2 } else { 1 };
    for position in 0..positions {
        let value = looked.arguments.get(position, &[["path", "src"], ["dest", "dst"]][position]);
        if let Given::Text(known) = cell.reader.given(value.as_ref()) {
            cell.note_path(looked, What::Path(known));
        }
    }
}

fn notebook(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) {
    match looked.name.as_str() {
        // A fourth argument names another workspace.
        "run" if looked.arguments.len() < 4 && looked.arguments.get(3, &["workspace"]).is_none() => {
            let target = cell.reader.given(looked.arguments.get(0, &["path"]).as_ref());
            cell.note_path(looked, What::Run(Run { how: "notebook.run", target }));
        }
        "runMultiple" => {
            let Some(value) = looked.arguments.get(0, &["dag"]) else { return };
            let listed = value.items().iter();
            let activities = value.get("activities").map_or(&[][..], Value::items).iter();
            let paths = activities.map(|activity| activity.get("path").unwrap_or(&Value::Unknown));
            let targets: Vec<Given> = listed.chain(paths).map(|value| cell.reader.given(Some(value))).collect();
            for target in targets {
                cell.note_path(looked, What::Run(Run { how: "notebook.runMultiple", target }));
            }
        }
        _ => {}
    }
}
