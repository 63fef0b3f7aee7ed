//! `endpoints-not-deployed`: Git has private endpoints, and what deploys the workspace leaves them out.

use super::{called, deployed, own_endpoints, show};
use crate::delivery::{File, Flag};
use crate::finding::Level;
use crate::network::{Network, Origin, PrivateEndpoint};
use crate::rule::{Repository, Sink};
use crate::workspace::Workspace;

pub fn check(repository: &Repository<'_>, file: &File, sink: &mut Sink<'_>) {
    for step in file.steps() {
        let (span, name, on_purpose) = match step.endpoints() {
            Flag::Unset => (step.action.clone(), "", false),
            Flag::Off(input) => (input.span.clone(), input.name.as_str(), true),
            Flag::On(_) | Flag::Unknown => continue,
        };
        let Some((workspace, network)) = deployed(repository, file, step) else { continue };
        let left: Vec<&PrivateEndpoint> =
            own_endpoints(network).filter(|own| !is_made_elsewhere(network, own)).collect();
        // An inventory says which endpoints there are, and `undeployed-private-endpoint` says which there are not.
        if left.is_empty() || network.inventory.is_some() || another_step_does(repository, workspace) {
            continue;
        }
        let message =
            format!("the step \"{}\" deploys the workspace without {}, which Git has", step.name, called(&left));
        let place = if name.is_empty() { step.place.clone() } else { format!("{} › {name}", step.place) };
        let label = if on_purpose { "leaves them out" } else { "no input says to deploy them" };
        let draft = sink.report_place(&place, span, message).label(label).subject(workspace.shown_root());
        let draft = if on_purpose { draft.level(Level::Note) } else { draft };
        show(draft, workspace, network, &left);
    }
}

/// Is it known to be made by something else than a deployment of the workspace?
fn is_made_elsewhere(network: &Network, endpoint: &PrivateEndpoint) -> bool {
    let mut others = network.private_endpoints.iter().filter(|other| !matches!(other.origin, Origin::Git(_)));
    others.any(|other| other.has_target_of(endpoint))
}

/// May another step deploy the endpoints of the workspace? One whose workspace is unknown may.
fn another_step_does(repository: &Repository<'_>, workspace: &Workspace) -> bool {
    let delivery = repository.delivery;
    let mut may = delivery.steps().filter(|(_, step)| matches!(step.endpoints(), Flag::On(_) | Flag::Unknown));
    may.any(|(file, step)| delivery.target(file, step).is_none_or(|root| root == workspace.root))
}
