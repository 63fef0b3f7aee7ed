//! Secrets in the properties of linked services, pipelines and everything else that is plain JSON.

use super::collect::Collected;
use super::{Holder, Secret, script, settings};
use crate::catalog;
use crate::json::{KeyNames, Node, NodeKind};
use crate::language::connection_string::same_key;
use crate::language::placeholder::is_no_secret;
use crate::language::secret::{self, hints_at_form};
use crate::workspace::connection::Connection;
use crate::workspace::{Artifact, Kind};
use std::borrow::Cow;

pub fn secrets(artifact: &Artifact) -> Vec<Secret> {
    let type_name = artifact.type_name().unwrap_or_default();
    let mut reader = Reader::new(artifact.kind, type_name, hints_at_form(artifact.document.text()));
    script::statements(&mut reader.found, artifact);
    artifact.document.nodes().for_each(|node| reader.node(node));
    reader.found.finish(&artifact.document)
}

struct Reader<'a> {
    kind: Kind,
    type_name: Cow<'a, str>,
    /// Does it pass arguments to others, by names of the user's own?
    passes_arguments: bool,
    /// May any string hold a secret that has a form of its own?
    forms: bool,
    /// Keys whose string may be a secret whatever holds it.
    keys: KeyNames<4>,
    /// Keys of objects with properties that are made for secrets.
    fields: KeyNames<3>,
    /// Keys of objects that hold headers.
    headers: KeyNames<4>,
    /// The key of an object that holds settings of Spark.
    settings: KeyNames<1>,
    found: Collected,
}

impl<'a> Reader<'a> {
    fn new(kind: Kind, type_name: Cow<'a, str>, forms: bool) -> Self {
        Self {
            kind,
            type_name,
            passes_arguments: matches!(kind, Kind::Pipeline | Kind::Dataset | Kind::Trigger),
            forms,
            keys: KeyNames::new(["encryptedCredential", "connectionString", "value", "defaultValue"]),
            fields: KeyNames::new(["typeProperties", "authentication", "alwaysEncryptedSettings"]),
            headers: KeyNames::new(["headers", "authHeaders", "authHeader", "additionalHeaders"]),
            settings: KeyNames::new(["conf"]),
            found: Collected::default(),
        }
    }

    /// A string that may tell something by its key, its name as that of an argument or its text; of an object whose
    /// place tells what its properties are, all that stand right in it. [`Reader::property`] knows nothing of others.
    fn node(&mut self, node: Node<'_>) {
        match node.kind() {
            NodeKind::Object | NodeKind::Array if self.tells_of_properties(node) => {
                let strings =
                    node.children().filter(|child| matches!(child.kind(), NodeKind::Plain | NodeKind::Escaped));
                strings.for_each(|string| self.property(string));
            }
            NodeKind::Plain | NodeKind::Escaped
                if (self.forms || self.keys.hold_key_of(node) || self.is_telling_argument(node))
                    && !node.parent().is_some_and(|holder| self.tells_of_properties(holder)) =>
            {
                self.property(node);
            }
            _ => {}
        }
    }

    /// Does the place of an object tell what stands in it?
    fn tells_of_properties(&self, object: Node<'_>) -> bool {
        self.fields.hold_key_of(object) || self.headers.hold_key_of(object) || self.settings.hold_key_of(object)
    }

    /// Is it an argument whose name, one of the user's own, says what it is?
    fn is_telling_argument(&self, node: Node<'_>) -> bool {
        self.passes_arguments && node.key().is_some_and(|name| name == "body" || secret::is_telling(&name))
    }

