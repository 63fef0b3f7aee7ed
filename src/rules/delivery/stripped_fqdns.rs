//! `stripped-fqdns`: the deployment action drops the names of an endpoint that cannot be without them.

use super::{called, deployed, own_endpoints, show};
use crate::delivery::{File, Flag};
use crate::network::PrivateEndpoint;
use crate::rule::{Repository, Sink};

pub fn check(repository: &Repository<'_>, file: &File, sink: &mut Sink<'_>) {
    for step in file.steps() {
        let Flag::On(input) = step.endpoints() else { continue };
        let Some((workspace, network)) = deployed(repository, file, step) else { continue };
        let needs_names =
            |endpoint: &&PrivateEndpoint| endpoint.is_to_private_link_service() && !endpoint.fqdns.is_empty();
        let stripped: Vec<&PrivateEndpoint> = own_endpoints(network).filter(needs_names).collect();
        if stripped.is_empty() {
            continue;
        }
        let message = format!(
            "the step \"{}\" drops the fqdns of {}; without them the service refuses an endpoint to a Private Link Service",
            step.name,
            called(&stripped)
        );
        let draft = sink.report_place(&format!("{} › {}", step.place, input.name), input.span.clone(), message);
        let draft = draft.label("fqdns are not sent").subject(workspace.shown_root());
        show(draft, workspace, network, &stripped);
    }
}
