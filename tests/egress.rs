//! The egress map, as a user sees it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{compare, copy_of, repository, synlint};
use synlint::lint;
use synlint::policy::{Config, Overrides};
use synlint::report::egress::svg;
use synlint::rules::Registry;
use synlint::workspace::files::{Disk, Files};

const WORKSPACE: &str = "fixtures/workspaces/contoso";

#[test]
fn the_table_is_grouped_by_verdict_and_fits_a_terminal() {
    let run = synlint(&repository(""), &["egress", WORKSPACE]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let longest = run.stdout.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest <= 80, "{longest} columns");
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(run.stdout) });
}

#[test]
fn the_map_does_not_depend_on_threads() {
    for format in FORMATS {
        let map = |threads| shown(&[WORKSPACE, "-o", format, "--threads", threads]);
        let one = map("1");
        assert!(one == map("2") && one == map("8"), "{format}");
    }
}

const FORMATS: [&str; 5] = ["table", "json", "html", "mermaid", "dot"];

/// The picture of the README: the one of the page, as a file of its own.
fn picture() -> String {
    let (files, registry) = (Disk::new(repository("")), Registry::shipped());
    let path = format!("{WORKSPACE}/synlint.toml");
    let text = String::from_utf8(files.read(&path).unwrap()).unwrap();
    let config = Config::load(&path, &text, registry, &files).unwrap();
    let options = config.options(&Overrides::default(), registry).unwrap();
    svg::render(&lint::check(&files, WORKSPACE, &options, registry).workspaces)
}

fn shown(arguments: &[&str]) -> String {
    let run = synlint(&repository(""), &[&["egress"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn the_charts_of_contoso() {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("mermaid", shown(&[WORKSPACE, "-o", "mermaid"]));
        insta::assert_snapshot!("dot", shown(&[WORKSPACE, "-o", "dot"]));
    });
    compare("docs/egress.svg", &picture());
}

#[test]
fn the_page_holds_all_that_the_map_says() {
    let page = shown(&[WORKSPACE, "-o", "html"]);
    let (before, picture) = page.split_once("<svg").unwrap();
    let (picture, after) = picture.split_once("</svg>").unwrap();
    let body = before.split_once("<body>").unwrap().1;
    let after = after.split_once("<script>").unwrap().0;
    let whole = format!("{body}…{after}").replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("page", whole) });
    // The picture is the one of the file, and nothing is fetched.
    assert!(self::picture().contains(picture.split_once('>').unwrap().1.trim()));
    for word in ["src=", "href=", "url(", "@import", "fetch(", "innerHTML", "eval("] {
        assert!(!page.contains(word), "{word}");
    }
    let map: serde_json::Value = serde_json::from_str(&shown(&[WORKSPACE, "-o", "json"])).unwrap();
    let hosts = map["workspaces"][0]["hosts"].as_array().unwrap();
    assert_eq!(page.matches("<tr data-verdict").count(), hosts.len());
    for host in hosts {
        assert!(page.contains(host["host"].as_str().unwrap()), "{host}");
    }
}

/// Names that would be markup, script, or the end of a quoted text.
const HOSTILE: &str = r#"</script><script>alert(1)//" onclick='x' \"#;

fn hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let service = |name: &str, kind: &str, properties: serde_json::Value| {
        let properties = serde_json::json!({ "type": kind, "typeProperties": properties,
            "connectVia": { "referenceName": HOSTILE, "type": "IntegrationRuntimeReference" } });
        serde_json::json!({ "name": name, "properties": properties }).to_string().into_bytes()
    };
    let known = service(HOSTILE, "RestService", serde_json::json!({ "url": "https://api.contoso.example/" }));
    let unknown = service("--> <b>", "RestService", serde_json::json!({ "url": "@{linkedService().url}" }));
    common::write(folder.path(), &[("linkedService/a.json", known.as_slice()), ("linkedService/b.json", &unknown)]);
    folder
}

