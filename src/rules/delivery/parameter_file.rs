//! `parameter-file`: the file that says what a template makes a parameter has a name nothing reads, is no JSON, or
//! says something nobody understands.

use super::report_problem;
use crate::delivery::{Content, File, RuleFault, beginning, right_name, rule_fault};
use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Repository, Sink};
use crate::workspace::{Product, Workspace};

pub fn check(repository: &Repository<'_>, file: &File, sink: &mut Sink<'_>) {
    let Content::Definition(json) = &file.content else { return };
    let workspace = repository.workspaces.iter().find(|workspace| workspace.root == file.folder());
    if let Some(wanted) = workspace.map(|workspace| right_name(workspace.product)).filter(|name| *name != file.name()) {
        if !is_told_apart(repository, workspace, file, wanted) {
            return;
        }
        let message = format!("nothing reads {}: the file is called {wanted}", file.name());
        let help = format!("rename it to {wanted}; every letter and its case count");
        sink.report_span(beginning(file.text()), message).help(help).subject(file.name());
        return;
    }
    if report_problem(json, file.name(), sink) {
        return;
    }
    let leaves = json.document.nodes().filter(|node| !node.is_object() && !node.is_array());
    leaves.for_each(|leaf| judge(leaf, sink));
}

/// Is the wrong name a fault for sure? The right file may lie beside a copy, and a file of Data Factory in a folder
/// that has nothing only Synapse has may well be right.
fn is_told_apart(repository: &Repository<'_>, workspace: Option<&&Workspace>, file: &File, wanted: &str) -> bool {
    let mut beside = repository.delivery.files.iter().filter(|other| other.folder() == file.folder());
    if beside.any(|other| other.name() == wanted) {
        return false;
    }
    let of_other_service = file.name() == right_name(Product::DataFactory);
    !of_other_service || workspace.is_some_and(|own| own.artifacts.iter().any(|one| one.kind.is_synapse_only()))
}

/// Everything a file of parameters says at its leaves is a rule.
fn judge(leaf: Node<'_>, sink: &mut Sink<'_>) {
    let text = leaf.as_str();
    let fault = match &text {
        Some(text) => rule_fault(text).map(words),
        None => Some("is no text".to_owned()),
    };
    let Some(fault) = fault else { return };
    let shown = text.as_deref().map_or_else(|| leaf.raw().to_owned(), |text| format!("\"{text}\""));
    let owner = leaf.ancestors().find_map(Node::key).filter(|_| leaf.key().is_none());
    let key = leaf.key().or(owner).unwrap_or_default();
    sink.report(leaf, format!("the value {shown} of \"{key}\" {fault}")).level(Level::Warning);
}

/// What is wrong with a rule, behind the value.
fn words(fault: RuleFault<'_>) -> String {
    match fault {
        RuleFault::TooManyParts => "has more than the three parts of <action>:<name>:<type>".to_owned(),
        RuleFault::NoAction => "does not begin with one of the actions =, - and |".to_owned(),
        RuleFault::UnknownType(kind, near) => {
            let near = near.map(|near| format!(": did you mean {near}?")).unwrap_or_default();
            format!("has the type {kind}, which no parameter has{near}")
        }
    }
}
