//! Terraform and templates beside the artifacts: the endpoints and settings that a user sees taken from them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{synlint, write};
use std::path::Path;
use tempfile::TempDir;

/// A repository with one workspace below `ws` that calls three storage accounts, and files beside it.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    workspace(folder.path(), "ws", "syn-contoso");
    files.iter().for_each(|(path, text)| write(folder.path(), &[(path, text.as_bytes())]));
    folder
}

fn workspace(folder: &Path, root: &str, name: &str) {
    for service in ["lake", "archive"] {
        let text = format!(
            r#"{{"name": "{service}", "properties": {{"type": "AzureBlobFS", "typeProperties":
            {{"url": "https://contoso{service}.dfs.core.windows.net"}}}}}}"#
        );
        write(folder, &[(&format!("{root}/linkedService/{service}.json"), text.as_bytes())]);
    }
    let default = format!(
        r#"{{"name": "{name}-WorkspaceDefaultSqlServer", "properties": {{"type": "AzureSqlDW", "typeProperties":
        {{"connectionString": "Data Source=tcp:{name}.sql.azuresynapse.net,1433"}}}}}}"#
    );
    write(folder, &[(&format!("{root}/linkedService/{name}-WorkspaceDefaultSqlServer.json"), default.as_bytes())]);
}

/// What the egress map says first, and each storage host with its verdict and where its endpoint is known from.
fn seen(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let run = synlint(folder, &[&["egress", "-o", "json"], arguments].concat());
    let own = run.json()["workspaces"][0].clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let mut lines = vec![format!(
        "{} from {}, {}",
        text(&own["network"]),
        text(&own["networkFrom"]),
        text(&own["privateEndpoints"])
    )];
    let hosts = own["hosts"].as_array().unwrap().iter().filter(|host| text(&host["host"]).contains(".dfs."));
    let mut hosts: Vec<String> = hosts
        .map(|host| {
            let name = text(&host["host"]).split('.').next().unwrap().to_owned();
            let endpoint = &host["endpoint"];
            format!("{name} {} {} {}", text(&host["verdict"]), text(&endpoint["from"]), text(&endpoint["place"]))
        })
        .collect();
    hosts.sort();
    lines.extend(hosts);
    lines
}

const WORKSPACE: &str = r#"
resource "azurerm_synapse_workspace" "main" {
  name                                 = "syn-contoso"
  managed_virtual_network_enabled      = true
  data_exfiltration_protection_enabled = true
}
"#;

const ENDPOINT: &str = r#"
resource "azurerm_storage_account" "lake" {
  name = "${local.prefix}lake"
}

resource "azurerm_synapse_managed_private_endpoint" "lake" {
  name                 = "mpe-lake"
  synapse_workspace_id = azurerm_synapse_workspace.main.id
  target_resource_id   = azurerm_storage_account.lake.id
  subresource_name     = "dfs"
}
"#;

const LOCALS: &str = "locals {\n  prefix = var.company\n}\nvariable \"company\" {\n  default = \"contoso\"\n}\n";

#[test]
fn endpoints_and_profile_from_terraform() {
    let folder = repository(&[("infra/main.tf", WORKSPACE), ("infra/mpe.tf", ENDPOINT), ("infra/locals.tf", LOCALS)]);
    let expected = [
        "dep from infra/main.tf:5, complete",
        "contosoarchive missing - -",
        "contosolake declared terraform infra/mpe.tf:6",
    ];
    assert_eq!(seen(folder.path(), &[]), expected);
    assert_eq!(seen(folder.path(), &["ws"]), expected, "from a part of the repository");
    assert_eq!(seen(folder.path(), &["--network", "managed"])[0], "managed from --network, complete");
    let table = synlint(folder.path(), &["egress"]).stdout;
    assert!(table.contains("infra/mpe.tf:6"), "{table}");
}

#[test]
fn the_frame_shows_the_terraform_that_comes_near() {
    let near = ENDPOINT.replace("prefix}lake", "prefix}lakes");
    let folder = repository(&[("infra/main.tf", WORKSPACE), ("infra/mpe.tf", &near), ("infra/locals.tf", LOCALS)]);
    let run = synlint(folder.path(), &["check", "--select", "missing-private-endpoint"]);
    assert!(run.stdout.contains("infra/mpe.tf:6:1"), "{}", run.stdout);
    assert!(run.stdout.contains("resource \"azurerm_synapse_managed_private_endpoint\" \"lake\""), "{}", run.stdout);
}

