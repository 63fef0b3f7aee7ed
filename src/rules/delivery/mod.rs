//! Rules of the group `delivery`.

pub mod deletes_unlisted_artifacts;
pub mod endpoint_not_parameterized;
pub mod endpoints_not_deployed;
pub mod literal_environment_host;
pub mod parameter_file;
pub mod publish_config;
pub mod runtime_type_drift;
pub mod stripped_fqdns;

use crate::delivery::{File, Json, Step, beginning};
use crate::network::{Network, Origin, PrivateEndpoint};
use crate::rule::{Draft, Repository, Sink};
use crate::workspace::graph::is_placeholder;
use crate::workspace::{Problem, Workspace};

/// The private endpoints that Git has, that the service did not make itself, and whose target is written out.
fn own_endpoints(network: &Network) -> impl Iterator<Item = &PrivateEndpoint> {
    let own = network.private_endpoints.iter().filter(|endpoint| matches!(endpoint.origin, Origin::Git(_)));
    own.filter(|endpoint| {
        !endpoint.made_by_service && !endpoint.is_computed() && !is_placeholder(&endpoint.resource_id)
    })
}

/// `managed private endpoint "mpe-lake"`, or how many.
fn called(endpoints: &[&PrivateEndpoint]) -> String {
    match endpoints {
        [one] => format!("managed private endpoint \"{}\"", one.name),
        many => format!("{} managed private endpoints", many.len()),
    }
}

/// Shows the endpoints, by name where there are several.
fn show<'d>(draft: Draft<'d>, workspace: &Workspace, network: &Network, endpoints: &[&PrivateEndpoint]) -> Draft<'d> {
    let files = endpoints.iter().filter_map(|endpoint| network.artifact_of(workspace, endpoint));
    files.fold(draft, |draft, file| draft.used_by(file, file.anchor(), file.described()))
}

/// The workspace that a step deploys, with its network.
fn deployed<'a>(repository: &Repository<'a>, file: &File, step: &Step) -> Option<(&'a Workspace, &'a Network)> {
    let root = repository.delivery.target(file, step).filter(|_| step.deploys())?;
    let workspace = repository.workspaces.iter().copied().find(|workspace| workspace.root == root)?;
    Some((workspace, repository.network(workspace)?))
}

/// Reports why a file is no JSON object; tells whether it did.
fn report_problem(json: &Json, name: &str, sink: &mut Sink<'_>) -> bool {
    match &json.problem {
        // A file is no folder.
        None | Some(Problem::ClosedFolder(_)) => return false,
        Some(Problem::Unreadable { why, span, .. }) => {
            sink.report_span(span.clone(), format!("{name} cannot be read: {why}")).subject("unreadable");
        }
        Some(Problem::Syntax(error)) => {
            let message = format!("{name} is not JSON: {error}");
            sink.report_span(error.span.clone(), message).label("here").subject(error.message.as_str());
        }
        Some(Problem::NotAnObject(_)) => {
            let message = format!("{name} is no JSON object");
            sink.report_span(beginning(json.document.text()), message).label("here").subject("object");
        }
    }
    true
}
