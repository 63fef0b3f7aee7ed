//! Secrets in the properties of linked services, pipelines and everything else that is plain JSON.

use super::collect::Collected;
use super::{Holder, Secret, script};
use crate::catalog;
use crate::json::Node;
use crate::language::connection_string::same_key;
use crate::language::placeholder::is_no_secret;
use crate::language::secret::{self, hints_at_assigned, hints_at_form};
use crate::workspace::connection::Connection;
use crate::workspace::{Artifact, Kind};
use std::borrow::Cow;

/// What a pipeline or dataset must hold to be worth a closer look, besides secrets with a form of their own.
const HINTS: [&str; 5] = ["ecureString", "ecurestring", "\"authentication\"", "eaders\"", "\"defaultValue\""];

pub fn secrets(artifact: &Artifact) -> Vec<Secret> {
    let text = artifact.document.text();
    let looked_at = artifact.kind == Kind::LinkedService
        || passes_arguments(artifact.kind) && hints_at_assigned(text)
        || HINTS.iter().any(|hint| text.contains(hint))
        || hints_at_form(text);
    let mut found = Collected::default();
    script::statements(&mut found, artifact);
    if looked_at {
        let type_name = artifact.type_name().unwrap_or_default();
        let strings = artifact.document.nodes().filter_map(|node| Some((node, node.as_str()?)));
        for (node, value) in strings.filter(|(node, _)| !node.key_is("encryptedCredential")) {
            property(&mut found, artifact.kind, &type_name, node, &value);
        }
    }
    found.finish(&artifact.document)
}

/// Artifacts that pass arguments to others, by names of the user's own.
fn passes_arguments(kind: Kind) -> bool {
    matches!(kind, Kind::Pipeline | Kind::Dataset | Kind::Trigger)
}

fn property(found: &mut Collected, kind: Kind, type_name: &str, node: Node<'_>, value: &str) {
    let (owner, name) = named_by(node);
    if node.key_is("connectionString") || name == "connectionString" {
        connection_string(found, type_name, node, value);
    } else if is_secure(node) {
        if !is_no_secret(value) && !found.add_forms(node, value, None) {
            let kind = catalog::secret_field(&name).map_or(secret::Kind::Secret, secret::Kind::called);
            found.add(node, 0..value.len(), kind, Holder::Property, &name);
        }
    } else if let Some(kind) = field(owner, &name).filter(|_| !is_no_secret(value)) {
        if !found.add_forms(node, value, None) {
            found.add(node, 0..value.len(), kind, Holder::Property, &name);
        }
    } else if is_header(owner) && catalog::is_secret_header(&name) {
        header(found, kind, node, value, &name);
    } else if let Some(own) = default_of(node, value) {
        if !found.add_forms(node, value, None) {
            let (name, kind) = own;
            found.add(node, 0..value.len(), kind, Holder::Default, &name);
        }
    } else {
        text(found, kind, node, value, &name);
    }
}

/// The property a string belongs to, with the object that has it: `value` of an expression or secure string belongs
/// to the property around.
fn named_by(node: Node<'_>) -> (Option<Node<'_>>, Cow<'_, str>) {
    let wrapped = node.key_is("value").then(|| node.parent()).flatten().filter(|parent| parent.get("type").is_some());
    let own = wrapped.unwrap_or(node);
    (own.parent(), own.key().unwrap_or_default())
}

/// Is it the value of a secure string?
fn is_secure(node: Node<'_>) -> bool {
    let type_of = |parent: Node<'_>| {
        parent.get("type").and_then(Node::as_str).is_some_and(|own| own.eq_ignore_ascii_case("SecureString"))
    };
    node.key_is("value") && node.parent().is_some_and(type_of)
}

/// What a property of a linked service or of an activity's authentication holds, when it is made for secrets.
fn field(owner: Option<Node<'_>>, name: &str) -> Option<secret::Kind> {
    let owner = owner.filter(|owner| {
        owner.key_is("typeProperties") || owner.key_is("authentication") || owner.key_is("alwaysEncryptedSettings")
    })?;
    // Activities have a `typeProperties` of their own, in which anything may be called a key.
    let of_activity = owner.key_is("typeProperties")
        && owner.parent().is_some_and(|holder| holder.parent().is_some_and(Node::is_array));
    (!of_activity).then(|| catalog::secret_field(name).map(secret::Kind::called)).flatten()
}

fn is_header(owner: Option<Node<'_>>) -> bool {
    owner.is_some_and(|owner| {
        ["headers", "authHeaders", "authHeader", "additionalHeaders"].iter().any(|key| owner.key_is(key))
    })
}

fn header(found: &mut Collected, kind: Kind, node: Node<'_>, value: &str, name: &str) {
    /// What is shorter is made up.
    const SHORTEST: usize = 8;
    let start = ["Bearer ", "Basic ", "Token ", "SharedKey "].iter().find_map(|scheme| {
        let begins = value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        begins.then_some(scheme.len())
    });
    let start = start.unwrap_or(0);
    if is_no_secret(value) || is_no_secret(&value[start..]) || value.len() - start < SHORTEST {
        return;
    }
    let holder = if kind == Kind::LinkedService { Holder::Header } else { Holder::Property };
    let kind = if name.to_ascii_lowercase().ends_with("key") { secret::Kind::AccessKey } else { secret::Kind::Token };
    found.add(node, start..value.len(), kind, holder, name);
}

fn connection_string(found: &mut Collected, type_name: &str, node: Node<'_>, value: &str) {
    let Some(connection) = Connection::read(node, type_name) else {
        found.add_forms(node, value, None);
        return;
    };
    let read = connection.pairs();
    for pair in &read.pairs {
        let key = read.key(pair);
        let secret = connection.facts.secrets.iter().find(|(name, _)| same_key(name, key));
        if let Some((_, words)) = secret.filter(|_| !is_no_secret(read.value(pair))) {
            found.add(node, pair.value.clone(), secret::Kind::called(words), Holder::ConnectionString, key);
        }
    }
}

/// The name and kind of a parameter whose default this is, when it is a secret.
fn default_of(node: Node<'_>, value: &str) -> Option<(String, secret::Kind)> {
    let parameter = node.parent().filter(|_| node.key_is("defaultValue"))?;
    parameter.parent().filter(|list| list.key_is("parameters"))?;
    let name = parameter.key()?.into_owned();
    let secure =
        parameter.get("type").and_then(Node::as_str).is_some_and(|own| own.eq_ignore_ascii_case("SecureString"));
    let kind =
        secret::named(&name, value).or_else(|| (secure && !is_no_secret(value)).then_some(secret::Kind::Secret))?;
    Some((name, kind))
}

/// Any other string: what has a form of its own; among arguments also what stands under a telling name, in the body
/// of a call as well.
fn text(found: &mut Collected, kind: Kind, node: Node<'_>, value: &str, name: &str) {
    if found.add_forms(node, value, None) || !passes_arguments(kind) {
        return;
    }
    if let Some(kind) = secret::named(name, value) {
        found.add(node, 0..value.len(), kind, Holder::Property, name);
    } else if name == "body" {
        for one in secret::assigned(value) {
            found.add(node, one.range.clone(), one.kind, Holder::Property, &value[one.name]);
        }
    }
}