#[test]
fn text_of_artifacts_is_never_markup() {
    let folder = hostile();
    let map = |format| synlint(folder.path(), &["egress", "-o", format, "--network", "dep"]).stdout;
    let page = map("html");
    assert!(!page.contains("<script>alert") && !page.contains("<b>\"") && page.contains("&lt;script&gt;"), "{page}");
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("\" onclick"), "{page}");
    let mermaid = map("mermaid");
    assert!(!mermaid.contains('<') && !mermaid.contains('\\') && mermaid.contains("#60;script#62;"), "{mermaid}");
    // A backslash at the end of a name must not take the quote behind it along.
    let dot = map("dot");
    assert!(dot.contains(r#"//\" onclick='x' \\""#), "{dot}");
}

#[test]
fn a_broken_file_is_an_unknown_host() {
    let folder = tempfile::tempdir().unwrap();
    let sound = "{\"name\":\"x\",\"properties\":{\"type\":\"RestService\",\"typeProperties\":{\"url\":\"https://api.contoso.example/\"}}}";
    common::write(
        folder.path(),
        &[
            ("linkedService/x.json", sound.as_bytes()),
            ("linkedService/RestService1.json", b"{\"name\":\"RestService1\","),
            ("notebook/old.json", b"\xFF\xFE{\0"),
            ("dataset/y.json", b"{"),
        ],
    );
    let map = |format| synlint(folder.path(), &["egress", "-o", format]).stdout;
    let table = map("table");
    assert!(table.contains("hosts that cannot be told (2)"), "{table}");
    assert!(table.contains("linked service \"RestService1\": the file is not sound JSON"), "{table}");
    assert!(table.contains("notebook \"old\": it cannot be read"), "{table}");
    let json: serde_json::Value = serde_json::from_str(&map("json")).unwrap();
    let unknown = json["workspaces"][0]["unknown"].as_array().unwrap();
    let reasons: Vec<&str> = unknown.iter().map(|own| own["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["not-json", "unreadable"]);
    assert_eq!(unknown[0]["consumer"]["path"], "linkedService/RestService1.json");
    assert!(map("html").contains("the file is not sound JSON"));
}

#[test]
fn charts_of_big_workspaces_say_what_they_leave_out() {
    let folder = tempfile::tempdir().unwrap();
    for at in 0..100 {
        let url = format!("https://api{at:03}.contoso.example/");
        let service = serde_json::json!({ "name": format!("ls_{at:03}"),
            "properties": { "type": "RestService", "typeProperties": { "url": url } } });
        let path = format!("linkedService/ls_{at:03}.json");
        common::write(folder.path(), &[(path.as_str(), service.to_string().as_bytes())]);
    }
    let map = |format| synlint(folder.path(), &["egress", "-o", format, "--network", "dep"]).stdout;
    assert!(map("mermaid").contains("and 20 more hosts"));
    assert_eq!(map("mermaid").matches("contoso.example").count(), 80);
    assert_eq!(map("dot").matches("api099").count(), 3, "the whole map");
    let page = map("html");
    assert!(page.contains("and 40 more hosts"), "the picture");
    assert_eq!(page.matches("<tr data-verdict").count(), 100);
}

/// The page of a folder as a browser leaves it after its script has run; `None`, and says so, without a browser.
fn in_browser(folder: &std::path::Path, arguments: &[&str], fragment: &str) -> Option<String> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let browser =
        std::env::split_paths(&paths).flat_map(|path| names.map(|name| path.join(name))).find(|file| file.is_file());
    let Some(browser) = browser else {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "skipped: no Chromium to open the page in");
        return None;
    };
    let own = tempfile::tempdir().unwrap();
    let page = own.path().join("egress.html");
    std::fs::write(&page, synlint(folder, &[&["egress", "-o", "html"], arguments].concat()).stdout).unwrap();
    let run = std::process::Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--virtual-time-budget=2000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", own.path().join("profile").display()))
        .arg(format!("file://{}#{fragment}", page.display()))
        .output()
        .unwrap();
    Some(String::from_utf8(run.stdout).unwrap())
}

#[test]
fn a_browser_filters_the_page() {
    let Some(page) = in_browser(&repository(WORKSPACE), &[], "") else { return };
    assert!(
        page.contains("19 of 19 shown") && !page.contains("hidden=\"\""),
        "no row and no control is hidden: {page}"
    );
    assert_eq!(page.matches("aria-pressed=\"false\">").count(), 7, "the verdicts are filters: {page}");
    let page = in_browser(&repository(WORKSPACE), &[], "filter=LOYALTY%20near").unwrap();
    assert!(page.contains("1 of 19 shown"), "{page}");
    let rows: Vec<&str> = page.split("<tr ").skip(1).collect();
    let seen: Vec<&&str> = rows.iter().filter(|row| !row.split('>').next().unwrap().contains("hidden")).collect();
    assert_eq!((rows.len(), seen.len()), (19, 1));
    assert!(seen[0].contains("func-contoso-loyalty.azurewebsites.net"));
}

#[test]
fn a_browser_runs_nothing_of_an_artifact() {
    let folder = hostile();
    let Some(page) = in_browser(folder.path(), &["--network", "dep"], "") else { return };
    assert!(page.contains("1 of 1 shown"), "{page}");
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("onclick=\""), "{page}");
}

