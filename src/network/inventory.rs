//! The inventory: the managed private endpoints that a workspace really has, as `az synapse
//! managed-private-endpoints list` prints them, or the REST interface under `value`.

use super::private_endpoint::{Origin, PrivateEndpoint};
use crate::json::{Document, Node, Span};
use crate::workspace::Folded;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What the inventory says of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// There is no inventory.
    Unknown,
    /// It is in the inventory, and approved.
    Approved,
    /// It is in the inventory, and no traffic passes: `pending`, `rejected`, `disconnected`, `failed`, `non-compliant`.
    Blocked(String),
    /// The inventory does not have it.
    Absent,
}

impl State {
    /// Is it known that no traffic passes?
    pub fn blocks(&self) -> bool {
        matches!(self, State::Blocked(_))
    }
}

/// Brings an inventory and the endpoints known otherwise together: each gets its state, and what only the inventory has
/// is added.
pub(super) fn reconcile(inventory: &Inventory, endpoints: &mut Vec<PrivateEndpoint>) {
    let mut known = vec![false; inventory.endpoints.len()];
    for endpoint in endpoints.iter_mut() {
        endpoint.state = inventory.entry(endpoint).map_or(State::Absent, |listed| listed.state.clone());
        inventory.entries(endpoint).for_each(|at| known[at] = true);
    }
    let only_there = inventory.endpoints.iter().zip(known).filter(|(_, known)| !known);
    endpoints.extend(only_there.map(|(listed, _)| PrivateEndpoint::from_inventory(listed)).collect::<Vec<_>>());
}

/// One endpoint of an inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Resource id of the target.
    pub resource_id: String,
    /// Sub-resource.
    pub group: String,
    /// Names it answers for.
    pub fqdns: Vec<String>,
    /// Whether traffic passes.
    pub state: State,
    /// Did the service make it itself?
    pub made_by_service: bool,
    /// Which file of the inventory has it.
    pub file: usize,
    /// Where its name stands there.
    pub span: Span,
    /// Where the state stands, where it is said.
    pub state_span: Option<Span>,
}

/// The endpoints a workspace really has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// The files: path and text.
    pub files: Vec<(Arc<str>, Arc<str>)>,
    /// The endpoints in all of them.
    pub endpoints: Vec<Listed>,
    index: Index,
}

/// Positions in the list of endpoints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Index {
    names: FxHashMap<Folded<'static>, Vec<usize>>,
    targets: FxHashMap<String, Vec<usize>>,
    likely_targets: FxHashMap<[String; 3], Vec<usize>>,
}

impl Index {
    fn add(&mut self, at: usize, listed: &Listed) {
        let endpoint = PrivateEndpoint::from_inventory(listed);
        self.targets.entry(endpoint.target()).or_default().push(at);
        if let Some(target) = endpoint.likely_target() {
            self.likely_targets.entry(target).or_default().push(at);
        }
        self.names.entry(Folded::of(endpoint.name)).or_default().push(at);
    }
}

impl Inventory {
    /// Adds a file.
    ///
    /// # Errors
    /// What it is instead, as one clause, and where that is seen.
    pub fn add(&mut self, path: &str, text: String) -> Result<(), (String, Span)> {
        let document = Document::parse(text)
            .map_err(|(_, error)| (format!("it is no JSON: {}", error.message), error.span.clone()))?;
        let root = document.root();
        let list = root.get("value").filter(|_| root.is_object()).unwrap_or(root);
        let begins = |node: Node<'_>| node.span().start..node.span().start + 1;
        if !list.is_array() {
            return Err(("it is no list of managed private endpoints".to_owned(), begins(list)));
        }
        let file = self.files.len();
        for item in list.items() {
            let listed = listed(item, file).ok_or_else(|| {
                let why = "an entry has no name and properties, as a managed private endpoint has";
                (why.to_owned(), begins(item))
            })?;
            self.index.add(self.endpoints.len(), &listed);
            self.endpoints.push(listed);
        }
        self.files.push((path.into(), document.text().into()));
        Ok(())
    }

    /// The entry of an endpoint.
    pub fn entry(&self, endpoint: &PrivateEndpoint) -> Option<&Listed> {
        self.entries(endpoint).min().map(|at| &self.endpoints[at])
    }

