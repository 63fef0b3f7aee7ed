//! How to name a place inside a document: RFC 6901 pointers for machines, names instead of indexes for people.

use super::{Document, Node};
use std::borrow::Cow;

/// Properties that name the object they stand in, best first: an activity, stream or column; what a dependency
/// waits for; what a reference refers to.
const NAMING: [&str; 3] = ["name", "activity", "referenceName"];

/// Keys that are left out on the way to an item.
const WRAPPERS: [&str; 2] = ["properties", "typeProperties"];

/// Longest text of an unnamed item that is shown as its name, in characters.
const LONGEST_NAME: usize = 80;

/// The RFC 6901 pointer of a value; empty for the root.
pub fn pointer(node: Node<'_>) -> String {
    let mut out = String::new();
    for step in steps(node) {
        out.push('/');
        match step.key() {
            Some(key) => out.push_str(&key.replace('~', "~0").replace('/', "~1")),
            None => out.push_str(&step.index().unwrap_or(0).to_string()),
        }
    }
    out
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

/// What parts the segments of a path of names.
const BETWEEN: &str = " › ";

/// The path of names that leads to a value: `activity Load › activity Copy › policy.timeout`. It leaves out the
/// wrappers every artifact has (`properties`, and `typeProperties` on the way to a named item), so it stays the same
/// when something is inserted, reordered or re-indented; items without a name are named by their text.
pub fn place(node: Node<'_>) -> String {
    let mut out = String::new();
    push_place(&mut out, node);
    out
}

/// Appends the path of names that leads to a value, behind what is already there.
pub fn push_place(out: &mut String, node: Node<'_>) {
    let begin = |out: &mut String| {
        if !out.is_empty() {
            out.push_str(BETWEEN);
        }
    };
    let steps: Vec<Node<'_>> = steps(node).collect();
    let mut keys = &steps[..];
    while let Some(at) = keys.iter().position(|step| step.key_span().is_none()) {
        let (way, item) = (&keys[..at.saturating_sub(1)], keys[at]);
        begin(out);
        for key in way.iter().filter(|key| !WRAPPERS.iter().any(|wrapper| key.key_is(wrapper))) {
            push_key(out, *key);
            out.push('.');
        }
        let list = at.checked_sub(1).and_then(|at| keys[at].key()).unwrap_or_default();
        push_item(out, singular(&list), item);
        keys = &keys[at + 1..];
    }
    // Alone, `properties` is the place itself.
    if keys.len() == steps.len() && keys.len() > 1 && keys[0].key_is("properties") {
        keys = &keys[1..];
    }
    if !keys.is_empty() {
        begin(out);
    }
    for (at, key) in keys.iter().enumerate() {
        if at > 0 {
            out.push('.');
        }
        push_key(out, *key);
    }
}

fn push_key(out: &mut String, node: Node<'_>) {
    out.push_str(&node.key().unwrap_or_default());
}

/// Appends `activity Copy`, or `source[3]` where the item has no name.
fn push_item(out: &mut String, list: &str, item: Node<'_>) {
    out.push_str(list);
    let Some(name) = name(item) else {
        out.push_str(&format!("[{}]", item.index().unwrap_or(0)));
        return;
    };
    out.push(' ');
    if is_short_line(&name) {
        return out.push_str(&name);
    }
    let start = out.len();
    for word in name.split_whitespace() {
        if out.len() > start {
            out.push(' ');
        }
        out.push_str(word);
    }
    if let Some((end, _)) = out[start..].char_indices().nth(LONGEST_NAME) {
        out.truncate(start + end);
    }
}

/// Is it shown as it stands, as nearly all names are: not cut, and without white space that is folded?
fn is_short_line(name: &str) -> bool {
    let bytes = name.as_bytes();
    let printable = bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
    let spaced = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') || name.contains("  ");
    bytes.len() <= LONGEST_NAME && printable && !spaced
}

fn singular(list: &str) -> &str {
    match list {
        "activities" | "ifTrueActivities" | "ifFalseActivities" => "activity",
        "fqdns" => "fqdn",
        "dependsOn" => list,
        _ => list.strip_suffix('s').unwrap_or(list),
    }
}

/// The values on the way from the root, which is not one of them, down to the value.
fn steps(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut path: Vec<_> = node.ancestors().filter(|node| node.parent().is_some()).collect();
    path.reverse();
    path.into_iter()
}

fn name(item: Node<'_>) -> Option<Cow<'_, str>> {
    let named = NAMING.iter().find_map(|key| item.get(key).and_then(Node::as_str));
    let named = named.or_else(|| item.at(&["pipelineReference", "referenceName"]).and_then(Node::as_str));
    named.or_else(|| item.as_str())
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
