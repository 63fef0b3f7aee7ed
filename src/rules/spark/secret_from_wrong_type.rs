//! `secret-from-wrong-type`: a secret is asked of a linked service that is no Key Vault.

use super::service::Service;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::code::Role;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for service in Service::used(context, artifact) {
        if !matches!(service.used.role, Role::Vault)
            || service.target.type_name().is_none()
            || service.is_of(&["AzureKeyVault"])
        {
            continue;
        }
        let message = format!(
            "{} takes a secret by linked service \"{}\", which is of type {} and no Key Vault",
            artifact.described(),
            service.used.name,
            service.type_name()
        );
        let draft = service.report(artifact, sink, message).label("no Key Vault");
        service.show_type(draft);
    }
}
