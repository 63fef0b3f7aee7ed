//! Which private endpoints nothing uses. An endpoint counts as used when its resource or one of its names is mentioned
//! anywhere, in code and comments too, and when a host that is only known at run time may be its own.

use super::code::calls_to_unknown;
use super::endpoint::{Caller, endpoints};
use super::host::{Host, Unknown};
use super::private_endpoint::{Origin, PrivateEndpoint};
use super::scope::Scope;
use crate::catalog;
use crate::json::Span;
use crate::workspace::search::Search;
use crate::workspace::{Artifact, Kind, Problem, Workspace};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// Targets that artifacts of a workspace do not name: the service itself uses them.
const USED_BY_THE_SERVICE: [&str; 3] =
    ["Microsoft.Purview/accounts", "Microsoft.Insights/privateLinkScopes", "Microsoft.Synapse/workspaces"];

/// For every endpoint: does nothing use it?
pub(super) fn unused(workspace: &Workspace, endpoints: &[PrivateEndpoint]) -> Vec<bool> {
    // Any of them may be named where nobody can read.
    let is_unread =
        |artifact: &Artifact| matches!(artifact.problem, Some(Problem::Unreadable { .. } | Problem::ClosedFolder(_)));
    if workspace.artifacts.iter().any(is_unread) {
        return vec![false; endpoints.len()];
    }
    let mut open: BTreeSet<usize> = (0..endpoints.len()).filter(|at| may_be_unused(&endpoints[*at])).collect();
    if !open.is_empty() {
        let unknown = UnknownHosts::new(workspace);
        open.retain(|at| !unknown.may_be(&endpoints[*at]));
        retain_unmentioned(workspace, endpoints, &mut open);
    }
    (0..endpoints.len()).map(|at| open.contains(&at)).collect()
}

/// What is looked for in the text of all artifacts.
enum Word {
    /// This endpoint's users write it.
    Of(usize),
    /// It ends hosts of a service: of storage accounts, or of another.
    Suffix { storage: bool },
}

/// Leaves the endpoints that no text mentions, and to which no host leads that is computed.
fn retain_unmentioned(workspace: &Workspace, endpoints: &[PrivateEndpoint], open: &mut BTreeSet<usize>) {
    let names = open.iter().flat_map(|at| names(&endpoints[*at]).map(|name| (name, Word::Of(*at))));
    let suffixes = SUFFIXES.iter().map(|(suffix, storage)| (*suffix, Word::Suffix { storage: *storage }));
    let words: Vec<(&str, Word)> = names.chain(suffixes).collect();
    let search = Search::new(words.iter().map(|(word, _)| *word));
    let users = workspace.artifacts.iter().filter(|artifact| artifact.kind != Kind::ManagedPrivateEndpoint);
    for text in users.map(|user| user.document.text()) {
        // Most workspaces use all they have, and name it early.
        if open.is_empty() {
            return;
        }
        for hit in search.hits(text) {
            match words[hit.word].1 {
                Word::Of(at) => drop(open.remove(&at)),
                Word::Suffix { storage } if is_computed(text, hit.start..hit.end, storage) => {
                    open.retain(|at| storage && !endpoints[*at].is_to("Microsoft.Storage/storageAccounts"));
                }
                Word::Suffix { .. } => {}
            }
        }
    }
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
fn names(endpoint: &PrivateEndpoint) -> impl Iterator<Item = &str> {
    let name = Some(&endpoint.resource_name).filter(|_| !endpoint.is_to_private_link_service());
    endpoint.fqdns.iter().chain(name).map(String::as_str)
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

/// Is this suffix of the text the end of a host whose name is computed: `…{account}.dfs.core.windows.net`, where it
/// stands behind something that is no name?
fn is_computed(text: &str, suffix: Span, storage: bool) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let bytes = text.as_bytes();
    let behind_a_name = suffix.start.checked_sub(1).is_none_or(|at| is_name(bytes[at]));
    if behind_a_name {
        return false;
    }
    let rest = &bytes[suffix.end..];
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
    targets: FxHashSet<String>,
}

impl UnknownHosts {
    fn new(workspace: &Workspace) -> Self {
        let mut unknown = Self { anywhere: false, targets: FxHashSet::default() };
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
        unknown
    }

    fn may_be(&self, endpoint: &PrivateEndpoint) -> bool {
        self.anywhere || self.targets.contains(&endpoint.resource_type.to_lowercase())
    }
}