#[test]
fn what_is_not_certain_covers_nothing_and_completes_nothing() {
    let literal = |id: &str, more: &str| {
        format!(
            "resource \"azurerm_synapse_managed_private_endpoint\" \"lake\" {{\n  name = \"mpe\"\n  \
             target_resource_id = {id}\n  subresource_name = \"dfs\"\n{more}}}\n"
        )
    };
    let known = "\"/subscriptions/${var.s}/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/contosolake\"";
    let read = |files: &[(&str, &str)]| seen(repository(files).path(), &["--network", "dep"]);
    let certain = read(&[("main.tf", &literal(known, ""))]);
    assert_eq!(certain[0], "dep from --network, complete");
    assert_eq!(certain[2], "contosolake declared terraform main.tf:1");
    let uncertain = [
        literal("module.storage.id", ""),
        literal("var.lake_id", ""),
        literal("azurerm_storage_account.elsewhere.id", ""),
        literal(known, "  count = var.enabled ? 1 : 0\n"),
        literal(known, "  for_each = toset([])\n"),
        literal("local.a", "}\nlocals {\n  a = local.b\n  b = \"${local.a}${local.a}\"\n"),
        // A broken file may make anything.
        literal(known, "  name = \n"),
    ];
    for text in uncertain {
        let seen = read(&[("main.tf", &text)]);
        assert_eq!(seen[0], "dep from --network, partial", "{text}");
        assert_eq!(seen[2], "contosolake missing - -", "{text}");
    }
    // Another file sets what the default would be.
    let variable = literal(
        "var.lake_id",
        &format!("}}\nvariable \"lake_id\" {{\n  default = {}\n", known.replace("${var.s}", "s")),
    );
    assert_eq!(read(&[("main.tf", &variable)])[2], "contosolake declared terraform main.tf:1");
    assert_eq!(read(&[("main.tf", &variable), ("dev.tfvars", "lake_id = \"x\"\n")])[2], "contosolake missing - -");
    let module = "module \"m\" {\n  source = \"../m\"\n  count = 2\n}\n";
    let repeated = read(&[("m/main.tf", &literal(known, "")), ("env/main.tf", module)]);
    assert_eq!(repeated[2], "contosolake missing - -");
}

#[test]
fn code_of_another_workspace_says_nothing() {
    let files = [("infra/main.tf", WORKSPACE), ("infra/mpe.tf", ENDPOINT), ("infra/locals.tf", LOCALS)];
    let folder = repository(&files);
    workspace(folder.path(), "other", "syn-fabrikam");
    assert_eq!(seen(folder.path(), &["ws"])[0], "dep from infra/main.tf:5, complete");
    let other = seen(folder.path(), &["other"]);
    assert_eq!(other[0], "public from default, partial");
}

#[test]
fn workspaces_that_differ_settle_nothing() {
    let other =
        WORKSPACE.replace("\"main\"", "\"test\"").replace("syn-contoso", "syn-test").replace("= true", "= false");
    let named = repository(&[("main.tf", WORKSPACE), ("test.tf", &other)]);
    assert_eq!(seen(named.path(), &[])[0], "dep from main.tf:5, partial", "the names match");
    let unnamed = [WORKSPACE.replace("syn-contoso", "${var.a}"), other.replace("syn-test", "${var.b}")];
    let folder = repository(&[("main.tf", &unnamed[0]), ("test.tf", &unnamed[1])]);
    assert_eq!(seen(folder.path(), &[])[0], "public from default, partial");
}

const TEMPLATE: &str = r#"{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "parameters": {
    "workspaceName": {"type": "string", "defaultValue": "syn-contoso"},
    "protect": {"type": "bool", "defaultValue": true}
  },
  "resources": [
    {"type": "Microsoft.Synapse/workspaces", "name": "[parameters('workspaceName')]", "properties": {
      "managedVirtualNetwork": "default",
      "managedVirtualNetworkSettings": {"preventDataExfiltration": "[parameters('protect')]"}},
     "resources": [
       {"type": "managedVirtualNetworks/managedPrivateEndpoints", "name": "default/archive", "properties": {
         "privateLinkResourceId": "[resourceId('Microsoft.Storage/storageAccounts', 'contosoarchive')]",
         "groupId": "dfs"}}]},
    {"type": "Microsoft.Synapse/workspaces/managedVirtualNetworks/managedPrivateEndpoints",
     "name": "[concat(parameters('workspaceName'), '/default/lake')]", "properties": {
       "privateLinkResourceId": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/contosolake",
       "groupId": "dfs", "fqdns": ["contosolake.dfs.core.windows.net"]}}
  ]
}"#;

#[test]
fn endpoints_and_profile_from_a_template() {
    let folder = repository(&[("deploy/synapse.json", TEMPLATE)]);
    assert_eq!(
        seen(folder.path(), &[]),
        [
            "dep from deploy/synapse.json:10, complete",
            "contosoarchive declared arm deploy/synapse.json:12",
            "contosolake declared arm deploy/synapse.json:16",
        ]
    );
    let set = r#"{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
        "parameters": {"protect": {"value": false}}}"#;
    write(folder.path(), &[("deploy/dev.parameters.json", set.as_bytes())]);
    assert_eq!(seen(folder.path(), &[])[0], "public from default, complete");
}

#[test]
fn an_export_and_broken_files_say_nothing() {
    let cut = &TEMPLATE[..TEMPLATE.len() - 4];
    let looped = TEMPLATE.replace("\"syn-contoso\"}", "\"[concat(parameters('workspaceName'), variables('x'))]\"}");
    for (path, text) in [
        ("published/TemplateForWorkspace.json", TEMPLATE),
        ("a.json", cut),
        ("main.tf", "resource \"azurerm_synapse_workspace\" {{{"),
    ] {
        let seen = seen(repository(&[(path, text)]).path(), &[]);
        assert_eq!(seen[0], "public from default, partial", "{path}");
    }
    let seen = seen(repository(&[("a.json", &looped)]).path(), &[]);
    assert_eq!(seen[0], "dep from a.json:10, complete");
}
