//! How the parameters of pipelines are treated in practice: whether the pipeline reads them, whether it is prepared
//! for nothing, and how many of its callers pass them. A parameter without a default that is not passed is null, and
//! many pipelines are written for that; the declaration alone does not tell. It knows no rules and no wording.

use super::call::{calls_of, is_expression, parameters};
use super::expressions::Expression;
use super::pipeline::has_type;
use super::{Artifact, Folded, Kind, Workspace};
use crate::json::Node;
use crate::language::expression::{Name, Reference, Root, Template};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// What is done with one parameter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Practice {
    /// Does the pipeline read it, not only hand it on to another, or as it is to a notebook?
    pub is_read: bool,
    /// Does it read it in a way that expects null: `coalesce(…)`, `empty(…)`, `?.`?
    pub may_be_null: bool,
    /// How many callers pass it.
    pub passed: usize,
    /// How many callers leave it out.
    pub left_out: usize,
}

impl Practice {
    /// Is something missing where it is not passed? A pipeline takes what is not passed as null. Is it written for
    /// that, or do its callers treat the parameter as one that may be left out, then nothing is.
    pub fn needs_a_value(&self) -> bool {
        let is_optional = self.may_be_null || (self.passed > 0 && self.left_out > 1);
        self.is_read && !is_optional
    }
}

/// Parameter → what is done with it.
pub(super) type Practices = FxHashMap<Folded<'static>, Practice>;

impl Workspace {
    /// How a parameter of a pipeline is treated by the pipeline and by its callers.
    pub fn practice(&self, pipeline: &Artifact, parameter: &str) -> Practice {
        let practices: &FxHashMap<Folded<'_>, Practice> =
            pipeline.parsed.practices.get_or_init(|| Box::new(practices(self, pipeline)));
        practices.get(&Folded::of(parameter)).copied().unwrap_or_default()
    }
}

/// Reads it off the pipeline and every call of it.
fn practices(workspace: &Workspace, pipeline: &Artifact) -> Practices {
    let mut practices = Practices::default();
    read(pipeline, &mut practices);
    let Some(declared) = parameters(pipeline) else { return practices };
    for (_, call) in calls_of(workspace, pipeline).filter(|(user, _)| user.kind == Kind::Pipeline) {
        let passed: FxHashSet<Folded<'_>> = call.arguments().filter_map(|node| Some(Folded::of(node.key()?))).collect();
        for name in declared.iter().filter_map(Node::key) {
            let is_passed = passed.contains(&Folded::of(name.as_ref()));
            let practice = practices.entry(Folded::of(name.into_owned())).or_default();
            *(if is_passed { &mut practice.passed } else { &mut practice.left_out }) += 1;
        }
    }
    practices
}

fn read(pipeline: &Artifact, practices: &mut Practices) {
    for expression in pipeline.live_expressions().filter(|expression| expression.template.asks(Root::Parameter)) {
        let Some(activity) = expression.activity(pipeline) else { continue };
        let mut readings = readings(&expression.template).peekable();
        if readings.peek().is_none() || is_handed_on(expression, expression.node(pipeline), activity) {
            continue;
        }
        for (name, may_be_null) in readings {
            let practice = practices.entry(Folded::of(name.into_owned())).or_default();
            practice.is_read = true;
            practice.may_be_null |= may_be_null;
        }
    }
}

/// Is the value an argument of a pipeline that is executed, or of a notebook as it is? Whether a notebook copes with
/// null only its code tells.
fn is_handed_on(expression: &Expression, node: Node<'_>, activity: Node<'_>) -> bool {
    let is_argument = |at: usize| node.ancestors().nth(at).is_some_and(|all| all.key_is("parameters"));
    let wrapped = usize::from(node.parent().is_some_and(is_expression));
    let of_pipeline = has_type(activity, &["ExecutePipeline"]) && is_argument(1 + wrapped);
    // A notebook's arguments have a type beside their value.
    of_pipeline
        || (has_type(activity, &["SynapseNotebook"])
            && is_argument(2 + wrapped)
            && expression.template.whole().is_some_and(|whole| whole.call().is_none()))
}

/// The parameters that an expression reads, and whether it expects null there.
fn readings(template: &Template) -> impl Iterator<Item = (Cow<'_, str>, bool)> {
    let asks = template.calls().filter(|call| call.among(&["coalesce", "empty", "equals", "if"]).is_some());
    let guarded: Vec<_> = asks.flat_map(|call| call.arguments()).collect();
    let parameters = template.references(Root::Parameter);
    parameters.filter_map(move |Reference { name, safe, expr, .. }| match name {
        Name::Literal(name, _) => Some((name, safe || guarded.contains(&expr))),
        Name::Any => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_expression_reads() {
        let owned = |(name, may_be_null): (Cow<'_, str>, bool)| (name.into_owned(), may_be_null);
        let read = |text: &str| readings(&Template::parse(text)).map(owned).collect::<Vec<_>>();
        let reading = |name: &str, may_be_null| (name.to_owned(), may_be_null);
        let both = "@concat(pipeline().parameters.a_1, pipeline().parameters['b c'])";
        assert_eq!(read(both), [reading("a_1", false), reading("b c", false)]);
        assert_eq!(read("@coalesce(null, pipeline().parameters.A, 'x')"), [reading("A", true)]);
        assert_eq!(read("@if(empty( pipeline().parameters.a), 1, 2)"), [reading("a", true)]);
        assert_eq!(read("@pipeline()?.parameters.a"), [reading("a", true)]);
        assert_eq!(read("in/@{pipeline().parameters?.a}"), [reading("a", true)]);
        assert_eq!(read("@empty(concat(pipeline().parameters.a))"), [reading("a", false)]);
        assert_eq!(read("pipeline().parameters.a, and @{dataset().parameters.a}"), []);
    }
}
