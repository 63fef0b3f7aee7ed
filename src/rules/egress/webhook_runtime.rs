//! `webhook-runtime`: a WebHook activity that no managed-network runtime carries.

use crate::network::{Caller, Host, Scope, endpoints};
use crate::rule::{Context, Sink};
use crate::rules::reach::caller;
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for endpoint in endpoints(&Scope::new(context.workspace), artifact) {
        let Caller::WebHook(activity) = endpoint.caller else { continue };
        if endpoint.connect_via.is_some() || endpoint.host.is_local() {
            continue;
        }
        let to = match &endpoint.host {
            Host::Known { name, .. } => format!(" {name}"),
            Host::Unknown(_) => " out".to_owned(),
        };
        let message =
            format!("{} calls{to} without a runtime in the managed virtual network", caller(artifact, &endpoint));
        let place = activity.get("typeProperties").unwrap_or(activity);
        sink.report(place, message).key(place).subject("connectVia");
    }
}
