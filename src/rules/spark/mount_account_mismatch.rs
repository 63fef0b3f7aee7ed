//! `mount-account-mismatch`: a mount names one storage account, and its linked service is another.

use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::rules::storage::{account, account_of_path};
use crate::workspace::code::What;
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        let What::Mount(mount) = &fact.what else { continue };
        let (Some(source), Some((name, _))) = (mount.source.known(), mount.service.literal()) else { continue };
        let Some(target) = context.workspace.find(Kind::LinkedService, name) else { continue };
        let Some(wanted) = account_of_path(&source.text, source.complete) else { continue };
        let Some((own, endpoint)) = account(context.workspace, target) else { continue };
        if own == wanted {
            continue;
        }
        let message = format!(
            "{} mounts a container of storage account \"{wanted}\" by linked service \"{name}\", whose account is \"{own}\"",
            artifact.described()
        );
        let draft = in_code::at_text(artifact, sink, fact, source, message).label("another account");
        let node = endpoint.node;
        let span = endpoint.range.map_or(node.span(), |range| node.span_within(range));
        draft.related_span(target, node, span, format!("the account of \"{name}\""));
    }
}
