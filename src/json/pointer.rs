//! How to name a place inside a document: RFC 6901 pointers for machines, names instead of indexes for people.

use super::{Document, Node};
use std::borrow::Cow;

/// One step from a value to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step<'a> {
    Key(Cow<'a, str>),
    Item { index: usize, name: Option<String> },
}

/// Properties that name the object they stand in, best first: an activity, stream or column; what a dependency
/// waits for; what a reference refers to.
const NAMING: [&str; 3] = ["name", "activity", "referenceName"];

/// Longest text of an unnamed item that is shown as its name, in characters.
const LONGEST_NAME: usize = 80;

/// The RFC 6901 pointer of a value; empty for the root.
pub fn pointer(node: Node<'_>) -> String {
    steps(node)
        .map(|step| match step {
            Step::Key(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Step::Item { index, .. } => format!("/{index}"),
        })
        .collect()
}

/// The value a pointer leads to.
pub fn resolve<'a>(document: &'a Document, pointer: &str) -> Option<Node<'a>> {
    pointer.split('/').skip(1).try_fold(document.root(), |node, step| {
        if node.is_array() {
            return node.items().nth(step.parse().ok()?);
        }
        node.get(&step.replace("~1", "/").replace("~0", "~"))
    })
}

/// The path of names that leads to a value: `activity Load › activity Copy › policy.timeout`. It leaves out the
/// wrappers every artifact has (`properties`, and `typeProperties` on the way to a named item), so it stays the same
/// when something is inserted, reordered or re-indented; items without a name are named by their text.
pub fn place(node: Node<'_>) -> String {
    let mut segments: Vec<String> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    for step in steps(node) {
        match step {
            Step::Key(key) => keys.push(key.into_owned()),
            Step::Item { index, name } => {
                let list = keys.pop().unwrap_or_default();
                keys.retain(|key| key != "properties" && key != "typeProperties");
                let list = singular(&list);
                let item = name.map_or_else(|| format!("{list}[{index}]"), |name| format!("{list} {name}"));
                keys.push(item);
                segments.push(std::mem::take(&mut keys).join("."));
            }
        }
    }
    if segments.is_empty() && keys.first().is_some_and(|key| key == "properties") && keys.len() > 1 {
        keys.remove(0);
    }
    if !keys.is_empty() {
        segments.push(keys.join("."));
    }
    segments.join(" › ")
}

fn singular(list: &str) -> &str {
    match list {
        "activities" | "ifTrueActivities" | "ifFalseActivities" => "activity",
        "fqdns" => "fqdn",
        "dependsOn" => list,
        _ => list.strip_suffix('s').unwrap_or(list),
    }
}

/// Steps from the root down to the value.
fn steps(node: Node<'_>) -> impl Iterator<Item = Step<'_>> {
    let mut path: Vec<_> = node.ancestors().filter(|node| node.parent().is_some()).collect();
    path.reverse();
    path.into_iter().map(|node| match node.key() {
        Some(key) => Step::Key(key),
        None => Step::Item { index: node.index().unwrap_or(0), name: item_name(node) },
    })
}

fn item_name(item: Node<'_>) -> Option<String> {
    let named = NAMING.iter().find_map(|key| item.get(key).and_then(Node::as_str));
    let named = named.or_else(|| item.at(&["pipelineReference", "referenceName"]).and_then(Node::as_str));
    let text = named.or_else(|| item.as_str())?;
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(folded.chars().take(LONGEST_NAME).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_replace_indexes() {
        let text = r#"{"properties":{"activities":[{"name":"Wait"},{"name":"Each","typeProperties":{"activities":[
            {"name":"Copy it","policy":{"time~/out":1}}]}}],"fqdns":["a.b"],"cells":[{"source":[1]}],"url":"x"}}"#;
        let document = Document::parse(text.to_owned()).unwrap();
        let check = |path: &str, expected: &str| {
            let node = resolve(&document, path).unwrap();
            assert_eq!(pointer(node), path);
            assert_eq!(place(node), expected);
        };
        check(
            "/properties/activities/1/typeProperties/activities/0/policy/time~0~1out",
            "activity Each › activity Copy it › policy.time~/out",
        );
        check("/properties/fqdns/0", "fqdn a.b");
        check("/properties/cells/0/source/0", "cell[0] › source[0]");
        check("/properties/url", "url");
        check("/properties", "properties");
        check("", "");
    }
}
