//! `endpoint-not-parameterized`: a deployment makes private endpoints in every environment, and all of them lead to the
//! resources of the first.

use super::{called, own_endpoints, show};
use crate::delivery::{COVERS_ENDPOINTS, File, Flag, Step, right_name};
use crate::network::PrivateEndpoint;
use crate::rule::{Repository, Sink};
use crate::workspace::{Product, Workspace};

pub fn check(repository: &Repository<'_>, file: &File, sink: &mut Sink<'_>) {
    let synapse = repository.workspaces.iter().filter(|workspace| workspace.product == Product::Synapse);
    for workspace in synapse.copied() {
        look(repository, workspace, file, sink);
    }
}

fn look(repository: &Repository<'_>, workspace: &Workspace, file: &File, sink: &mut Sink<'_>) {
    let delivery = repository.delivery;
    let steps = delivery.steps().filter(|(_, step)| step.deploys() && matches!(step.endpoints(), Flag::On(_)));
    let mut deploying = steps.filter(|(file, step)| delivery.target(file, step) == Some(&workspace.root));
    let (Some(first), Some(network)) = (deploying.next(), repository.network(workspace)) else { return };
    let own: Vec<&PrivateEndpoint> = own_endpoints(network).collect();
    if own.is_empty() {
        return;
    }
    let which = format!("{} of {}", called(&own), shown(workspace));
    let draft = match delivery.definition_of(workspace) {
        Some((definition, json)) if std::ptr::eq(definition, file) && json.problem.is_none() => {
            let root = json.document.root();
            if root.children().any(|child| child.key().is_some_and(|key| key.eq_ignore_ascii_case(COVERS_ENDPOINTS))) {
                return;
            }
            let message = format!("{} makes no parameter of {which}, and a workflow deploys them", file.name());
            let start = root.span().start;
            let draft = sink.report(root, message).at(start..start + 1).label(format!("no \"{COVERS_ENDPOINTS}\""));
            let (workflow, step) = first;
            draft.related_file(&workflow.path, span_of(step), "deploys them")
        }
        // Of a file under a wrong name `parameter-file` speaks. Without any the first step does, wherever there are more.
        None if std::ptr::eq(first.0, file) && !delivery.has_misnamed_definition(workspace) => {
            let message = format!(
                "the step \"{}\" deploys {which}, and there is no {} to make parameters of the targets",
                first.1.name,
                right_name(Product::Synapse)
            );
            sink.report_place(&first.1.place, span_of(first.1), message).label("the same targets in every environment")
        }
        _ => return,
    };
    show(draft.subject(workspace.shown_root()), workspace, network, &own);
}

fn span_of(step: &Step) -> crate::json::Span {
    match step.endpoints() {
        Flag::On(input) => input.span.clone(),
        _ => step.action.clone(),
    }
}

fn shown(workspace: &Workspace) -> String {
    match workspace.root.as_str() {
        "" => "the workspace".to_owned(),
        root => format!("the workspace {root}"),
    }
}
