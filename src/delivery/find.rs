//! Which files are delivery files: by name in the roots of workspaces and above, by what they call in workflows.

use super::definition::{is_meant, right_name};
use super::step::{hints_at_step, steps};
use super::{Content, Delivery, File, Json};
use crate::json::Span;
use crate::language::secret;
use crate::language::yaml::{self, Yaml};
use crate::workspace::discover::is_below;
use crate::workspace::files::{Files, WORKFLOW_FOLDERS};
use crate::workspace::sensitive::{self, Hidden, Mask};
use crate::workspace::{Product, Workspace, read_json};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Workflows that are longer were not written by anyone.
const LONGEST: usize = 1 << 20;

/// The roots of Synapse among workspaces.
pub fn roots(workspaces: &[Workspace]) -> Vec<String> {
    let synapse = workspaces.iter().filter(|workspace| workspace.product == Product::Synapse);
    synapse.map(|workspace| workspace.root.clone()).collect()
}

/// Reads the delivery files of workspaces: among `paths`, what was found below `folder`, and beside the way that leads
/// from the base to `folder`, where whoever checks a part of a repository has the rest. `roots` are those of all
/// workspaces found, of which some may not be looked at.
pub fn load(
    files: &dyn Files,
    folder: &str,
    paths: &[String],
    roots: Vec<String>,
    workspaces: &[&Workspace],
) -> Delivery {
    if workspaces.is_empty() {
        return Delivery::default();
    }
    let beside = beside(files, folder);
    let candidates: BTreeSet<&str> = paths.iter().chain(&beside).map(String::as_str).collect();
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let files = candidates.into_par_iter().filter_map(|path| read(files, path, workspaces)).collect();
    Delivery { files, roots, folder: folder.to_owned() }
}

/// Files outside the folder that may have to do with it.
fn beside(files: &dyn Files, folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut around = folder;
    // What lies outside the base has no way to it.
    while !around.is_empty() && !around.starts_with("..") {
        around = around.rsplit_once('/').map_or("", |(above, _)| above);
        let inside = |name: &str| if around.is_empty() { name.to_owned() } else { format!("{around}/{name}") };
        found.extend(WORKFLOW_FOLDERS.iter().flat_map(|name| files.list(&inside(name))));
        let definitions = [Product::Synapse, Product::DataFactory].map(|product| inside(right_name(product)));
        found.extend(definitions.into_iter().filter(|path| files.read(path).is_ok()));
    }
    found
}

fn read(files: &dyn Files, path: &str, workspaces: &[&Workspace]) -> Option<File> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let in_root = || workspaces.iter().any(|workspace| workspace.root == folder);
    let above_root = || workspaces.iter().any(|workspace| is_below(&workspace.root, folder));
    if name == "publish_config.json" && in_root() {
        return Some(json(files, path, Content::PublishConfig));
    }
    let right = || [Product::Synapse, Product::DataFactory].map(right_name).contains(&name);
    if is_meant(name) && (in_root() || (right() && above_root())) {
        return Some(json(files, path, Content::Definition));
    }
    if is_yaml(name) { workflow(files, path) } else { None }
}

fn is_yaml(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| ["yml", "yaml"].iter().any(|known| end.eq_ignore_ascii_case(known)))
}

fn json(files: &dyn Files, path: &str, content: impl Fn(Json) -> Content) -> File {
    let (document, problem) = read_json(files, path);
    let hidden = sensitive::hidden_in_text(document.text(), Vec::new());
    let mask = Mask::of_text(document.text(), &hidden);
    File { path: path.into(), content: content(Json { document, problem }), hidden, mask }
}

/// A workflow that deploys a workspace. One that is broken or deploys nothing is not looked at.
fn workflow(files: &dyn Files, path: &str) -> Option<File> {
    let bytes = files.read(path).ok().filter(|bytes| bytes.len() <= LONGEST)?;
    let text = String::from_utf8(bytes).ok().filter(|text| hints_at_step(text))?;
    let documents = yaml::parse(&text)?;
    let steps: Vec<_> = documents.iter().flat_map(steps).collect();
    if steps.is_empty() {
        return None;
    }
    let hidden = hidden(&text, &documents);
    let mask = Mask::of_text(&text, &hidden);
    Some(File { path: path.into(), content: Content::Workflow { text, steps }, hidden, mask })
}

/// The secrets of a workflow: by their form, and what stands under a name that says what it is.
fn hidden(text: &str, documents: &[Yaml]) -> Hidden {
    let mut known = Vec::new();
    documents.iter().for_each(|document| named_secrets(document, text, &mut known));
    sensitive::hidden_in_text(text, known)
}

fn named_secrets(yaml: &Yaml, text: &str, found: &mut Vec<(Span, secret::Kind)>) {
    yaml.items().iter().for_each(|item| named_secrets(item, text, found));
    for (key, value) in yaml.pairs() {
        let kind = key.text().zip(value.text()).and_then(|(name, value)| secret::named(name, value.trim()));
        if let Some(kind) = kind {
            let quoted = usize::from(text[value.span.clone()].starts_with(['"', '\'']));
            found.push((value.span.start + quoted..value.span.end - quoted, kind));
        }
        named_secrets(value, text, found);
    }
}
