//! `unsupported-mount`: a mount of storage, or by a linked service, that mounting refuses.

use super::service::Service;
use crate::finding::Level;
use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::rules::storage::{Authentication, authentication};
use crate::workspace::Artifact;
use crate::workspace::code::{Fact, Mount, Role, What};

/// The types of linked services that can be mounted.
const TYPES: [&str; 2] = ["AzureBlobFS", "AzureBlobStorage"];

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        if let What::Mount(mount) = &fact.what {
            of_source(artifact, fact, mount, sink);
        }
    }
    for service in Service::used(context, artifact) {
        let What::Mount(mount) = &service.used.fact.what else { continue };
        if service.used.role == Role::Mount && refused(mount).is_none() {
            of_service(context, artifact, &service, sink);
        }
    }
}

/// The kind of storage that is mounted, when it is one that mounting refuses.
fn refused(mount: &Mount) -> Option<&'static str> {
    let source = mount.source.known()?.text.to_lowercase();
    if source.starts_with("adl://") {
        return Some("Data Lake Storage Gen1");
    }
    let host = source.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    host.is_some_and(|host| host.contains(".file.core.")).then_some("an Azure file share")
}

fn of_source(artifact: &Artifact, fact: &Fact, mount: &Mount, sink: &mut Sink<'_>) {
    let (Some(known), Some(kind)) = (mount.source.known(), refused(mount)) else { return };
    let message = format!("{} mounts {kind}, which Synapse cannot mount", artifact.described());
    in_code::at_text(artifact, sink, fact, known, message).label("refused at run time");
}

fn of_service(context: &Context<'_>, artifact: &Artifact, service: &Service<'_>, sink: &mut Sink<'_>) {
    let name = service.used.name;
    if service.target.type_name().is_none() {
        return;
    }
    if !service.is_of(&TYPES) {
        let message = format!(
            "{} mounts storage by linked service \"{name}\", which is of type {}; only Data Lake Storage Gen2 and Blob storage can be mounted",
            artifact.described(),
            service.type_name()
        );
        let draft = service.report(artifact, sink, message).label("refused at run time");
        service.show_type(draft);
        return;
    }
    let Some(way @ (Authentication::ServicePrincipal | Authentication::Signature)) =
        authentication(context.workspace, service.target)
    else {
        return;
    };
    let message = format!(
        "{} mounts storage by linked service \"{name}\", which signs in with {}; a mount takes an account key or a managed identity",
        artifact.described(),
        way.words()
    );
    let key = if way == Authentication::Signature { "sasUri" } else { "servicePrincipalId" };
    let draft = service.report(artifact, sink, message).label("not documented to work").level(Level::Warning);
    service.show(draft, &["typeProperties", key], "how it signs in");
}
