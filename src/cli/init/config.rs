//! The text of a first `synlint.toml`: what was found, and what only its owner can say as lines to uncomment.

use crate::lint::{Analysed, Report};
use crate::network::Inventory;
use crate::workspace::Product;
use crate::workspace::files::{Files, has_json_extension};
use rustc_hash::FxHashSet;
use std::fmt::Write;

const HEAD: &str = "\
#:schema ./synlint.schema.json
# Editors complete and check this file by its schema: `synlint schema config > synlint.schema.json`.
";

const TAIL: &str = "
[lint]
select = [\"default\"]
# extend-select = [\"missing-description\"]  # rules that are off until asked for: `synlint rules`
# ignore = [\"week-long-timeout\"]
# mandatory = [\"inline-secret\"]            # what nobody may ignore, except or put into the baseline

# [rules]
# plain-http = \"error\"

# [[exception]]                             # `synlint --show-exceptions` prints one for each finding
# rule = \"plain-http\"
# artifact = \"linkedService/ls_legacy\"
# reason = \"behind the gateway until the supplier has a certificate\"
# expires = 2027-03-31
";

/// The exports of live private endpoints among the files of a repository. Only files called like one are read.
pub fn inventories(files: &dyn Files, report: &Report) -> Vec<String> {
    let artifacts: FxHashSet<&str> = report
        .workspaces
        .iter()
        .flat_map(|analysed| &analysed.workspace.artifacts)
        .map(|artifact| &*artifact.path)
        .collect();
    let named = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        ["endpoint", "mpe", "inventory"].iter().any(|part| name.contains(part)) && has_json_extension(&name)
    };
    let is_inventory = |path: &String| {
        let text = files.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let mut inventory = Inventory::default();
        text.is_some_and(|text| inventory.add(path, text).is_ok() && !inventory.endpoints.is_empty())
    };
    let candidates = files.list("").into_iter().filter(|path| named(path) && !artifacts.contains(path.as_str()));
    candidates.filter(is_inventory).collect()
}

/// The configuration that fits a report.
pub fn text(report: &Report, inventories: &[String]) -> String {
    let mut out = HEAD.to_owned();
    let _ = writeln!(out, "required-version = \">={}\"\n\n[workspace]", env!("CARGO_PKG_VERSION"));
    let roots: Vec<&str> = report.workspaces.iter().map(|analysed| analysed.workspace.shown_root()).collect();
    let _ = writeln!(out, "# roots = {:<32} # found today; without this line they are looked for", list(&roots));
    if let [only] = &report.workspaces[..] {
        out.push_str(&network(only));
    }
    out.push_str(
        "# private-endpoints = \"complete\"           # all are in Git; \"partial\": some are made elsewhere\n",
    );
    if inventories.is_empty() {
        out.push_str(
            "# inventory = [\"private-endpoints.json\"]   # what `az synapse managed-private-endpoints list` prints\n",
        );
    } else {
        let _ = writeln!(out, "inventory = {}", list(inventories));
    }
    out.push_str("# external = [\"linkedService/shared-*\"]    # artifacts that live elsewhere: never dangling\n");
    if report.workspaces.len() > 1 {
        for analysed in &report.workspaces {
            let _ =
                write!(out, "\n[[root]]\npath = {}\n{}", quoted(analysed.workspace.shown_root()), network(analysed));
        }
    }
    out.push_str(TAIL);
    out
}

/// The line on the network: what Git shows, for its owner to confirm or to put right.
fn network(analysed: &Analysed) -> String {
    if analysed.workspace.product != Product::Synapse {
        return String::new();
    }
    let source = &analysed.network.source;
    let why = match (&source.inferred, source.shown.as_str()) {
        (Some((path, _)), _) => format!(
            "{} shows a managed virtual network, but not whether\n# it has data exfiltration protection: that is \"dep\"",
            shown(path)
        ),
        (None, "default") => "nothing shows a managed virtual network; where there is one, say \"managed\", or\n\
             # \"dep\" when it has data exfiltration protection"
            .to_owned(),
        (None, place) => format!("known from {}", shown(place)),
    };
    format!("# Network: {why}.\n# network = {}\n", quoted(analysed.network.profile.name()))
}

fn list(items: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| quoted(item.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string().replace('\n', "\\n")
}

/// A path in a comment.
fn shown(text: &str) -> String {
    text.escape_debug().to_string()
}
