//! The workspace the tool grew from: a function app behind a private endpoint, called by a data flow.
#![allow(clippy::unwrap_used)]

mod common;

use common::{copy_of, edit, overlay, repository, synlint};
use std::path::Path;

const ENDPOINT: &str = "managedVirtualNetwork/default/managedPrivateEndpoint/AzureFunction861.json";
const SERVICE: &str = "linkedService/RestService1.json";

/// The findings about hosts, after a change to a copy of the workspace.
fn blocked(change: impl Fn(&Path)) -> Vec<serde_json::Value> {
    let copy = copy_of("fixtures/workspaces/func-otel");
    change(copy.path());
    let findings = synlint(copy.path(), &["check", "--network", "dep", "-o", "json"]).findings();
    findings.into_iter().filter(|finding| finding["level"] != "note" && finding["group"] != "spark").collect()
}

/// The one finding, its line in the concise form, and the file of its related place.
fn only(findings: &[serde_json::Value]) -> (String, Vec<String>) {
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = &findings[0];
    let text = |key: &str| finding[key].as_str().unwrap().to_owned();
    let place =
        format!("{}:{}:{} {} {}", text("path"), finding["line"], finding["column"], text("level"), text("rule"));
    let related = finding["related"].as_array().unwrap();
    let shown = related
        .iter()
        .map(|place| format!("{}: {}", place["path"].as_str().unwrap(), place["message"].as_str().unwrap()));
    (format!("{place}: {}", text("message")), shown.filter(|place| place.contains("Endpoint")).collect())
}

#[test]
fn only_the_notebook_is_at_fault() {
    let copy = copy_of("fixtures/workspaces/func-otel");
    let run = synlint(copy.path(), &["check", "--network", "dep", "-o", "json"]);
    assert_eq!(
        run.places(),
        [
            "notebook/Notebook1.json:80:65: error[unsupported-linked-service]",
            "notebook/Notebook1.json:99:62: error[unsupported-linked-service]",
        ]
    );
    assert_eq!(run.code, 1);
}

#[test]
fn one_letter_of_the_host() {
    let findings = blocked(|folder| edit(folder, SERVICE, "https://func-otel.", "https://func-otol."));
    let (finding, related) = only(&findings);
    assert_eq!(
        finding,
        "linkedService/RestService1.json:7:11 error missing-private-endpoint: linked service \"RestService1\" calls \
         func-otol.azurewebsites.net, which no managed private endpoint covers"
    );
    assert_eq!(related, [format!("{ENDPOINT}: differs by one letter")]);
}

#[test]
fn no_endpoint() {
    let findings = blocked(|folder| std::fs::remove_file(folder.join(ENDPOINT)).unwrap());
    let (finding, related) = only(&findings);
    assert!(finding.starts_with("linkedService/RestService1.json:7:11 error missing-private-endpoint: "), "{finding}");
    assert_eq!(related, [""; 0]);
}

#[test]
fn an_endpoint_without_names_to_another_app() {
    let findings = blocked(|folder| {
        let file = folder.join(ENDPOINT);
        let mut endpoint: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        endpoint["properties"]["fqdns"] = serde_json::json!([]);
        let id = endpoint["properties"]["privateLinkResourceId"].as_str().unwrap().replace("func-otel", "func-otl");
        endpoint["properties"]["privateLinkResourceId"] = id.into();
        std::fs::write(file, endpoint.to_string()).unwrap();
    });
    let (_, related) = only(&findings);
    assert_eq!(related, [format!("{ENDPOINT}: func-otl.azurewebsites.net: differs by one letter")]);
}

#[test]
fn only_the_deployment_name() {
    let findings = blocked(|folder| edit(folder, ENDPOINT, "\"func-otel.azurewebsites.net\",", ""));
    let (_, related) = only(&findings);
    assert_eq!(related, [format!("{ENDPOINT}: the deployment (.scm.) name of the same app")]);
}

#[test]
fn an_endpoint_by_its_resource_alone_covers() {
    let findings = blocked(|folder| {
        let file = folder.join(ENDPOINT);
        let mut endpoint: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        endpoint["properties"].as_object_mut().unwrap().remove("fqdns");
        std::fs::write(file, endpoint.to_string()).unwrap();
    });
    assert_eq!(findings, [0; 0].map(serde_json::Value::from));
}

#[test]
fn without_protection_nothing_is_blocked() {
    let copy = copy_of("fixtures/workspaces/func-otel");
    std::fs::remove_file(copy.path().join(ENDPOINT)).unwrap();
    for network in ["public", "managed"] {
        let findings = synlint(copy.path(), &["check", "--network", network, "-o", "json"]).findings();
        assert!(findings.iter().all(|finding| finding["group"] != "egress"), "{network}: {findings:#?}");
    }
}

#[test]
fn partial_evidence_lowers_the_level_and_says_how_to_complete_it() {
    let copy = copy_of("fixtures/workspaces/func-otel");
    std::fs::remove_dir_all(copy.path().join("managedVirtualNetwork")).unwrap();
    std::fs::remove_file(copy.path().join("synlint.toml")).unwrap();
    let findings = synlint(copy.path(), &["--network", "dep", "-o", "json"]).findings();
    let finding = findings.iter().find(|finding| finding["rule"] == "missing-private-endpoint").unwrap();
    assert_eq!(finding["level"], "warning");
    assert!(finding["help"].as_str().unwrap().contains("private-endpoints = \"complete\""), "{finding:#}");
    let level = ["--network", "dep", "-o", "json", "--level", "missing-private-endpoint=error"];
    let findings = synlint(copy.path(), &level).findings();
    let finding = findings.iter().find(|finding| finding["rule"] == "missing-private-endpoint").unwrap();
    assert_eq!(finding["level"], "error", "a level the user set stays");
}

