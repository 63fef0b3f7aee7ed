//! `data-lake-without-blob`: an account that data flows write to has an endpoint for `dfs` and none for `blob`.

use crate::catalog;
use crate::json::Node;
use crate::network::{Coverage, PrivateEndpoint, RuntimeClass, Scope, endpoints};
use crate::rule::{Context, Sink};
use crate::workspace::graph::Target;
use crate::workspace::{Artifact, Kind, Workspace};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let network = context.network;
    let Some(endpoint) = network.private_endpoint_of(artifact).filter(|endpoint| is_data_lake(endpoint)) else {
        return;
    };
    let hosts = catalog::host_templates(&endpoint.resource_type, "blob").iter();
    let name = endpoint.resource_name.to_lowercase();
    let has_blob =
        hosts.take(1).any(|host| !matches!(network.coverage(&host.replace("{name}", &name)), Coverage::Missing(_)));
    let Some(node) = artifact.property(&["groupId"]).filter(|_| !has_blob) else { return };
    let Some((flow, place)) = writer(context, endpoint) else { return };
    let message = format!(
        "the storage account \"{}\" is written by data flows and has a private endpoint for \"dfs\", but none for \"blob\"",
        endpoint.resource_name
    );
    sink.report(node, message).related(flow, place, format!("{} writes to it", flow.described()));
}

fn is_data_lake(endpoint: &PrivateEndpoint) -> bool {
    endpoint.is_to("Microsoft.Storage/storageAccounts") && endpoint.group.eq_ignore_ascii_case("dfs")
}

/// A data flow that writes to the account, with the reference that names where.
fn writer<'a>(context: &Context<'a>, endpoint: &PrivateEndpoint) -> Option<(&'a Artifact, Node<'a>)> {
    let workspace = context.workspace;
    workspace.of_kind(Kind::Dataflow).find_map(|flow| {
        flow.references.iter().find_map(|reference| {
            let Target::Name(name) = &reference.target else { return None };
            let node = flow.document.node(reference.node);
            let is_sink = node.ancestors().any(|holder| holder.key_is("sinks"));
            let service = is_sink.then(|| service(workspace, reference.kind, name)).flatten()?;
            leads_to(context, service, endpoint).then_some((flow, node))
        })
    })
}

/// The linked service behind a sink: named itself, or by its dataset.
fn service<'a>(workspace: &'a Workspace, kind: Kind, name: &str) -> Option<&'a Artifact> {
    let target = workspace.find(kind, name)?;
    if kind == Kind::LinkedService {
        return Some(target);
    }
    let service = target.property(&["linkedServiceName", "referenceName"])?;
    workspace.find(Kind::LinkedService, &service.as_str()?)
}

fn leads_to<'a>(context: &Context<'a>, service: &'a Artifact, endpoint: &PrivateEndpoint) -> bool {
    endpoints(&Scope::new(context.workspace), service).iter().any(|own| {
        let managed = context.network.runtime(context.workspace, own.connect_via) == RuntimeClass::Managed;
        managed && own.host.name().is_some_and(|host| endpoint.covers(host))
    })
}
