//! How the parameters of pipelines are treated in practice: whether the pipeline reads them, whether it is prepared
//! for nothing, and how many of its callers pass them. A parameter without a default that is not passed is null, and
//! many pipelines are written for that; the declaration alone does not tell. It knows no rules and no wording.

use super::call::{calls, is_expression, parameters};
use super::graph::is_inactive;
use super::pipeline::{around, has_type};
use super::{Artifact, Kind, Workspace};
use crate::json::Node;
use std::collections::{HashMap, HashSet};

/// What is done with one parameter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Practice {
    /// Does the pipeline read it, not only hand it on to another?
    pub is_read: bool,
    /// Does it read it in a way that expects null: `coalesce(…)`, `empty(…)`, `?.`?
    pub may_be_null: bool,
    /// How many callers pass it.
    pub passed: usize,
    /// How many callers leave it out.
    pub left_out: usize,
}

/// Pipeline and lower-case parameter → what is done with it.
pub(super) type Practices = HashMap<(usize, String), Practice>;

/// Reads it off every pipeline and every call of one.
pub(super) fn practices(workspace: &Workspace) -> Practices {
    let mut practices = Practices::new();
    for pipeline in workspace.of_kind(Kind::Pipeline) {
        read(pipeline, &mut practices);
        for call in calls(workspace, pipeline).filter(|call| call.target.kind == Kind::Pipeline) {
            let arguments = call.arguments.into_iter().flat_map(Node::children);
            let passed: HashSet<String> = arguments.filter_map(|node| Some(node.key()?.to_lowercase())).collect();
            for parameter in parameters(call.target).unwrap_or_default() {
                let name = parameter.name.to_lowercase();
                let is_passed = passed.contains(&name);
                let practice = practices.entry((call.target.id, name)).or_default();
                *(if is_passed { &mut practice.passed } else { &mut practice.left_out }) += 1;
            }
        }
    }
    practices
}

fn read(pipeline: &Artifact, practices: &mut Practices) {
    let activities = pipeline.property(&["activities"]).into_iter().flat_map(Node::descendants);
    for node in activities {
        let Some(text) = node.as_str().filter(|text| text.contains("parameters")) else { continue };
        let mut readings = readings(&text).peekable();
        if readings.peek().is_none() || is_inactive(node) || is_handed_on(node) {
            continue;
        }
        for (name, may_be_null) in readings {
            let practice = practices.entry((pipeline.id, name.to_lowercase())).or_default();
            practice.is_read = true;
            practice.may_be_null |= may_be_null;
        }
    }
}

/// Is the value an argument of a pipeline that is executed?
fn is_handed_on(node: Node<'_>) -> bool {
    let holder = node.parent().filter(|holder| is_expression(*holder)).unwrap_or(node);
    let argument = holder.parent().is_some_and(|arguments| arguments.key_is("parameters"));
    argument && around(node).next().is_some_and(|activity| has_type(activity, &["ExecutePipeline"]))
}

/// The parameters that an expression reads, and whether it expects null there.
fn readings(text: &str) -> impl Iterator<Item = (&str, bool)> {
    text.match_indices("parameters").filter_map(|(at, word)| {
        let before = text[..at].trim_end().strip_suffix('.')?;
        let root = before.trim_end_matches('?').trim_end().strip_suffix("pipeline()")?.trim_end();
        let behind = &text[at + word.len()..];
        let access = behind.strip_prefix('?').unwrap_or(behind);
        let name = match access.strip_prefix("['") {
            Some(quoted) => quoted.split_once('\'')?.0,
            None => {
                let rest = access.strip_prefix('.')?;
                &rest[..rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())]
            }
        };
        let asked = before.ends_with('?') || behind.starts_with('?');
        let guarded = ["coalesce(", "empty(", "equals(", "if("].iter().any(|function| root.ends_with(function));
        (!name.is_empty()).then_some((name, asked || guarded))
    })
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn what_an_expression_reads() {
        let read = |text| readings(text).collect::<Vec<_>>();
        assert_eq!(
            read("@concat(pipeline().parameters.a_1, pipeline().parameters['b c'])"),
            [("a_1", false), ("b c", false)]
        );
        assert_eq!(read("@coalesce(pipeline().parameters.a, 'x')"), [("a", true)]);
        assert_eq!(read("@if(empty( pipeline().parameters.a), 1, 2)"), [("a", true)]);
        assert_eq!(read("@pipeline()?.parameters.a"), [("a", true)]);
        assert_eq!(read("@pipeline().parameters?.a"), [("a", true)]);
        assert_eq!(read("the parameters. And dataset().parameters.a, pipeline().parameters"), []);
    }
}
