//! `unreachable-activity`: an activity that calls a host no private endpoint covers.

use crate::catalog;
use crate::finding::Level;
use crate::network::Fault;
use crate::rule::{Context, Sink};
use crate::rules::reach::{FrontDoor, blocked_call, caller, endpoint_to_make, label, near_miss, partial};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for found in context.reach.unreachable(artifact) {
        let (Fault::Activity(_), Some(host)) = (&found.fault, found.endpoint.host.name()) else { continue };
        let who = caller(artifact, &found.endpoint);
        let front_door = FrontDoor::of(host);
        let message = blocked_call(&who, host, front_door);
        let help = match front_door {
            Some(FrontDoor::Resources) => "run the activity on a self-hosted runtime".to_owned(),
            Some(FrontDoor::Tokens) => {
                "let the activity authenticate by managed identity, which needs no call of its own".to_owned()
            }
            None if catalog::azure_service(host).is_some() => endpoint_to_make(host),
            None => format!("{}, or run the activity on a self-hosted runtime", endpoint_to_make(host)),
        };
        let mut draft = sink.report(found.endpoint.node, message).subject(host).help(help);
        draft = draft.label(label(found.endpoint.node, host));
        draft = match front_door {
            Some(FrontDoor::Resources) => draft,
            Some(FrontDoor::Tokens) => draft.level(Level::Warning),
            None => partial(context, draft),
        };
        for miss in &found.near {
            draft = near_miss(context, draft, miss);
        }
    }
}