    /// Keys first: most strings stand under a key that says nothing, and need not be decoded.
    fn property(&mut self, node: Node<'_>) {
        // `value` of an expression or secure string belongs to the property around.
        let around = if node.key_is("value") { node.parent() } else { None };
        let type_around = around.and_then(|around| around.get("type"));
        let own = around.filter(|_| type_around.is_some()).unwrap_or(node);
        if node.key_is("encryptedCredential") {
            // What the service encrypted is no secret any more.
        } else if own.key_is("connectionString") {
            self.connection_string(node);
        } else if self.kind == Kind::Pipeline && is_spark_setting(node) {
            settings::setting(&mut self.found, node);
        } else if type_around.is_some_and(is_secure) {
            let kind = own.key().and_then(|name| catalog::secret_field(&name));
            self.whole(node, own, kind.map_or(secret::Kind::Secret, secret::Kind::called), Holder::Property);
        } else if let Some(kind) = self.field(own) {
            self.whole(node, own, kind, Holder::Property);
        } else if let Some(name) = self.secret_header(own) {
            self.header(node, &name);
        } else if let Some((parameter, kind)) = default_of(node) {
            self.whole(node, parameter, kind, Holder::Default);
        } else {
            self.text(node, own);
        }
    }

    /// What a property of a linked service or of an activity's authentication holds, when it is made for secrets.
    fn field(&self, own: Node<'_>) -> Option<secret::Kind> {
        let owner = own.parent().filter(|owner| self.fields.hold_key_of(*owner))?;
        // Activities have a `typeProperties` of their own, in which anything may be called a key.
        let of_activity = owner.key_is("typeProperties")
            && owner.parent().is_some_and(|holder| holder.parent().is_some_and(Node::is_array));
        if of_activity {
            return None;
        }
        catalog::secret_field(&own.key()?).map(secret::Kind::called)
    }

    /// The name of a header that carries a secret.
    fn secret_header<'n>(&self, own: Node<'n>) -> Option<Cow<'n, str>> {
        own.parent().filter(|owner| self.headers.hold_key_of(*owner))?;
        own.key().filter(|name| catalog::is_secret_header(name))
    }

    /// A string that is a secret as a whole, unless it has the form of something that holds one.
    fn whole(&mut self, node: Node<'_>, own: Node<'_>, kind: secret::Kind, holder: Holder) {
        let Some(value) = node.as_str().filter(|value| !is_no_secret(value)) else { return };
        if !self.found.add_forms(node, &value, None) {
            self.found.add(node, 0..value.len(), kind, holder, &own.key().unwrap_or_default());
        }
    }

    fn header(&mut self, node: Node<'_>, name: &str) {
        /// What is shorter is made up.
        const SHORTEST: usize = 8;
        let Some(value) = node.as_str() else { return };
        let start = ["Bearer ", "Basic ", "Token ", "SharedKey "].iter().find_map(|scheme| {
            let begins = value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
            begins.then_some(scheme.len())
        });
        let start = start.unwrap_or(0);
        if is_no_secret(&value) || is_no_secret(&value[start..]) || value.len() - start < SHORTEST {
            return;
        }
        let holder = if self.kind == Kind::LinkedService { Holder::Header } else { Holder::Property };
        let key = name.to_ascii_lowercase().ends_with("key");
        let kind = if key { secret::Kind::AccessKey } else { secret::Kind::Token };
        self.found.add(node, start..value.len(), kind, holder, name);
    }

    fn connection_string(&mut self, node: Node<'_>) {
        let Some(connection) = Connection::read(node, &self.type_name) else {
            return self.forms(node);
        };
        let read = connection.pairs();
        for pair in &read.pairs {
            let key = read.key(pair);
            let secret = connection.facts.secrets.iter().find(|(name, _)| same_key(name, key));
            if let Some((_, words)) = secret.filter(|_| !is_no_secret(read.value(pair))) {
                let kind = secret::Kind::called(words);
                self.found.add(node, pair.value.clone(), kind, Holder::ConnectionString, key);
            }
        }
    }

    fn forms(&mut self, node: Node<'_>) {
        if self.forms
            && let Some(value) = node.as_str()
        {
            self.found.add_forms(node, &value, None);
        }
    }

    /// Any other string: what has a form of its own; among arguments also what stands under a telling name, in the
    /// body of a call as well.
    fn text(&mut self, node: Node<'_>, own: Node<'_>) {
        let name = if self.passes_arguments { own.key().unwrap_or_default() } else { Cow::default() };
        let telling = name == "body" || secret::is_telling(&name);
        if !telling {
            return self.forms(node);
        }
        let Some(value) = node.as_str() else { return };
        if self.found.add_forms(node, &value, None) {
            return;
        }
        if let Some(kind) = secret::named(&name, &value) {
            self.found.add(node, 0..value.len(), kind, Holder::Property, &name);
        } else if name == "body" {
            for one in secret::assigned(&value) {
                self.found.add(node, one.range.clone(), one.kind, Holder::Property, &value[one.name]);
            }
        }
    }
}

