//! `self-hosted-linked-service`: Spark reads or writes by a linked service on a self-hosted runtime, which it goes past.

use super::service::Service;
use crate::network::RuntimeClass;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::code::Role;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for service in Service::used(context, artifact) {
        // Credentials come from the service whatever the runtime is.
        if matches!(service.used.role, Role::Connection(_) | Role::Vault) {
            continue;
        }
        let connect_via = service.target.property(&["connectVia"]);
        if context.network.runtime(context.workspace, connect_via) != RuntimeClass::SelfHosted {
            continue;
        }
        let message = format!(
            "{} reaches data by linked service \"{}\", but Spark does not go through its self-hosted integration runtime",
            artifact.described(),
            service.used.name
        );
        let draft = service.report(artifact, sink, message).label("connects from the Spark pool itself");
        service.show(draft, &["connectVia", "referenceName"], "its runtime, which pipelines use");
    }
}