    /// The positions of what may be an endpoint: the same name, where it has one, or the same target.
    fn entries<'a>(&'a self, endpoint: &'a PrivateEndpoint) -> impl Iterator<Item = usize> + 'a {
        let Index { names, targets, likely_targets } = &self.index;
        let named = (endpoint.origin != Origin::Configuration).then(|| names.get(&Folded::of(&endpoint.name)));
        let in_code = matches!(endpoint.origin, Origin::Code(_));
        let likely = endpoint.likely_target().filter(|_| in_code).and_then(|target| likely_targets.get(&target));
        let found = [named.flatten(), likely, targets.get(&endpoint.target())];
        found.into_iter().flatten().flatten().copied()
    }

    /// The file an endpoint stands in.
    pub fn path(&self, listed: &Listed) -> &Arc<str> {
        &self.files[listed.file].0
    }
}

fn listed(item: Node<'_>, file: usize) -> Option<Listed> {
    let name = item.get("name")?;
    let properties = item.get("properties").filter(|node| node.is_object())?;
    let text = |key: &str| properties.get(key).and_then(Node::as_str).unwrap_or_default().into_owned();
    let status = properties.at(&["connectionState", "status"]);
    let provisioning = properties.get("provisioningState");
    let compliant = properties.get("isCompliant").filter(|node| node.as_bool() == Some(false));
    let says = |node: Option<Node<'_>>| node.and_then(Node::as_str).map(|text| text.to_lowercase()).unwrap_or_default();
    let (state, place) = match (says(status).as_str(), says(provisioning).as_str()) {
        (_, "failed") => (State::Blocked("failed".to_owned()), provisioning),
        ("approved", _) if compliant.is_some() => (State::Blocked("non-compliant".to_owned()), compliant),
        ("approved", _) => (State::Approved, status),
        ("", _) => (State::Unknown, None),
        (other, _) => (State::Blocked(other.to_owned()), status),
    };
    let name_text = name.as_str()?.into_owned();
    let reserved = properties.get("isReserved").and_then(Node::as_bool) == Some(true);
    Some(Listed {
        made_by_service: reserved || name_text.to_lowercase().starts_with("synapse-ws-"),
        name: name_text,
        resource_id: text("privateLinkResourceId"),
        group: text("groupId"),
        fqdns: properties
            .get("fqdns")
            .into_iter()
            .flat_map(Node::items)
            .filter_map(Node::as_str)
            .map(Into::into)
            .collect(),
        state,
        file,
        span: name.span(),
        state_span: place.map(Node::span),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(text: &str) -> Result<Vec<(String, State)>, (String, Span)> {
        let mut inventory = Inventory::default();
        inventory.add("pe.json", text.to_owned())?;
        Ok(inventory.endpoints.into_iter().map(|listed| (listed.name, listed.state)).collect())
    }

    #[test]
    fn both_shapes_and_every_state() {
        let entry = |status: &str, more: &str| {
            format!(r#"{{"name": "e", "properties": {{"connectionState": {{"status": "{status}"}}{more}}}}}"#)
        };
        let state = |text: &str| states(text).unwrap().pop().unwrap().1;
        assert_eq!(state(&format!("[{}]", entry("Approved", ""))), State::Approved);
        assert_eq!(state(&format!(r#"{{"value": [{}]}}"#, entry("Pending", ""))), State::Blocked("pending".into()));
        assert_eq!(
            state(&format!("[{}]", entry("Approved", r#", "isCompliant": false"#))),
            State::Blocked("non-compliant".into())
        );
        assert_eq!(
            state(&format!("[{}]", entry("Pending", r#", "provisioningState": "Failed""#))),
            State::Blocked("failed".into())
        );
        assert_eq!(state(r#"[{"name": "e", "properties": {}}]"#), State::Unknown);
    }

    #[test]
    fn what_is_no_inventory() {
        assert_eq!(states("{}").unwrap_err(), ("it is no list of managed private endpoints".to_owned(), 0..1));
        let (why, place) = states("[{\"name\": \"e\", \"properties\": {}}, 1]").unwrap_err();
        assert!(why.contains("an entry") && place == (34..35), "{why} {place:?}");
        let (why, place) = states("[\n1 1]").unwrap_err();
        assert!(why.starts_with("it is no JSON: ") && place.start == 4, "{why} {place:?}");
        assert_eq!(states("[]"), Ok(Vec::new()));
    }
}