#[test]
fn an_endpoint_is_unused_unless_code_may_call_it() {
    let folder = tempfile::tempdir().unwrap();
    let resource = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Web/sites/func-contoso";
    let endpoint = serde_json::json!({ "name": "mpe-func",
        "properties": { "privateLinkResourceId": resource, "groupId": "sites", "fqdns": [] } });
    let path = "managedVirtualNetwork/default/managedPrivateEndpoint/mpe-func.json";
    let notebook = |code: &str| {
        let cell = serde_json::json!({ "cell_type": "code", "metadata": {}, "source": [code] });
        let metadata = serde_json::json!({ "language_info": { "name": "python" } });
        serde_json::json!({ "name": "nb_call", "properties": { "metadata": metadata, "cells": [cell] } }).to_string()
    };
    common::write(folder.path(), &[(path, endpoint.to_string().as_bytes())]);
    let map = |code: &str| {
        common::write(folder.path(), &[("notebook/nb_call.json", notebook(code).as_bytes())]);
        let map = synlint(folder.path(), &["egress", "-o", "json", "--network", "dep"]).json()["workspaces"][0].clone();
        let host = map["hosts"][0]["host"].as_str().unwrap_or_default().to_owned();
        (host, map["unknown"][0]["reason"].clone(), map["unused"].as_array().unwrap().len())
    };
    let none = serde_json::Value::Null;
    let known = "import requests\nrequests.get('https://rates.fabrikam.example/today')";
    assert_eq!(map(known), ("rates.fabrikam.example".to_owned(), none, 1));
    assert_eq!(map("import requests\nrequests.get(url)"), (String::new(), "code".into(), 0));
}

#[test]
fn the_inventory_tells_what_is_approved() {
    let copy = copy_of("fixtures/rules/unapproved-private-endpoint/bad");
    let verdicts = |arguments: &[&str]| {
        let run = synlint(copy.path(), &[&["egress", "-o", "json"], arguments].concat());
        let hosts = run.json()["workspaces"][0]["hosts"].clone();
        let shown = |host: &serde_json::Value| format!("{} {}", host["host"].as_str().unwrap(), host["verdict"]);
        hosts.as_array().unwrap().iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&[]), ["contosolake.dfs.core.windows.net \"pending\""]);
    let file = copy.path().join("approved.json");
    let text = std::fs::read_to_string(copy.path().join("private-endpoints.json")).unwrap();
    std::fs::write(&file, text.replace("Pending", "Approved")).unwrap();
    assert_eq!(verdicts(&["--inventory", "approved.json"]), ["contosolake.dfs.core.windows.net \"covered\""]);
    assert_eq!(verdicts(&["--no-config", "--network", "dep"]), ["contosolake.dfs.core.windows.net \"declared\""]);
}

