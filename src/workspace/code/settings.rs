//! Settings and files that are plain JSON: the session of a notebook, Spark jobs, Spark configurations.

use super::fact::{Fact, Given, Known, Place, Setting, What};
use crate::json::Node;
use crate::language::placeholder::is_placeholder;
use crate::workspace::Artifact;

/// The settings of a notebook's session.
pub(super) fn session(notebook: &Artifact) -> Vec<Fact> {
    settings(notebook.property(&["sessionProperties", "conf"]))
}

/// The settings of a Spark configuration.
pub(super) fn configuration(configuration: &Artifact) -> Vec<Fact> {
    settings(configuration.property(&["configs"]))
}

/// The settings and files of a Spark job.
pub(super) fn job(job: &Artifact) -> Vec<Fact> {
    let mut facts = settings(job.property(&["jobProperties", "conf"]));
    for key in ["file", "jars", "files", "pyFiles", "archives"] {
        let value = job.property(&["jobProperties", key]);
        facts.extend(texts(value).map(|(node, known)| fact(node, What::Path(known))));
    }
    let arguments = texts(job.property(&["jobProperties", "args"]));
    let urls = arguments.filter(|(_, known)| known.text.contains("://"));
    facts.extend(urls.map(|(node, known)| fact(node, What::Url(known))));
    facts
}

/// A text, or each text of a list.
fn texts(value: Option<Node<'_>>) -> impl Iterator<Item = (Node<'_>, Known)> {
    let nodes = value.into_iter().flat_map(|value| value.items().chain(Some(value).filter(|value| !value.is_array())));
    nodes.filter_map(|node| Some((node, known(node)?)))
}

fn settings(conf: Option<Node<'_>>) -> Vec<Fact> {
    let setting = |value: Node<'_>| {
        let place = whole(value);
        let key = Known { text: value.key()?.into_owned(), complete: true, place, origin: None };
        let value_given = known(value).map_or(Given::Unknown, Given::Text);
        Some(fact(value, What::Setting(Setting { key, value: value_given })))
    };
    let entries: Vec<Node<'_>> =
        conf.filter(|conf| conf.is_object()).map(|conf| conf.children().collect()).unwrap_or_default();
    let urls =
        entries.iter().filter_map(|node| Some((*node, known(*node)?))).filter(|(_, known)| known.text.contains("://"));
    let urls: Vec<Fact> = urls.map(|(node, known)| fact(node, What::Url(known))).collect();
    entries.iter().filter_map(|value| setting(*value)).chain(urls).collect()
}

/// A text that is no expression and no placeholder.
fn known(node: Node<'_>) -> Option<Known> {
    let text = node.as_str().filter(|text| !text.starts_with(['@', '[']) && !is_placeholder(text))?;
    Some(Known { text: text.into_owned(), complete: true, place: whole(node), origin: None })
}

fn whole(node: Node<'_>) -> Place {
    Place::new(node, 0..node.as_str().map_or(0, |text| text.len()))
}

fn fact(node: Node<'_>, what: What) -> Fact {
    Fact { place: whole(node), line: String::new(), what }
}
