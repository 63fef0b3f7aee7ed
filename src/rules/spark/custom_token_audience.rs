//! `custom-token-audience`: `getToken` for an audience the token library does not know.

use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::suggest::closest;
use crate::workspace::Artifact;
use crate::workspace::code::{AUDIENCES, What};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        let What::Library(call) = &fact.what else { continue };
        let Some((audience, known)) = call.audience.literal() else { continue };
        if audience.is_empty() || AUDIENCES.iter().any(|name| name.eq_ignore_ascii_case(audience)) {
            continue;
        }
        let message = format!(
            "{} asks for a token for \"{audience}\", which is none of the audiences the token library gives tokens for",
            artifact.described()
        );
        let draft = in_code::at_text(artifact, sink, fact, known, message).label("no known audience");
        if let Some(near) = closest(audience, AUDIENCES.into_iter()) {
            draft.help(format!("did you mean \"{near}\"?"));
        }
    }
}