/// Does a type say that the value beside it is a secret?
fn is_secure(type_name: Node<'_>) -> bool {
    type_name.as_str().is_some_and(|name| name.eq_ignore_ascii_case("SecureString"))
}

/// Is it a setting that an activity gives to the notebook or job it runs?
fn is_spark_setting(node: Node<'_>) -> bool {
    let settings = node.parent().filter(|settings| settings.key_is("conf"));
    settings.and_then(Node::parent).is_some_and(|properties| properties.key_is("typeProperties"))
}

/// The parameter whose default this is, with the kind of secret it is.
fn default_of(node: Node<'_>) -> Option<(Node<'_>, secret::Kind)> {
    let parameter = node.key_is("defaultValue").then(|| node.parent()).flatten()?;
    parameter.parent().filter(|list| list.key_is("parameters"))?;
    let name = parameter.key()?;
    let type_name = parameter.get("type");
    let secure = type_name.is_some_and(is_secure);
    let value = node.as_str().filter(|_| secure || secret::is_telling(&name))?;
    let kind = secret::named(&name, &value).or_else(|| secure.then_some(secret::Kind::Secret))?;
    Some((parameter, kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;
    use proptest::prelude::*;

    /// Objects and lists of strings, under keys that tell something and others.
    fn json() -> impl Strategy<Value = String> {
        const KEYS: &str = "name|type|value|defaultValue|parameters|typeProperties|conf|headers|authHeader|\
            authentication|activities|body|connectionString|encryptedCredential|password|sql_password|Authorization|\
            fs\\.azure\\.account\\.key";
        let string =
            "SecureString|Expression|Tulips-4-All|0f1e2d3c4b5a69788796a5b4c3d2e1f0|Server=a;Access Token=Tulips-4;"
                .prop_map(|text| format!("\"{text}\""));
        string.prop_recursive(5, 60, 5, |inner| {
            prop_oneof![
                3 => proptest::collection::vec((KEYS, inner.clone()), 0..6).prop_map(|pairs| {
                    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
                    format!("{{{}}}", pairs.join(", "))
                }),
                1 => proptest::collection::vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(", "))),
                1 => (KEYS, inner.clone()).prop_map(|(key, value)| {
                    format!(r#"{{"parameters": {{"{key}": {{"type": "SecureString", "defaultValue": {value}}}}}}}"#)
                }),
                1 => (KEYS, inner).prop_map(|(key, value)| {
                    format!(r#"{{"typeProperties": {{"conf": {{"{key}": {value}}}}}}}"#)
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn strings_that_are_told_by_their_text_alone_stand_where_no_place_tells(text in json()) {
            let document = Document::parse(format!("{{\"properties\": {text}}}")).unwrap();
            for kind in [Kind::LinkedService, Kind::Pipeline] {
                let reader = || Reader::new(kind, "AzureSqlDatabase".into(), true);
                let (mut quick, mut whole) = (reader(), reader());
                document.nodes().for_each(|node| quick.node(node));
                document.nodes().filter(|node| node.as_str().is_some()).for_each(|node| whole.property(node));
                prop_assert_eq!(quick.found.finish(&document), whole.found.finish(&document));
            }
        }
    }
}