#[test]
fn an_inventory_that_is_none_is_wrong_usage() {
    let copy = copy_of("fixtures/rules/unapproved-private-endpoint/bad");
    std::fs::write(copy.path().join("endpoints.json"), "{\"name\": \"mpe\"}").unwrap();
    for (file, says) in
        [("endpoints.json", "it is no list of managed private endpoints"), ("none.json", "it does not exist")]
    {
        let run = synlint(copy.path(), &["check", "--inventory", file]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(says) && said.contains(file), "{}", run.stderr);
    }
}

#[test]
fn a_data_flow_talks_by_the_runtime_of_its_activity() {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, artifact: serde_json::Value| {
        common::write(folder.path(), &[(path, artifact.to_string().as_bytes())]);
    };
    let reference = |name: &str, kind: &str| serde_json::json!({ "referenceName": name, "type": kind });
    put(
        "integrationRuntime/ir-public.json",
        serde_json::json!({ "name": "ir-public", "properties": { "type": "Managed" } }),
    );
    put(
        "linkedService/ls_rates.json",
        serde_json::json!({ "name": "ls_rates", "properties": { "type": "RestService",
        "typeProperties": { "url": "https://rates.fabrikam.example/" } } }),
    );
    put(
        "dataset/ds_rates.json",
        serde_json::json!({ "name": "ds_rates", "properties": { "type": "RestResource",
        "linkedServiceName": reference("ls_rates", "LinkedServiceReference") } }),
    );
    put(
        "dataflow/df_rates.json",
        serde_json::json!({ "name": "df_rates", "properties": { "type": "MappingDataFlow",
        "typeProperties": { "sources": [{ "name": "rates", "dataset": reference("ds_rates", "DatasetReference") }] } } }),
    );
    let flow = |runtime: &str| {
        serde_json::json!({ "name": "Rates", "type": "ExecuteDataFlow", "typeProperties": {
        "dataflow": reference("df_rates", "DataFlowReference"),
        "integrationRuntime": reference(runtime, "IntegrationRuntimeReference") } })
    };
    let lookup = serde_json::json!({ "name": "First", "type": "Lookup", "typeProperties": {
        "source": { "type": "RestSource" }, "dataset": reference("ds_rates", "DatasetReference") } });
    let seen = |activities: &[serde_json::Value]| {
        put(
            "pipeline/pl_rates.json",
            serde_json::json!({ "name": "pl_rates", "properties": { "activities": activities } }),
        );
        let map = synlint(folder.path(), &["egress", "-o", "json", "--network", "dep"]).json();
        let hosts = map["workspaces"][0]["hosts"].as_array().unwrap().clone();
        let text = |host: &serde_json::Value, key: &str| host[key].as_str().unwrap().to_owned();
        let hosts: Vec<_> = hosts.iter().map(|host| (text(&host["runtime"], "name"), text(host, "verdict"))).collect();
        let findings =
            synlint(folder.path(), &["check", "-o", "json", "--network", "dep", "--select", "egress"]).findings();
        (hosts, findings.iter().map(|finding| text(finding, "rule")).collect::<Vec<_>>())
    };
    let public = ("ir-public".to_owned(), "public-runtime".to_owned());
    let managed = ("AutoResolveIntegrationRuntime".to_owned(), "missing".to_owned());
    let (missing, outside) = ("missing-private-endpoint".to_owned(), "public-integration-runtime".to_owned());
    assert_eq!(seen(&[flow("ir-public")]), (vec![public.clone()], vec![outside.clone()]));
    assert_eq!(seen(&[flow("AutoResolveIntegrationRuntime")]).0, vec![managed.clone()]);
    assert_eq!(seen(&[flow("ir-public"), lookup]), (vec![managed, public], vec![missing, outside]));
}
