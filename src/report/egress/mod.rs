//! The egress map, one form a file.

pub mod json;
mod table;

use crate::lint::Analysed;
use crate::network::{Egress, PrivateEndpoint, Unknown, Verdict};

/// The map for people: grouped by verdict, the worst first.
pub fn table(workspaces: &[Analysed], width: usize) -> String {
    let shown = workspaces.iter().map(|analysed| table::render(analysed, &map(analysed), width));
    shown.collect::<Vec<_>>().join("\n")
}

fn map(analysed: &Analysed) -> Egress<'_> {
    Egress::new(&analysed.workspace, &analysed.network)
}

/// What a verdict means, in a few words.
fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Missing => "no private endpoint covers it",
        Verdict::NearMiss => "no private endpoint covers it, one comes near",
        Verdict::NoPrivateLink => "there is nothing a private endpoint could lead to",
        Verdict::PublicRuntime => "leaves by a runtime outside the managed network",
        Verdict::Outside => "leaves by a runtime the protection does not reach",
        Verdict::Pending => "its private endpoint is not approved",
        Verdict::Declared => "has a private endpoint; approval is not known",
        Verdict::Covered => "has a private endpoint that is approved or the service's own",
        Verdict::Assumed => "a host of the workspace itself",
        Verdict::Unknown => "cannot be told from here",
    }
}

fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Missing => "missing",
        Verdict::NearMiss => "near-miss",
        Verdict::NoPrivateLink => "no-private-link",
        Verdict::PublicRuntime => "public-runtime",
        Verdict::Outside => "outside",
        Verdict::Pending => "pending",
        Verdict::Declared => "declared",
        Verdict::Covered => "covered",
        Verdict::Assumed => "assumed",
        Verdict::Unknown => "unknown",
    }
}

fn reason(why: Unknown) -> &'static str {
    match why {
        Unknown::Expression => "an expression computes it",
        Unknown::Secret => "it is kept as a secret",
        Unknown::Placeholder => "a deployment or a reader fills it in",
        Unknown::Missing => "it is not said",
        Unknown::NotAUrl => "the text names no host",
    }
}

/// The subscription of a private endpoint's target.
fn subscription(endpoint: &PrivateEndpoint) -> Option<&str> {
    let mut parts = endpoint.resource_id.trim().trim_start_matches('/').split('/');
    parts.next().filter(|first| first.eq_ignore_ascii_case("subscriptions")).and(parts.next())
}
