//! `incompatible-linked-service`: a dataset or an activity that is bound to a linked service it cannot work with.

use crate::catalog;
use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Context, Draft, Sink};
use crate::workspace::pipeline::{active, known_type, name};
use crate::workspace::{Artifact, Kind, same_name};

/// How many types are named when a linked service does not fit.
const SHOWN: usize = 6;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    match artifact.kind {
        Kind::Dataset => dataset(context, artifact, sink),
        Kind::Pipeline => pipeline(context, artifact, sink),
        _ => {}
    }
    for reference in artifact.references.iter().filter(|reference| reference.kind == Kind::LinkedService) {
        let node = artifact.document.node(reference.node);
        if is_vault_of_a_secret(node) {
            let who = format!("{} cannot take a secret from", artifact.described());
            compare(context, artifact, sink, node, &who, &["AzureKeyVault".to_owned()]);
        }
    }
}

fn dataset(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(node) = artifact.property(&["linkedServiceName", "referenceName"]) else { return };
    let Some(own) = artifact.type_name() else { return };
    let Some(accepted) = catalog::linked_services_of_dataset(&own) else { return };
    if compare(context, artifact, sink, node, &format!("{} of type {own} cannot use", artifact.described()), accepted)
        .is_some()
    {
        return;
    }
    let location = artifact.property(&["typeProperties", "location", "type"]).and_then(Node::as_str);
    let Some(location) = location else { return };
    let Some(accepted) = catalog::linked_services_of_location(&location) else { return };
    compare(
        context,
        artifact,
        sink,
        node,
        &format!("{} with an {location} cannot use", artifact.described()),
        accepted,
    );
}

fn pipeline(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for activity in active(artifact) {
        let Some(known) = known_type(activity) else { continue };
        for (path, accepted) in &known.linked_services {
            let mut keys = path.split('.');
            let reference = keys.try_fold(activity, |node, key| node.get(key));
            let Some(node) = reference.and_then(|reference| reference.get("referenceName")) else { continue };
            let own = name(activity).unwrap_or_default();
            let purpose = if path == "linkedServiceName" { String::new() } else { format!(" for {path}") };
            let who = format!("activity \"{own}\" of type {} cannot use{purpose}", known.name);
            let draft = compare(context, artifact, sink, node, &who, accepted);
            if let Some(draft) = draft.filter(|_| known.partial) {
                draft.level(Level::Warning);
            }
        }
    }
}

/// Is this the store of `{ "type": "AzureKeyVaultSecret", "store": … }`?
fn is_vault_of_a_secret(name: Node<'_>) -> bool {
    let store = name.parent().filter(|store| store.key_is("store"));
    let secret = store.and_then(|store| store.parent()?.get("type")?.as_str());
    secret.is_some_and(|own| own == "AzureKeyVaultSecret")
}

fn compare<'s>(
    context: &Context<'_>,
    artifact: &Artifact,
    sink: &'s mut Sink<'_>,
    node: Node<'_>,
    who_cannot: &str,
    accepted: &[String],
) -> Option<Draft<'s>> {
    let target = context.workspace.named_at(artifact, Kind::LinkedService, node)?;
    let own = target.type_name()?;
    // Of a type the catalogue does not know nobody can say what takes it.
    catalog::linked_service(&own)?;
    let generation = without_generation(&own);
    if accepted.iter().any(|accepted| same_name(without_generation(accepted), generation)) {
        return None;
    }
    let message = format!("{who_cannot} {} of type {own}", target.described());
    let help = match accepted {
        [one] => format!("bind it to a linked service of type {one}"),
        several => {
            let shown = several.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
            let more = several.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("bind it to a linked service of one of the types {shown}{more}")
        }
    };
    let type_node = target.property(&["type"]).unwrap_or(target.anchor());
    Some(sink.report(node, message).help(help).related(target, type_node, "its type"))
}

/// The name without the number of its generation: `SnowflakeV2` and `Snowflake` are alike here.
fn without_generation(name: &str) -> &str {
    name.trim_end_matches("V2").trim_end_matches("v2")
}
