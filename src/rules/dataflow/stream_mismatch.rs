//! `stream-mismatch`: the script and the lists of sources, sinks and transformations beside it disagree.

use super::place::{related, report};
use crate::json::Node;
use crate::language::dataflow::Statement;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::dataflow::{Dataflow, List};
use rustc_hash::{FxHashMap, FxHashSet};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(flow) = artifact.dataflow().filter(|flow| !flow.statements().is_empty()) else { return };
    let names = List::ALL.map(|list| names(artifact, list));
    let elsewhere = |name: &str| List::ALL.into_iter().zip(&names).find(|(_, names)| names.contains_key(name));
    for (list, listed) in List::ALL.into_iter().zip(&names) {
        // Old exports leave the list of transformations empty.
        if list == List::Transformations && listed.is_empty() {
            continue;
        }
        let mut seen = FxHashSet::default();
        let made = flow.statements().iter().filter(|statement| List::of(flow.kind(statement)) == list);
        let unlisted = made.filter(|statement| {
            let name = flow.name(statement).to_lowercase();
            !listed.contains_key(&name) && seen.insert(name)
        });
        let unlisted: Vec<&Statement> = unlisted.collect();
        let mut unmade: Vec<Node<'_>> =
            listed.iter().filter(|(name, _)| flow.streams().find(name).is_none()).map(|(_, node)| *node).collect();
        unmade.sort_by_key(|node| node.id());
        if let ([statement], [entry]) = (&unlisted[..], &unmade[..]) {
            renamed(artifact, flow, list, statement, *entry, sink);
            continue;
        }
        for statement in unlisted {
            let other = elsewhere(&flow.name(statement).to_lowercase());
            not_listed(artifact, flow, list, statement, other, sink);
        }
        for entry in unmade {
            not_made(artifact, list, entry, sink);
        }
    }
}

/// Lower-case name → the node that gives it.
type Names<'a> = FxHashMap<String, Node<'a>>;

fn names(artifact: &Artifact, list: List) -> Names<'_> {
    let nodes = list.entries(artifact).filter_map(|entry| entry.get("name"));
    nodes.filter_map(|node| Some((node.as_str()?.to_lowercase(), node))).collect()
}

/// One name too few on each side: most likely the same thing, renamed on one of them.
fn renamed(
    artifact: &Artifact,
    flow: &Dataflow,
    list: List,
    statement: &Statement,
    entry: Node<'_>,
    sink: &mut Sink<'_>,
) {
    let (listed, made) = (entry.as_str().unwrap_or_default(), flow.name(statement));
    let word = list.word();
    let message = format!("{} lists {word} \"{listed}\", and its script calls it \"{made}\"", artifact.described());
    let draft = sink.report(entry, message).label("not in the script");
    related(draft, artifact, flow, &statement.output, "not in the list");
}

fn not_listed(
    artifact: &Artifact,
    flow: &Dataflow,
    list: List,
    statement: &Statement,
    other: Option<(List, &Names<'_>)>,
    sink: &mut Sink<'_>,
) {
    let name = flow.name(statement);
    let (word, key) = (list.word(), list.key());
    let found = other.map(|(other, _)| format!("lists it among its {}", other.key()));
    let found = found.unwrap_or_else(|| format!("has no entry for it among its {key}"));
    let message = format!("the script of {} makes {word} \"{name}\", and the file {found}", artifact.described());
    let (label, help) = match other {
        Some(_) => (format!("made here as a {word}"), format!("move the entry to the {key}")),
        None => ("not in the list".to_owned(), format!("add an entry of this name to the {key}")),
    };
    let draft = report(sink, artifact, flow, &statement.output, message).label(label).help(help);
    let node = other.and_then(|(_, names)| names.get(&name.to_lowercase()));
    match node.or(artifact.property(&["typeProperties", key]).as_ref()) {
        Some(node) if other.is_some() => draft.related(artifact, *node, "listed here"),
        Some(node) => draft.related_span(artifact, *node, node.key_or_value_span(), "the list"),
        None => draft,
    };
}

fn not_made(artifact: &Artifact, list: List, entry: Node<'_>, sink: &mut Sink<'_>) {
    let (name, word) = (entry.as_str().unwrap_or_default(), list.word());
    let message = format!("{} lists {word} \"{name}\", which its script does not make", artifact.described());
    let help = "remove the entry, or write the statement that makes it";
    sink.report(entry, message).label("not in the script").help(help);
}
