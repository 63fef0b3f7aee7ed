//! What the rules about hosts in code share: the calls that nothing leads to, and how a finding at one begins.

use crate::network::{CodeCall, Coverage, Destination, NearMiss, code_calls};
use crate::rule::{Context, Draft, Sink};
use crate::rules::in_code::{at_fact, at_text};
use crate::rules::reach::{BLOCKED, near_miss};
use crate::workspace::Artifact;

/// A call of code that the managed network does not let out.
pub struct Blocked<'a> {
    /// The call.
    pub call: CodeCall<'a>,
    /// Names of endpoints that come near.
    near: Vec<NearMiss<'a>>,
}

impl<'a> Blocked<'a> {
    /// Every call in an artifact to one of these kinds of destinations that no endpoint covers.
    pub fn of(
        context: &'a Context<'_>,
        artifact: &'a Artifact,
        kinds: &'a [Destination],
    ) -> impl Iterator<Item = Blocked<'a>> {
        let network = context.network;
        let calls = code_calls(artifact).into_iter().filter(|call| kinds.contains(&call.kind));
        calls.filter_map(move |call| {
            let Coverage::Missing(near) = call.coverage(network) else { return None };
            Some(Blocked { call, near })
        })
    }

    /// Begins a finding at the call.
    pub fn report<'s>(
        &self,
        context: &Context<'_>,
        artifact: &Artifact,
        sink: &'s mut Sink<'_>,
        message: String,
    ) -> Draft<'s> {
        let CodeCall { fact, known, host, .. } = &self.call;
        let mut draft = match known {
            Some(known) => at_text(artifact, sink, fact, known, message).subject(host.as_str()),
            None => at_fact(artifact, sink, fact, host, message),
        };
        for miss in &self.near {
            draft = near_miss(context, draft, miss);
        }
        draft.label(self.label(artifact))
    }

    /// What is blocked, and what it comes to where the underlined text does not say so itself.
    fn label(&self, artifact: &Artifact) -> String {
        let place = self.call.known.map_or(&self.call.fact.place, |known| &known.place);
        let (node, within) = place.of(artifact);
        let text = node.as_str().and_then(|text| Some(text.get(within)?.to_lowercase()));
        match text.is_none_or(|text| text.contains(&self.call.host)) {
            true => BLOCKED.to_owned(),
            false => format!("comes to {}: {BLOCKED}", self.call.host),
        }
    }
}
