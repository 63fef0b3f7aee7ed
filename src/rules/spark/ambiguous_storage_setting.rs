//! `ambiguous-storage-setting`: a setting for all storage accounts, while the code uses several.

use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::rules::storage::account_of_path;
use crate::workspace::Artifact;
use crate::workspace::code::{Known, What};
use std::collections::BTreeMap;

/// Settings that hold for every account.
const KEYS: [&str; 2] = ["spark.storage.synapse.linkedServiceName", "spark.storage.synapse.sas"];

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let code = artifact.code();
    let global: Vec<_> =
        code.settings().filter(|(_, setting)| setting.key.literal().is_some_and(|key| KEYS.contains(&key))).collect();
    // Set more than once it is switched from one account to the next, which works.
    let [(fact, setting)] = global[..] else { return };
    let mut accounts: BTreeMap<String, &Known> = BTreeMap::new();
    for fact in code.iter() {
        let (What::Url(path) | What::Path(path)) = &fact.what else { continue };
        if let Some(account) = account_of_path(&path.text, path.complete) {
            accounts.entry(account).or_insert(path);
        }
    }
    if accounts.len() < 2 {
        return;
    }
    let names: Vec<String> = accounts.keys().map(|name| format!("\"{name}\"")).collect();
    let key = setting.key.text.as_str();
    let message =
        format!("{} sets {key} for every storage account, and uses {}", artifact.described(), names.join(", "));
    let mut draft = in_code::at_text(artifact, sink, fact, &setting.key, message).label("names no account");
    for (account, path) in accounts.iter().take(2) {
        let (node, within) = path.place.of(artifact);
        draft = draft.related_span(artifact, node, node.span_within(within), format!("account \"{account}\""));
    }
}
