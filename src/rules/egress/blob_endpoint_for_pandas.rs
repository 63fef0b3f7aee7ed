//! `blob-endpoint-for-pandas`: pandas opens files of a Data Lake by its `blob` endpoint, and the account has one for
//! `dfs` only.

use crate::catalog;
use crate::network::{CodeCall, Coverage, Network, PrivateEndpoint, code_calls};
use crate::rule::{Context, Sink};
use crate::rules::in_code::at_text;
use crate::rules::reach;
use crate::rules::storage;
use crate::workspace::code::{Fact, Known, What};
use crate::workspace::{Artifact, Kind};
use std::cell::LazyCell;

/// A place where pandas or fsspec opens a file of an account.
struct Opened<'a> {
    fact: &'a Fact,
    known: &'a Known,
    /// The host of the account as a Data Lake.
    host: String,
    /// The linked service that says so.
    service: Option<&'a Artifact>,
}

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let mut last: Option<String> = None;
    for opened in opened(context, artifact) {
        let Some((account, endpoint)) = only_data_lake(context.network, &opened.host) else { continue };
        // The path and the linked service of one call name the account twice.
        let twice = opened.service.is_some() && last.take().is_some_and(|before| before == opened.host);
        if twice {
            continue;
        }
        last = opened.service.is_none().then(|| opened.host.clone());
        let message = format!(
            "{} opens files of \"{account}\" with pandas, by way of \"blob\", and the account has a private endpoint for \"dfs\" only",
            artifact.described()
        );
        let mut draft = at_text(artifact, sink, opened.fact, opened.known, message).subject(account.as_str());
        draft = draft.label("goes to the blob endpoint").help(format!(
            "create a managed private endpoint to \"{account}\" (Microsoft.Storage/storageAccounts, group \"blob\")"
        ));
        draft = reach::sibling(context, draft, endpoint);
        if let Some(service) = opened.service {
            draft.related(service, service.anchor(), "the linked service");
        }
    }
}

/// Every place that opens a file, in the order of the code.
fn opened<'a>(context: &'a Context<'_>, artifact: &'a Artifact) -> Vec<Opened<'a>> {
    let calls = LazyCell::new(|| code_calls(artifact));
    let opened = artifact.code().iter().filter_map(|fact| match &fact.what {
        What::FileSystem(known) => {
            let service = context.workspace.find(Kind::LinkedService, known.literal()?)?;
            let (_, endpoint) = storage::account(context.workspace, service)?;
            Some(Opened { fact, known, host: endpoint.host.name()?.to_owned(), service: Some(service) })
        }
        What::Outbound(outbound) if outbound.callee.split('.').any(|part| matches!(part, "pandas" | "pd")) => {
            let CodeCall { known, host, .. } = calls.iter().find(|call| std::ptr::eq(call.fact, fact))?;
            let known = (*known)?;
            let by_path = ["abfs://", "abfss://"].iter().any(|scheme| known.text.starts_with(scheme));
            by_path.then(|| Opened { fact, known, host: host.clone(), service: None })
        }
        _ => None,
    });
    opened.collect()
}

/// The account of a host, when it has an endpoint for `dfs` and certainly none for `blob`.
fn only_data_lake<'a>(network: &'a Network, host: &str) -> Option<(String, &'a PrivateEndpoint)> {
    let service = catalog::azure_service(host).filter(|service| service.group == "dfs")?;
    let Coverage::Covered(endpoint) = network.coverage(host) else { return None };
    let blob = host.replacen(".dfs.", ".blob.", 1);
    matches!(network.coverage(&blob), Coverage::Missing(_)).then_some((service.name?, endpoint))
}
