//! Terraform: workspaces and managed private endpoints of the `azurerm` provider. A folder is a module; what other
//! modules give it, and what a count or a loop makes of it, is not certain.

mod module;
mod resource;

use super::value::{certain, resource_id};
use super::{Endpoint, Infrastructure, Known, Language, Source, Target, Workspace, said, text};
use crate::workspace::files::Files;
use hcl_edit::structure::{Block, Body};
use module::{Calls, Module};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const WORKSPACE: &str = "azurerm_synapse_workspace";
const ENDPOINT: &str = "azurerm_synapse_managed_private_endpoint";
const PRIVATE_LINK_SERVICE: &str = "Microsoft.Network/privateLinkServices";

/// A file, parsed unless it is broken.
struct File {
    source: Source,
    body: Option<Body>,
}

pub(super) fn read<'p>(files: &dyn Files, paths: impl Iterator<Item = &'p str>) -> Infrastructure {
    let paths: Vec<&str> = paths.filter(|path| path.ends_with(".tf") || path.ends_with(".tfvars")).collect();
    let texts: Vec<(&str, String)> =
        paths.into_par_iter().filter_map(|path| Some((path, text(files, path, |_| true)?))).collect();
    let declares = |text: &str| text.contains(WORKSPACE) || text.contains(ENDPOINT);
    let folders: BTreeSet<&str> =
        texts.iter().filter(|(_, text)| declares(text)).map(|(path, _)| folder(path)).collect();
    if folders.is_empty() {
        return Infrastructure::default();
    }
    let mut modules: BTreeMap<&str, Vec<File>> = BTreeMap::new();
    let mut calls = Calls::default();
    for (path, text) in texts {
        let is_own = folders.contains(folder(path)) && path.ends_with(".tf");
        if !is_own && path.ends_with(".tf") && !text.contains("module") {
            continue;
        }
        let file = File { source: Source::new(path, &text, Language::Terraform), body: text.parse().ok() };
        if let Some(body) = &file.body {
            calls.add(path, body);
        }
        if is_own {
            modules.entry(folder(path)).or_default().push(file);
        }
    }
    let mut found = Infrastructure::default();
    for (folder, files) in modules {
        declared(&Module::new(folder, &files, &calls), &files, &mut found);
    }
    found
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn declared(module: &Module<'_>, files: &[File], found: &mut Infrastructure) {
    for file in files {
        let before = found.workspaces.len() + found.endpoints.len();
        match &file.body {
            Some(body) => {
                for block in body.get_blocks("resource") {
                    match module::labels(block) {
                        Some((WORKSPACE, _)) => found.workspaces.push(workspace(module, file, block)),
                        Some((ENDPOINT, label)) => found.endpoints.push(endpoint(module, file, block, label)),
                        _ => {}
                    }
                }
            }
            None => found.endpoints.extend(unreadable(file)),
        }
        if found.workspaces.len() + found.endpoints.len() > before {
            found.texts.push((file.source.path.clone(), file.source.text.clone()));
        }
    }
}

/// A broken file may make any number of endpoints.
fn unreadable(file: &File) -> Option<Endpoint> {
    let at = file.source.text.find(ENDPOINT)?;
    let place = file.source.place(at..at + ENDPOINT.len());
    Some(Endpoint { workspace: None, name: ENDPOINT.to_owned(), target: None, place })
}

fn workspace(module: &Module<'_>, file: &File, block: &Block) -> Workspace {
    let flag = |key: &str| {
        block.body.get_attribute(key).map_or(Known::Absent, |attribute| module.flag(&attribute.value).into())
    };
    let protection = "data_exfiltration_protection_enabled";
    let managed = "managed_virtual_network_enabled";
    let network = match said(flag(managed), flag(protection)) {
        // A workspace that the code does not make is no other.
        _ if module.is_conditional => super::Said::Nothing,
        said => said,
    };
    let attribute = block.body.get_attribute(protection).or(block.body.get_attribute(managed));
    let span = attribute.and_then(hcl_edit::Span::span).unwrap_or_else(|| header(block));
    Workspace { name: module.text_of(block, "name").and_then(certain), network, place: file.source.place(span) }
}

fn endpoint(module: &Module<'_>, file: &File, block: &Block, label: &str) -> Endpoint {
    let once = !module::is_repeated(block) && !module.is_conditional;
    let name = module.text_of(block, "name").and_then(certain).unwrap_or_else(|| label.to_owned());
    let workspace = block.body.get_attribute("synapse_workspace_id").and_then(|id| module.workspace(&id.value));
    let target = target(module, block).filter(|_| once);
    Endpoint { workspace, name, target, place: file.source.place(header(block)) }
}

fn target(module: &Module<'_>, block: &Block) -> Option<Target> {
    let resource_id = resource_id(&module.text_of(block, "target_resource_id")?)?;
    let group = match block.body.get_attribute("subresource_name") {
        Some(attribute) => certain(module.text(&attribute.value))?,
        None => resource_id.to_lowercase().contains(&PRIVATE_LINK_SERVICE.to_lowercase()).then(String::new)?,
    };
    Some(Target { resource_id, group, fqdns: Vec::new() })
}

/// The line that opens a block: its keyword and labels.
fn header(block: &Block) -> std::ops::Range<usize> {
    let start = hcl_edit::Span::span(&block.ident).map_or(0, |span| span.start);
    let end = block.labels.last().and_then(hcl_edit::Span::span).map_or(start, |span| span.end);
    start..end.max(start)
}
