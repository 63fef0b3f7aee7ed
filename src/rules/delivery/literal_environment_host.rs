//! `literal-environment-host`: a linked service names a resource of one environment, and the template gives a
//! deployment no parameter to name another.

use crate::catalog::azure_service;
use crate::delivery::covers;
use crate::json::Node;
use crate::network::{Scope, endpoints};
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Product};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    if context.workspace.product != Product::Synapse || artifact.is_built_in() {
        return;
    }
    // Without the file the service chooses the parameters, and what it chooses is not documented in full. Whether one
    // above the root is read depends on how Git is set up.
    let definition = context.delivery.definition_of(context.workspace);
    let Some((file, json)) = definition.filter(|(file, _)| file.folder() == context.workspace.root) else { return };
    let Some(type_name) = artifact.type_name().filter(|_| json.problem.is_none()) else { return };
    for endpoint in endpoints(&Scope::new(context.workspace), artifact) {
        let (Some(host), Some(key)) = (endpoint.host.name(), endpoint.node.key()) else { continue };
        // Connection strings are parameters whatever the file says.
        let is_string = key.to_ascii_lowercase().contains("connectionstring");
        let resource = azure_service(host).and_then(|service| service.name);
        if is_string || resource.is_none() || !is_literal(endpoint.node) {
            continue;
        }
        if covers(json.document.root(), &type_name, &["properties", "typeProperties", &key]) {
            continue;
        }
        let message =
            format!("{} names {host}, and {} makes no parameter of its \"{key}\"", artifact.described(), file.name());
        sink.report(endpoint.node, message).subject(host).label("the same in every environment");
    }
}

/// Is the value written out, without an expression?
fn is_literal(node: Node<'_>) -> bool {
    node.as_str().is_some_and(|text| !text.starts_with('@') && !text.contains("@{"))
}
