//! Private endpoints of Git by artifact, target and name.

use super::private_endpoint::{Origin, PrivateEndpoint};
use std::collections::HashMap;

/// Positions in the list of endpoints.
#[derive(Debug, Default)]
pub(super) struct Index {
    artifacts: HashMap<usize, usize>,
    targets: HashMap<String, usize>,
    fqdns: HashMap<String, usize>,
}

impl Index {
    pub fn new(endpoints: &[PrivateEndpoint]) -> Self {
        let mut index = Self::default();
        for (at, endpoint) in endpoints.iter().enumerate() {
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
