//! Rules of the group `expression`.

pub mod activity_not_upstream;
pub mod expression_syntax;
pub mod expression_too_long;
pub mod item_outside_loop;
pub mod literal_type;
pub mod misplaced_root;
pub mod missing_at;
pub mod undeclared_parameter;
pub mod undeclared_variable;
pub mod unknown_activity;
pub mod unknown_function;
pub mod unsafe_navigation;
pub mod wrong_arity;

use crate::language::expression::{Call, Expr, Name, Reference, Root};
use crate::rule::{Draft, within};
use crate::workspace::expressions::Expression;
use crate::workspace::scope::{Control, Declared, Sight};
use crate::workspace::{Artifact, Folded};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::ops::Range;

/// Who holds an expression: its activity, else the artifact.
fn holder(artifact: &Artifact, expression: &Expression) -> String {
    within(artifact, expression.node(artifact))
}

/// The beginning of a long text, so that a message stays one sentence.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => Cow::Borrowed(text),
    }
}

/// Every call of the live expressions, with the expression it stands in.
fn calls(artifact: &Artifact) -> impl Iterator<Item = (&Expression, Call<'_>)> {
    artifact.live_expressions().flat_map(|expression| expression.template.calls().map(move |call| (expression, call)))
}

/// A look-up of one literal name.
struct LookUp<'a> {
    expression: &'a Expression,
    name: Cow<'a, str>,
    /// The name in the string.
    span: Range<usize>,
    safe: bool,
    /// The value that is looked up.
    value: Expr<'a>,
}

/// The look-ups of literal names below one root in the live expressions, each name once a string.
fn look_ups(artifact: &Artifact, root: Root) -> impl Iterator<Item = LookUp<'_>> {
    artifact.live_expressions().flat_map(move |expression| {
        let named = expression.template.references(root).filter_map(|Reference { name, safe, expr, .. }| match name {
            Name::Literal(name, span) => Some(LookUp { expression, name, span, safe, value: expr }),
            Name::Any => None,
        });
        let mut found: Vec<LookUp<'_>> = named.collect();
        if found.len() > 1 {
            let mut seen = FxHashSet::default();
            found.retain(|one| seen.insert(Folded::of(one.name.clone())));
        }
        found
    })
}

/// The look-ups of activities, with what can be seen of each from where it is looked up.
fn sights(artifact: &Artifact) -> impl Iterator<Item = (LookUp<'_>, usize, Sight)> {
    look_ups(artifact, Root::Activity).filter_map(|found| {
        let activity = found.expression.activity(artifact)?;
        let activities = artifact.activities();
        let from = activities.at(activity)?;
        let until = activities.get(from).control == Control::Until;
        let sight = activities.sight(from, until && stands_in(artifact, &found, "expression"), &found.name);
        Some((found, from, sight))
    })
}

/// Does a look-up stand in this property of its activity?
fn stands_in(artifact: &Artifact, found: &LookUp<'_>, property: &str) -> bool {
    is_below(artifact, found.expression, &["typeProperties", property])
}

/// Does an expression stand at or below these keys of its activity?
fn is_below(artifact: &Artifact, expression: &Expression, keys: &[&str]) -> bool {
    let node = expression.node(artifact);
    let value = expression.activity(artifact).and_then(|activity| activity.at(keys));
    value.is_some_and(|value| value == node || value.holds(node))
}

/// Shows the declaration whose name is nearest to one that nobody declares.
fn show_nearest(artifact: &Artifact, declared: &Declared<'_>, name: &str, draft: Draft<'_>) {
    let Some(near) = declared.nearest(name) else { return };
    let spelt = near.key().unwrap_or_default();
    let span = near.key_or_value_span();
    draft.help(format!("did you mean \"{spelt}\"?")).related_span(artifact, near, span, "the nearest name");
}
