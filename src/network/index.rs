//! Private endpoints of Git by artifact, target and name; all of them by the hosts they may lead to.

use super::private_endpoint::{Origin, PrivateEndpoint};
use rustc_hash::FxHashMap;

/// Positions in the list of endpoints.
#[derive(Debug, Default)]
pub(super) struct Index {
    artifacts: FxHashMap<usize, usize>,
    targets: FxHashMap<String, usize>,
    fqdns: FxHashMap<String, usize>,
    /// First label of the names they answer for, in lower case.
    labels: FxHashMap<String, Vec<usize>>,
    /// What stands behind the first label of the names.
    rests: FxHashMap<String, Vec<usize>>,
    /// Those that answer for names of any first label.
    wide: Vec<usize>,
    /// Those whose hosts cannot be told.
    vague: Vec<usize>,
}

impl Index {
    pub fn new(endpoints: &[PrivateEndpoint]) -> Self {
        let mut index = Self::default();
        for (at, endpoint) in endpoints.iter().enumerate() {
            index.add_names(at, endpoint);
            let Origin::Git(artifact) = endpoint.origin else { continue };
            index.artifacts.insert(artifact, at);
            if !endpoint.resource_type.is_empty() {
                index.targets.entry(endpoint.target()).or_insert(at);
            }
            for fqdn in &endpoint.fqdns {
                index.fqdns.entry(fqdn.clone()).or_insert(at);
            }
        }
        index
    }

    fn add_names(&mut self, at: usize, endpoint: &PrivateEndpoint) {
        if endpoint.is_vague() {
            self.vague.push(at);
        }
        for rest in endpoint.names().filter_map(|name| Some(name.split_once('.')?.1)) {
            let alike = self.rests.entry(rest.to_owned()).or_default();
            if alike.last() != Some(&at) {
                alike.push(at);
            }
        }
        let mut labels: Vec<String> = endpoint.names().map(first_label).collect();
        labels.sort_unstable();
        labels.dedup();
        if labels.iter().any(|label| label.starts_with('*') || label.contains('{')) {
            return self.wide.push(at);
        }
        for label in labels {
            self.labels.entry(label).or_default().push(at);
        }
    }

    /// Every endpoint that leads to the host, among few that do not, in order.
    pub fn candidates(&self, host: &str) -> Vec<usize> {
        let own = self.labels.get(&first_label(host)).into_iter().flatten();
        let mut found: Vec<usize> = own.chain(&self.wide).copied().collect();
        found.sort_unstable();
        found
    }

    /// Every endpoint with a name that a host may almost match, in order: one that shares its first label, which the
    /// deployment (`.scm.`) name of an app does too, or all behind it.
    pub fn neighbours(&self, host: &str) -> Vec<usize> {
        let mut found = self.candidates(host);
        let rest = host.split_once('.').and_then(|(_, rest)| self.rests.get(rest));
        found.extend(rest.into_iter().flatten());
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The endpoints whose hosts cannot be told, in order.
    pub fn vague(&self) -> &[usize] {
        &self.vague
    }

    pub fn of_artifact(&self, id: usize) -> Option<usize> {
        self.artifacts.get(&id).copied()
    }

    pub fn first_of_target(&self, endpoint: &PrivateEndpoint) -> Option<usize> {
        self.targets.get(&endpoint.target()).copied()
    }

    pub fn first_to_list(&self, fqdn: &str) -> Option<usize> {
        self.fqdns.get(fqdn).copied()
    }
}

fn first_label(name: &str) -> String {
    name.split('.').next().unwrap_or_default().to_ascii_lowercase()
}
