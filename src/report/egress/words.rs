//! What the forms of the egress map call things, once for all of them.

use crate::network::{Consumer, Origin, PrivateEndpoint, Row, RuntimeClass, Unknown, Use, Verdict};

/// What a verdict means, in a few words.
pub fn meaning(verdict: Verdict) -> &'static str {
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

/// What a verdict is called.
pub fn name(verdict: Verdict) -> &'static str {
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

/// Why a host is unknown.
pub fn reason(why: Unknown) -> &'static str {
    match why {
        Unknown::Expression => "an expression computes it",
        Unknown::Secret => "it is kept as a secret",
        Unknown::Placeholder => "a deployment or a reader fills it in",
        Unknown::Code => "the code works it out when it runs",
        Unknown::Missing => "it is not said",
        Unknown::NotAUrl => "the text names no host",
        Unknown::NotJson => "the file is not sound JSON",
        Unknown::Unreadable => "it cannot be read",
    }
}

/// What a use is called.
pub fn use_name(own: Use) -> &'static str {
    match own {
        Use::Read => "read",
        Use::SqlRead => "sql-read",
        Use::Write => "write",
        Use::Staging => "staging",
        Use::Secret => "secret",
        Use::Call => "call",
    }
}

/// Where an endpoint is known from.
pub fn origin(endpoint: &PrivateEndpoint) -> String {
    match &endpoint.origin {
        Origin::Git(_) => "Git".to_owned(),
        Origin::Configuration => "configuration".to_owned(),
        Origin::Inventory => "inventory".to_owned(),
        Origin::Code(place) => format!("{}:{}", place.path, place.line),
    }
}

/// What carries the traffic: a runtime, or the pools.
pub fn carrier(row: &Row<'_>) -> String {
    if row.is_pools() { row.runtime_name.clone() } else { format!("runtime {}", row.runtime_name) }
}

/// Where what carries the traffic stands.
pub fn class(class: RuntimeClass) -> &'static str {
    match class {
        RuntimeClass::Managed => "managed network",
        RuntimeClass::Public => "public",
        RuntimeClass::SelfHosted => "self-hosted",
        RuntimeClass::Ssis => "SSIS",
        RuntimeClass::SqlPool => "SQL",
        RuntimeClass::Unknown => "unknown",
    }
}

/// Who talks to a host.
pub fn who(consumer: &Consumer<'_>) -> String {
    let artifact = consumer.artifact.described();
    match &consumer.activity {
        Some(activity) => format!("activity \"{activity}\" of {artifact}"),
        None => artifact,
    }
}

/// What starts it.
pub fn started(consumer: &Consumer<'_>) -> String {
    match (consumer.pipelines.len(), consumer.triggered) {
        (0, _) => "in no pipeline".to_owned(),
        (1, true) => "in 1 pipeline, triggered".to_owned(),
        (1, false) => "in 1 pipeline, dormant".to_owned(),
        (many, true) => format!("in {many} pipelines, triggered"),
        (many, false) => format!("in {many} pipelines, dormant"),
    }
}

/// The host with its port.
pub fn host(row: &Row<'_>) -> String {
    row.port.map_or_else(|| row.host.clone(), |port| format!("{}:{port}", row.host))
}

/// What stands between what carries the traffic and the host.
pub fn way(row: &Row<'_>) -> String {
    let endpoint = row.endpoint.map_or("", |endpoint| endpoint.name.as_str());
    match row.verdict {
        Verdict::Missing => "no private endpoint".to_owned(),
        Verdict::NearMiss => format!("none, near: {endpoint}"),
        Verdict::NoPrivateLink => "nothing to lead to".to_owned(),
        Verdict::PublicRuntime => "past the managed network".to_owned(),
        Verdict::Outside => "past the protection".to_owned(),
        Verdict::Pending => format!("{endpoint}, not approved"),
        Verdict::Declared | Verdict::Covered => endpoint.to_owned(),
        Verdict::Assumed => "the workspace's own".to_owned(),
        Verdict::Unknown => "cannot be told".to_owned(),
    }
}

/// The colour a verdict is shown in, by its name in the styles.
pub fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Missing | Verdict::NearMiss | Verdict::NoPrivateLink => "bare",
        Verdict::PublicRuntime | Verdict::Outside => "past",
        Verdict::Pending => "pending",
        Verdict::Declared => "declared",
        Verdict::Covered | Verdict::Assumed => "covered",
        Verdict::Unknown => "unknown",
    }
}

/// The verdicts of a map with the number of hosts of each, the worst first.
pub fn totals(rows: &[Row<'_>]) -> Vec<(Verdict, usize)> {
    let mut totals: Vec<(Verdict, usize)> = Vec::new();
    for row in rows {
        match totals.last_mut() {
            Some((last, count)) if *last == row.verdict => *count += 1,
            _ => totals.push((row.verdict, 1)),
        }
    }
    totals
}
