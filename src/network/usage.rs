//! Which private endpoints nothing uses. An endpoint counts as used when its resource or one of its names is mentioned
//! anywhere, in code and comments too, and when a host that is only known at run time may be its own.

use super::code::calls_to_unknown;
use super::endpoint::{Caller, endpoints};
use super::host::{Host, Unknown};
use super::private_endpoint::{Origin, PrivateEndpoint};
use super::scope::Scope;
use crate::catalog;
use crate::workspace::search::Search;
use crate::workspace::{Artifact, Kind, Workspace};
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
    let words: Vec<(usize, &str)> = searched.iter().flat_map(|at| words(*at, &endpoints[*at])).collect();
    let search = Search::new(words.iter().map(|(_, word)| *word));
    let mut left = searched.len();
    for artifact in users(workspace) {
        // Most workspaces use all they have, and name it early.
        if left == 0 {
            break;
        }
        for hit in search.hits(artifact.document.text()) {
            left -= usize::from(std::mem::take(&mut unused[words[hit.word].0]));
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
fn words(at: usize, endpoint: &PrivateEndpoint) -> impl Iterator<Item = (usize, &str)> {
    let name = Some(&endpoint.resource_name).filter(|_| !endpoint.is_to_private_link_service());
    endpoint.fqdns.iter().chain(name).map(move |word| (at, word.as_str()))
}

fn users(workspace: &Workspace) -> impl Iterator<Item = &Artifact> {
    workspace.artifacts.iter().filter(|artifact| artifact.kind != Kind::ManagedPrivateEndpoint)
}

/// Suffixes of services behind a name, and whether the name is that of a storage account.
const SUFFIXES: &[(&str, bool)] = &[
    (".blob.core.", true),
    (".dfs.core.", true),
    (".file.core.", true),
    (".queue.core.", true),
    (".table.core.", true),
    (".database.", false),
    (".vault.", false),
    (".documents.", false),
    (".sql.", false),
    (".kusto.", false),
    (".servicebus.", false),
    (".search.", false),
    (".azurewebsites.", false),
    (".azure-devices.", false),
    (".cognitiveservices.", false),
    (".mysql.", false),
    (".postgres.", false),
    (".mongo.", false),
];

/// Where the hosts of Azure's clouds end.
const TOP_LEVELS: [&[u8]; 4] = [b"com", b"net", b"us", b"cn"];

/// Hosts whose name is computed, as `…{account}.dfs.core.windows.net`, where the suffix of a service stands behind
/// something that is no name: of each, whether it is that of a storage account.
fn computed_hosts(text: &str) -> impl Iterator<Item = bool> {
    let bytes = text.as_bytes();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let behind_no_name = memchr::memchr_iter(b'.', bytes).filter(move |at| *at > 0 && !is_name(bytes[at - 1]));
    behind_no_name.filter_map(|at| {
        // None of them is the beginning of another.
        let own = |(suffix, storage): &(&str, bool)| {
            let (start, rest) = bytes[at..].split_at_checked(suffix.len())?;
            start.eq_ignore_ascii_case(suffix.as_bytes()).then_some((rest, *storage))
        };
        let (rest, storage) = SUFFIXES.iter().find_map(own)?;
        ends_host(rest, storage).then_some(storage)
    })
}

/// Does a host end with what stands behind the suffix of its service?
fn ends_host(rest: &[u8], storage: bool) -> bool {
    if storage {
        return rest.first().is_some_and(u8::is_ascii_alphabetic);
    }
    let host =
        rest.iter().position(|byte| !byte.is_ascii_alphabetic() && *byte != b'.').map_or(rest, |end| &rest[..end]);
    host.split(|byte| *byte == b'.').any(|label| TOP_LEVELS.iter().any(|known| label.eq_ignore_ascii_case(known)))
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
        unknown.anywhere |= workspace.artifacts.iter().any(|artifact| calls_to_unknown(artifact).next().is_some());
        if !unknown.anywhere {
            unknown.computed(workspace);
        }
        unknown
    }

    /// What code and expressions compute below a suffix of Azure.
    fn computed(&mut self, workspace: &Workspace) {
        for storage in users(workspace).flat_map(|user| computed_hosts(user.document.text())) {
            if storage {
                self.targets.insert("microsoft.storage/storageaccounts".to_owned());
            } else {
                // The rest of the text has nothing more to say.
                self.anywhere = true;
                return;
            }
        }
    }

    fn may_be(&self, endpoint: &PrivateEndpoint) -> bool {
        self.anywhere || self.targets.contains(&endpoint.resource_type.to_lowercase())
    }
}
