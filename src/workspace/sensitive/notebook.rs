//! Secrets in notebooks: code, text and stored outputs. Comments count; what was committed has leaked.

use super::collect::Collected;
use super::settings::setting;
use super::{Holder, Secret};
use crate::json::Node;
use crate::language::placeholder::is_no_secret;
use crate::language::secret::{Found, Kind, assigned, forms, hints_at_assigned, hints_at_form, outermost};
use crate::workspace::Artifact;
use crate::workspace::code::What;
use crate::workspace::notebook::{Cell, code_cells};

pub fn secrets(artifact: &Artifact) -> Vec<Secret> {
    let text = artifact.document.text();
    let stores = text.contains("utSecret");
    if !stores && !hints_at_assigned(text) && !hints_at_form(text) {
        return Vec::new();
    }
    let mut found = Collected::default();
    if stores {
        stored(&mut found, artifact);
    }
    for cell in code_cells(artifact) {
        let own = forms(cell.text()).into_iter().chain(assigned(cell.text())).collect();
        outermost(own).iter().for_each(|one| in_cell(&mut found, &cell, one));
    }
    for cell in artifact.property(&["cells"]).into_iter().flat_map(Node::items) {
        outside_code(&mut found, cell);
    }
    for node in artifact.property(&["sessionProperties"]).into_iter().flat_map(Node::descendants) {
        setting(&mut found, node);
    }
    found.finish(&artifact.document)
}

fn in_cell(found: &mut Collected, cell: &Cell<'_>, one: &Found) {
    let name = &cell.text()[one.name.clone()];
    for (part, (node, range)) in cell.locate_all(one.range.clone()).enumerate() {
        let holder = if part == 0 { Holder::Code } else { Holder::Continued };
        found.add(node, range, one.kind, holder, name);
    }
}

/// Literals that the code stores in a vault: `putSecret("kv", "name", "…")`.
fn stored(found: &mut Collected, artifact: &Artifact) {
    /// What is shorter is made up.
    const SHORTEST: usize = 8;
    for fact in artifact.code().iter() {
        let What::Library(call) = &fact.what else { continue };
        let Some((value, known)) = call.value.literal() else { continue };
        if value.len() >= SHORTEST && !is_no_secret(value) {
            let (node, range) = known.origin.as_ref().unwrap_or(&known.place).of(artifact);
            found.add(node, range, Kind::Secret, Holder::Code, call.function);
        }
    }
}

/// Stored outputs, and the text of cells that are no code.
fn outside_code(found: &mut Collected, cell: Node<'_>) {
    let is_code = cell.get("cell_type").and_then(Node::as_str).is_none_or(|kind| kind == "code");
    let text = cell.get("source").filter(|_| !is_code);
    let places =
        cell.get("outputs").into_iter().chain(text).flat_map(|node| std::iter::once(node).chain(node.descendants()));
    for (node, value) in places.filter_map(|node| Some((node, node.as_str()?))) {
        found.add_forms(node, &value, Some(Holder::Code));
    }
}
