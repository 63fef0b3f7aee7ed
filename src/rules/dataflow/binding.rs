//! Where the entries of a data flow lead: entry → dataset → linked service.

use crate::json::Node;
use crate::workspace::dataflow::List;
use crate::workspace::{Artifact, Kind, Workspace};
use std::borrow::Cow;

/// One reference of a source, sink or transformation that leads to a linked service of this workspace.
pub struct Binding<'a> {
    /// The list the entry stands in.
    pub list: List,
    /// The entry's name.
    pub entry: Cow<'a, str>,
    /// The node that names the dataset or linked service.
    pub node: Node<'a>,
    /// The dataset, unless the entry names the linked service itself.
    pub dataset: Option<&'a Artifact>,
    /// The linked service.
    pub linked_service: &'a Artifact,
}

/// The keys that bind an entry. `rejectedDataLinkedService` stays in files where no row is ever rejected.
const ROLES: [&str; 2] = ["dataset", "linkedService"];

/// All of a data flow, in the order of its lists; what is unknown or missing is left out.
pub fn bindings<'a>(workspace: &'a Workspace, dataflow: &'a Artifact) -> Vec<Binding<'a>> {
    let mut found = Vec::new();
    for list in List::ALL {
        for entry in list.entries(dataflow) {
            found.extend(ROLES.into_iter().filter_map(|role| binding(workspace, (dataflow, list), entry, role)));
        }
    }
    found
}

fn binding<'a>(
    workspace: &'a Workspace,
    (dataflow, list): (&'a Artifact, List),
    entry: Node<'a>,
    role: &str,
) -> Option<Binding<'a>> {
    let node = entry.get(role)?.get("referenceName")?;
    let (dataset, linked_service) = match role {
        "dataset" => {
            let dataset = workspace.named_at(dataflow, Kind::Dataset, node)?;
            let linked_service = dataset.property(&["linkedServiceName", "referenceName"])?;
            (Some(dataset), workspace.named_at(dataset, Kind::LinkedService, linked_service)?)
        }
        _ => (None, workspace.named_at(dataflow, Kind::LinkedService, node)?),
    };
    Some(Binding { list, entry: entry.get("name")?.as_str()?, node, dataset, linked_service })
}