/// What users of the protection ran into and told of, each as files of `fixtures/issues/NAME` that are added to the
/// workspace, with where it was told and the rule that sees it; none where the fault was the tool's or the document's.
const ISSUES: [(&str, &str, Option<&str>); 24] = [
    ("azure-docs-62445", "https://github.com/MicrosoftDocs/azure-docs/issues/62445", Some("unreachable-key-vault")),
    ("azure-docs-72322", "https://github.com/MicrosoftDocs/azure-docs/issues/72322", Some("unknown-group-id")),
    (
        "azure-docs-75593",
        "https://github.com/MicrosoftDocs/azure-docs/issues/75593",
        Some("public-sql-managed-instance"),
    ),
    ("azure-docs-77697", "https://github.com/MicrosoftDocs/azure-docs/issues/77697", None),
    ("azure-docs-81001", "https://github.com/MicrosoftDocs/azure-docs/issues/81001", Some("unreachable-activity")),
    ("azure-docs-86103", "https://github.com/MicrosoftDocs/azure-docs/issues/86103", Some("unreachable-activity")),
    ("azure-docs-93231", "https://github.com/MicrosoftDocs/azure-docs/issues/93231", Some("public-package-install")),
    ("azure-docs-99174", "https://github.com/MicrosoftDocs/azure-docs/issues/99174", Some("unreachable-activity")),
    (
        "azure-docs-102901",
        "https://github.com/MicrosoftDocs/azure-docs/issues/102901",
        Some("parameterized-linked-service"),
    ),
    (
        "azure-docs-125608",
        "https://github.com/MicrosoftDocs/azure-docs/pull/125608",
        Some("sql-write-without-endpoint"),
    ),
    ("Azure-DataFactory-286", "https://github.com/Azure/Azure-DataFactory/issues/286", Some("unreachable-staging")),
    (
        "Azure-Orbital-Analytics-Samples-25",
        "https://github.com/Azure/Azure-Orbital-Analytics-Samples/issues/25",
        Some("public-package-install"),
    ),
    (
        "Azure-Player-azure.datafactory.tools-312",
        "https://github.com/Azure-Player/azure.datafactory.tools/issues/312",
        Some("dangling-runtime"),
    ),
    (
        "azure-sdk-for-java-40701",
        "https://github.com/Azure/azure-sdk-for-java/issues/40701",
        Some("connector-linked-service"),
    ),
    (
        "azure-sdk-for-python-35452",
        "https://github.com/Azure/azure-sdk-for-python/issues/35452",
        Some("imds-credential"),
    ),
    ("CDCgov-phdi-azure-331", "https://github.com/CDCgov/phdi-azure/pull/331", Some("public-package-install")),
    (
        "mscloudbros-aws-hosted-api",
        "https://mscloudbros.com/2025/02/13/solving-api-connectivity-issues-in-azure-synapse-with-managed-virtual-networks-and-data-exfiltration-protection",
        Some("missing-private-endpoint"),
    ),
    (
        "sql-spark-connector-242",
        "https://github.com/microsoft/sql-spark-connector/issues/242",
        Some("public-host-in-notebook"),
    ),
    (
        "synapse-public-integration-runtime",
        "https://learn.microsoft.com/azure/synapse-analytics/security/synapse-workspace-managed-vnet",
        Some("public-integration-runtime"),
    ),
    (
        "Synapse-workspace-deployment-78",
        "https://github.com/Azure/Synapse-workspace-deployment/issues/78",
        Some("private-link-service-without-fqdns"),
    ),
    (
        "Synapse-workspace-deployment-73",
        "https://github.com/Azure/Synapse-workspace-deployment/issues/73",
        Some("endpoint-not-parameterized"),
    ),
    (
        "azure-docs-119041",
        "https://github.com/MicrosoftDocs/azure-docs/issues/119041",
        Some("endpoint-not-parameterized"),
    ),
    ("Synapse-workspace-deployment-117", "https://github.com/Azure/Synapse-workspace-deployment/issues/117", None),
    (
        "terraform-provider-azurerm-17305",
        "https://github.com/hashicorp/terraform-provider-azurerm/issues/17305",
        Some("private-link-service-without-fqdns"),
    ),
];

#[test]
fn what_users_ran_into() {
    for (issue, told, rule) in ISSUES {
        let copy = copy_of("fixtures/workspaces/func-otel");
        overlay(&format!("fixtures/issues/{issue}"), copy.path());
        let run = synlint(copy.path(), &["check", "-o", "concise", "--extend-select", "all", "--ignore", "hygiene"]);
        let lines = run.stdout.lines().filter(|line| !line.starts_with("notebook/Notebook1.json:"));
        let worth = lines.filter(|line| !line.contains(": note[")).collect::<Vec<_>>().join("\n");
        match rule {
            Some(rule) => {
                assert!(worth.contains(&format!("[{rule}] ")) && worth.lines().count() == 1, "{told}\n{worth}");
                insta::with_settings!({ omit_expression => true, description => told }, {
                    insta::assert_snapshot!(issue, worth);
                });
            }
            None => assert_eq!(worth, "", "{told}"),
        }
    }
}

#[test]
fn every_issue_is_looked_at() {
    let folders = std::fs::read_dir(repository("fixtures/issues")).unwrap();
    for name in folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()) {
        assert!(ISSUES.iter().any(|(issue, ..)| *issue == name), "fixtures/issues/{name}");
    }
}
