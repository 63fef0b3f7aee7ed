//! `user-assigned-identity`: code names a linked service that signs in with a user-assigned managed identity.

use super::service::Service;
use crate::rule::{Context, Sink};
use crate::rules::storage::credential;
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for service in Service::used(context, artifact) {
        let Some(credential) = credential(context.workspace, service.target) else { continue };
        let Some(identity) = credential.property(&["typeProperties", "resourceId"]) else { continue };
        let message = format!(
            "{} uses linked service \"{}\", which signs in with the user-assigned identity of credential \"{}\"; Spark refuses it",
            artifact.described(),
            service.used.name,
            credential.name
        );
        let draft = service.report(artifact, sink, message).label("cannot sign in from Spark");
        let draft = service.show(draft, &["typeProperties", "credential", "referenceName"], "its credential");
        draft.related(credential, identity, "a user-assigned identity");
    }
}
