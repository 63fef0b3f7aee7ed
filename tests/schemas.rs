//! The committed schemas are those of the types, and what is printed and shipped keeps to them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{compare, repository, synlint};
use serde_json::Value;

fn pretty(schema: &Value) -> String {
    format!("{schema:#}\n")
}

#[test]
fn the_committed_schemas_are_made_from_the_types() {
    compare("schemas/synlint.schema.json", &pretty(&synlint::policy::schema()));
    compare("schemas/egress.schema.json", &pretty(&synlint::report::egress::json::schema()));
    compare("schemas/report.schema.json", &pretty(&synlint::report::json::schema()));
}

#[test]
fn reports_keep_to_the_schema() {
    let validator = jsonschema::validator_for(&synlint::report::json::schema()).unwrap();
    for folder in ["fixtures/workspaces/contoso", "fixtures/rules"] {
        let report =
            synlint(&repository(""), &["check", folder, "--select", "all", "-o", "json", "--no-config"]).json();
        let errors: Vec<String> =
            validator.iter_errors(&report).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert_eq!(errors, [""; 0], "{folder}");
        assert!(!report["findings"].as_array().unwrap().is_empty());
    }
    let broken = serde_json::json!({ "schema": "synlint-report/1", "findings": [{}] });
    assert!(!validator.is_valid(&broken));
}

#[test]
fn egress_maps_keep_to_the_schema() {
    let validator = jsonschema::validator_for(&synlint::report::egress::json::schema()).unwrap();
    for folder in ["fixtures/workspaces/contoso", "fixtures/rules"] {
        let map = synlint(&repository(""), &["egress", folder, "-o", "json", "--no-config", "--network", "dep"]).json();
        let errors: Vec<String> =
            validator.iter_errors(&map).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert_eq!(errors, [""; 0], "{folder}");
        assert!(!map["workspaces"][0]["hosts"].as_array().unwrap().is_empty());
    }
    assert!(!validator.is_valid(&serde_json::json!({ "schema": "synlint-egress/1", "workspaces": [{}] })));
}

#[test]
fn shipped_configurations_keep_to_the_schema() {
    let validator = jsonschema::validator_for(&synlint::policy::schema()).unwrap();
    for file in ["fixtures/workspaces/contoso/synlint.toml", "fixtures/workspaces/func-otel/synlint.toml"] {
        let text = std::fs::read_to_string(repository(file)).unwrap();
        let value: Value = toml::from_str(&text).unwrap();
        assert!(validator.is_valid(&value), "{file}");
    }
    assert!(!validator.is_valid(&serde_json::json!({ "workspace": { "netwrok": "dep" } })));
}
