//! Which private endpoints nothing uses. An endpoint counts as used when its resource or one of its names is mentioned
//! anywhere, in code and comments too, and when a host that is only known at run time may be its own.

use super::endpoint::{Caller, endpoints};
use super::host::{Host, Unknown};
use super::private_endpoint::{Origin, PrivateEndpoint};
use super::scope::Scope;
use crate::catalog;
use crate::workspace::{Artifact, Kind, Workspace};
use regex::{RegexSet, RegexSetBuilder};
use std::collections::HashSet;

/// Targets that artifacts of a workspace do not name: the service itself uses them.
const USED_BY_THE_SERVICE: [&str; 3] =
    ["Microsoft.Purview/accounts", "Microsoft.Insights/privateLinkScopes", "Microsoft.Synapse/workspaces"];

/// For every endpoint: does nothing use it?
pub(super) fn unused(workspace: &Workspace, endpoints: &[PrivateEndpoint]) -> Vec<bool> {
    let mut unused: Vec<bool> = endpoints.iter().map(may_be_unused).collect();
    let unknown = UnknownHosts::new(workspace);
    for (unused, endpoint) in unused.iter_mut().zip(endpoints) {
        *unused &= !unknown.may_be(endpoint);
    }
    let searched: Vec<usize> = (0..endpoints.len()).filter(|at| unused[*at]).collect();
    if searched.is_empty() {
        return unused;
    }
    let words: Vec<(usize, String)> = searched.iter().flat_map(|at| words(*at, &endpoints[*at])).collect();
    let Some(set) = any_case(words.iter().map(|(_, word)| regex::escape(word))) else {
        return vec![false; endpoints.len()];
    };
    for artifact in users(workspace) {
        for word in set.matches(artifact.document.text()) {
            unused[words[word].0] = false;
        }
    }
    unused
}

/// Is it one that can be judged: in Git, not the service's own, with a target that artifacts name?
fn may_be_unused(endpoint: &PrivateEndpoint) -> bool {
    let known = catalog::private_link_resource(&endpoint.resource_type).is_some();
    let in_git = matches!(endpoint.origin, Origin::Git(_));
    let for_service = USED_BY_THE_SERVICE.iter().any(|own| endpoint.is_to(own));
    let listed = !endpoint.is_to_private_link_service() || !endpoint.fqdns.is_empty();
    known
        && in_git
        && !endpoint.is_computed()
        && !endpoint.made_by_service
        && !for_service
        && listed
        && !endpoint.resource_name.is_empty()
}

/// What its users would write: the resource's name and the names it lists.
fn words(at: usize, endpoint: &PrivateEndpoint) -> Vec<(usize, String)> {
    let mut words: Vec<String> = endpoint.fqdns.iter().filter(|name| !name.is_empty()).cloned().collect();
    if !endpoint.is_to_private_link_service() {
        words.push(endpoint.resource_name.clone());
    }
    words.into_iter().map(|word| (at, word)).collect()
}

fn users(workspace: &Workspace) -> impl Iterator<Item = &Artifact> {
    workspace.artifacts.iter().filter(|artifact| artifact.kind != Kind::ManagedPrivateEndpoint)
}

fn any_case(patterns: impl Iterator<Item = String>) -> Option<RegexSet> {
    RegexSetBuilder::new(patterns).case_insensitive(true).unicode(false).size_limit(64 << 20).build().ok()
}

/// Hosts that are only known at run time, by what they may belong to.
struct UnknownHosts {
    /// Some URL may lead anywhere.
    anywhere: bool,
    /// Resource types, in lower case.
    targets: HashSet<String>,
}

impl UnknownHosts {
    fn new(workspace: &Workspace) -> Self {
        let mut unknown = Self { anywhere: false, targets: HashSet::new() };
        let scope = Scope::new(workspace);
        for endpoint in workspace.artifacts.iter().flat_map(|artifact| endpoints(&scope, artifact)) {
            if matches!(endpoint.host, Host::Known { .. } | Host::Unknown(Unknown::Missing)) {
                continue;
            }
            match endpoint.caller {
                Caller::LinkedService(entry) if !entry.targets.is_empty() => {
                    unknown.targets.extend(entry.targets.iter().map(|target| target.to_lowercase()));
                }
                _ => unknown.anywhere = true,
            }
        }
        // `…{account}.dfs.core.windows.net`: the suffix stands behind something that is no name.
        let computed = [
            r"[^a-z0-9-]\.(?:blob|dfs|file|queue|table)\.core\.[a-z]",
            r"[^a-z0-9-]\.(?:database|vault|documents|sql|kusto|servicebus|search|azurewebsites|azure-devices|cognitiveservices|mysql|postgres|mongo)\.(?:[a-z]+\.)*(?:com|net|us|cn)\b",
        ];
        if let Some(set) = any_case(computed.iter().map(|pattern| (*pattern).to_owned())) {
            let mut computes = [false; 2];
            for user in users(workspace) {
                set.matches(user.document.text()).into_iter().for_each(|pattern| computes[pattern] = true);
            }
            if computes[0] {
                unknown.targets.insert("microsoft.storage/storageaccounts".to_owned());
            }
            unknown.anywhere |= computes[1];
        }
        unknown
    }

    fn may_be(&self, endpoint: &PrivateEndpoint) -> bool {
        self.anywhere || self.targets.contains(&endpoint.resource_type.to_lowercase())
    }
}
