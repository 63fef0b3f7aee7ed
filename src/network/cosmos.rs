//! Accounts of Cosmos DB: each interface of one has host names, and so a private endpoint, of its own. The analytical
//! store is read at hosts that no linked service names, so that what reads it has to be looked for in code.

use super::Network;
use super::private_endpoint::{Coverage, PrivateEndpoint};
use crate::catalog;
use crate::workspace::code::{Known, What};
use crate::workspace::{Artifact, Kind, Workspace};

/// The resource type of an account.
pub(super) const ACCOUNTS: &str = "Microsoft.DocumentDB/databaseAccounts";

/// What reads an analytical store: code, at the format that says so.
pub type Reader<'a> = (&'a Artifact, &'a Known);

/// Code that reads the analytical store of an account that has an endpoint for its transactions alone.
pub(super) fn cut_off_reader<'a>(
    network: &'a Network,
    workspace: &'a Workspace,
    service: &Artifact,
    host: &str,
) -> Option<(&'a PrivateEndpoint, Reader<'a>)> {
    let Coverage::Covered(endpoint) = network.coverage(host) else { return None };
    if !endpoint.is_to(ACCOUNTS) || endpoint.is_computed() {
        return None;
    }
    let name = endpoint.resource_name.to_lowercase();
    let store = catalog::host_templates(ACCOUNTS, "Analytical").first()?.replace("{name}", &name);
    let cut_off = matches!(network.coverage(&store), Coverage::Missing(_));
    let reader = cut_off.then(|| reader(workspace, service)).flatten()?;
    Some((endpoint, reader))
}

/// The first notebook that reads the analytical store by a linked service.
fn reader<'a>(workspace: &'a Workspace, service: &Artifact) -> Option<Reader<'a>> {
    let mut notebooks = workspace.of_kind(Kind::Notebook).filter(|own| own.document.says("cosmos.olap"));
    notebooks.find_map(|notebook| {
        notebook.code().iter().find_map(|fact| {
            let What::Connector(connector) = &fact.what else { return None };
            let (format, known) = connector.format.literal()?;
            let (named, _) = connector.option("spark.synapse.linkedService")?.literal()?;
            let reads = format.eq_ignore_ascii_case("cosmos.olap") && named.eq_ignore_ascii_case(&service.name);
            reads.then_some((notebook, known))
        })
    })
}
