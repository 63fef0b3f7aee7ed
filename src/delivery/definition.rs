//! `template-parameters-definition.json`: what the template of a workspace makes a parameter, in place of the
//! service's own choice. A value is `<action>:<name>:<type>`, of which the last two may be left out ("Continuous
//! integration and delivery for an Azure Synapse Analytics workspace", Microsoft Learn).

use crate::json::Node;
use crate::workspace::Product;

/// The part of the file that speaks of managed private endpoints.
pub const COVERS_ENDPOINTS: &str = "Microsoft.Synapse/workspaces/managedVirtualNetworks/managedPrivateEndpoints";

/// The one name under which the service reads the file.
pub fn right_name(product: Product) -> &'static str {
    match product {
        Product::Synapse => "template-parameters-definition.json",
        Product::DataFactory => "arm-template-parameters-definition.json",
    }
}

/// Is a file meant to be such a file: called so, or nearly so?
pub fn is_meant(name: &str) -> bool {
    /// Letters that may be wrong.
    const WRONG: usize = 2;
    let Some(stem) = name.to_ascii_lowercase().strip_suffix(".json").map(str::to_owned) else { return false };
    let letters: String = stem.chars().filter(char::is_ascii_alphabetic).collect();
    let letters = letters.strip_prefix("arm").unwrap_or(&letters);
    let wanted = "templateparametersdefinition";
    letters.len().abs_diff(wanted.len()) <= WRONG && strsim::osa_distance(letters, wanted) <= WRONG
}

/// What is wrong with a value that should say how a property becomes a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleFault<'a> {
    /// It has more than its three parts.
    TooManyParts,
    /// It begins with no action.
    NoAction,
    /// No parameter has this type; the one that may be meant.
    UnknownType(&'a str, Option<&'static str>),
}

/// What is wrong with such a value; `None` when nothing is.
pub fn rule_fault(text: &str) -> Option<RuleFault<'_>> {
    const TYPES: [&str; 7] = ["string", "securestring", "int", "bool", "object", "secureobject", "array"];
    let mut parts = text.split(':');
    let (action, _, kind) = (parts.next().unwrap_or_default(), parts.next(), parts.next().unwrap_or_default());
    if parts.next().is_some() {
        return Some(RuleFault::TooManyParts);
    }
    if !matches!(action, "=" | "-" | "|") {
        return Some(RuleFault::NoAction);
    }
    let known = kind.is_empty() || TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind));
    (!known).then(|| RuleFault::UnknownType(kind, crate::suggest::closest(kind, TYPES.into_iter())))
}

/// Does a definition make a property of linked services of a type a parameter? `keys` lead there from the linked
/// service's outermost object.
pub fn covers(definition: Node<'_>, type_name: &str, keys: &[&str]) -> bool {
    let section = "Microsoft.Synapse/workspaces/linkedServices";
    let sections =
        definition.children().filter(|child| child.key().is_some_and(|key| key.eq_ignore_ascii_case(section)));
    let of_type = |key: &str| key == "*" || key.eq_ignore_ascii_case(type_name);
    // A section without types speaks of all of them.
    let types = |section: Node<'_>| section.get("properties").is_some_and(|_| reaches(section, keys));
    sections.into_iter().any(|section| {
        let mut own = section.children().filter(|child| child.key().is_some_and(|key| of_type(&key)));
        types(section) || own.any(|own| reaches(own, keys))
    })
}

/// Does a rule stand at the end of the keys, each taken by its name or by `*`?
fn reaches(node: Node<'_>, keys: &[&str]) -> bool {
    let Some((first, rest)) = keys.split_first() else { return node.as_str().is_some() };
    if node.as_str().is_some() {
        return true;
    }
    let fits = |key: &str| key == "*" || key.eq_ignore_ascii_case(first);
    node.children().filter(|child| child.key().is_some_and(|key| fits(&key))).any(|child| reaches(child, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_meant() {
        for name in [
            "template-parameters-definition.json",
            "Template-Parameters-Definition.json",
            "arm-template-parameters-definition.json",
            "template-parameter-definition.json",
            "template_parameters_definitions.JSON",
        ] {
            assert!(is_meant(name), "{name}");
        }
        for name in [
            "template-parameters.json",
            "TemplateParametersForWorkspace.json",
            "parameters.json",
            "publish_config.json",
        ] {
            assert!(!is_meant(name), "{name}");
        }
    }

    #[test]
    fn rules_of_the_file() {
        for right in
            ["=", "-", "|", "=::array", "-:-webUrl:string", "|:-connectionString:secureString", "=:name", "-::"]
        {
            assert_eq!(rule_fault(right), None, "{right}");
        }
        assert_eq!(rule_fault("true"), Some(RuleFault::NoAction));
        assert_eq!(rule_fault("=::text"), Some(RuleFault::UnknownType("text", None)));
        assert_eq!(rule_fault("=::sting"), Some(RuleFault::UnknownType("sting", Some("string"))));
        assert_eq!(rule_fault("=:a:string:b"), Some(RuleFault::TooManyParts));
    }

    #[test]
    fn what_is_covered() {
        let text = r#"{"microsoft.synapse/workspaces/linkedservices": {"*": {"properties": {"typeProperties": {"url": "="}}},
            "AzureKeyVault": {"properties": {"typeProperties": {"*": "-"}}}}}"#;
        let document = crate::json::Document::parse(text.to_owned()).unwrap();
        let keys = |last| ["properties", "typeProperties", last];
        assert!(covers(document.root(), "RestService", &keys("url")));
        assert!(covers(document.root(), "AzureKeyVault", &keys("baseUrl")));
        assert!(!covers(document.root(), "AzureFunction", &keys("functionAppUrl")));
    }
}
