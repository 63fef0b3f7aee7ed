//! `vault-mismatch`: `getSecret` names one vault, and its linked service is another.

use super::service::is_of;
use crate::network::host_of;
use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::workspace::code::What;
use crate::workspace::{Artifact, Kind};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        let What::Library(call) = &fact.what else { continue };
        let (Some((vault, known)), Some((name, _))) = (call.vault.literal(), call.service.literal()) else { continue };
        let Some(target) = context.workspace.find(Kind::LinkedService, name) else { continue };
        let url = target.property(&["typeProperties", "baseUrl"]).filter(|_| is_of(target, &["AzureKeyVault"]));
        let host = host_of(url);
        let (Some(url), Some(own)) = (url, host.name().and_then(|host| host.split('.').next())) else { continue };
        let plain = vault.trim().trim_start_matches("https://").split(['.', '/']).next().unwrap_or_default();
        if plain.is_empty() || plain.eq_ignore_ascii_case(own) {
            continue;
        }
        let message = format!(
            "{} asks vault \"{plain}\" for a secret by linked service \"{name}\", whose vault is \"{own}\"",
            artifact.described()
        );
        let draft = in_code::at_text(artifact, sink, fact, known, message).label("another vault");
        draft.related(target, url, format!("the vault of \"{name}\""));
    }
}
