//! `public-host-in-notebook`: code calls a host, other than storage, that no private endpoint covers.

use super::code::Blocked;
use crate::catalog;
use crate::finding::Level;
use crate::network::Destination;
use crate::rule::{Context, Sink};
use crate::rules::reach::{FrontDoor, blocked_call, endpoint_to_make, partial};
use crate::workspace::Artifact;
use crate::workspace::code::AUDIENCES;
use std::net::IpAddr;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for blocked in Blocked::of(context, artifact, &[Destination::Bucket, Destination::Other]) {
        let (host, who) = (blocked.call.host.as_str(), artifact.described());
        let front_door = FrontDoor::of(host);
        let message = blocked_call(&who, host, front_door);
        let draft = blocked.report(context, artifact, sink, message).help(help(host, front_door));
        match front_door {
            Some(FrontDoor::Resources) => {}
            Some(FrontDoor::Tokens) => drop(draft.level(Level::Warning)),
            None => drop(partial(context, draft)),
        }
    }
}

fn help(host: &str, front_door: Option<FrontDoor>) -> String {
    match front_door {
        Some(FrontDoor::Resources) => "let a pipeline call it, on a self-hosted runtime".to_owned(),
        Some(FrontDoor::Tokens) => format!(
            "let mssparkutils.credentials.getToken get it where it knows the audience ({}); for any other let a pipeline call the API, on a self-hosted runtime",
            AUDIENCES.join(", ")
        ),
        None if host.parse::<IpAddr>().is_ok() => "reach it by a name that a Private Link Service lists".to_owned(),
        None if catalog::azure_service(host).is_some() => endpoint_to_make(host),
        None => format!("let a pipeline on a self-hosted runtime fetch the data, or {}", endpoint_to_make(host)),
    }
}
