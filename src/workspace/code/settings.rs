//! Settings and files that are plain JSON: the session of a notebook, Spark jobs, Spark configurations, and the
//! activities of pipelines that run notebooks and jobs with settings of their own.

use super::fact::{Fact, Given, Known, Place, Setting, What};
use crate::json::Node;
use crate::language::placeholder::is_placeholder;
use crate::workspace::Artifact;
use crate::workspace::pipeline::{active, has_type};

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
    job.property(&["jobProperties"]).map_or_else(Vec::new, run)
}

/// The settings and files that the activities of a pipeline give to the notebooks and jobs they run.
pub(super) fn activities(pipeline: &Artifact) -> Vec<Fact> {
    const RUNS: [&str; 2] = ["SparkJob", "SynapseNotebook"];
    // Most pipelines hold not even the word, and need no look at their activities.
    if !RUNS.iter().any(|name| pipeline.document.says(name)) {
        return Vec::new();
    }
    let runs = active(pipeline).filter(|activity| has_type(*activity, &RUNS));
    runs.filter_map(|activity| activity.get("typeProperties")).flat_map(run).collect()
}

/// What a run of Spark is given: settings, files, arguments.
fn run(properties: Node<'_>) -> Vec<Fact> {
    let mut facts = settings(properties.get("conf"));
    for key in ["file", "jars", "files", "filesV2", "pyFiles", "pythonCodeReference", "archives"] {
        facts.extend(texts(properties.get(key)).map(|(node, known)| fact(node, What::Path(known))));
    }
    let arguments = texts(properties.get("args"));
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

/// A text that holds no expression and no placeholder.
fn known(node: Node<'_>) -> Option<Known> {
    let open = |text: &str| text.starts_with(['@', '[']) || text.contains("@{") || is_placeholder(text);
    let text = node.as_str().filter(|text| !open(text))?;
    Some(Known { text: text.into_owned(), complete: true, place: whole(node), origin: None })
}

fn whole(node: Node<'_>) -> Place {
    Place::new(node, 0..node.as_str().map_or(0, |text| text.len()))
}

fn fact(node: Node<'_>, what: What) -> Fact {
    Fact { place: whole(node), line: String::new(), what }
}
