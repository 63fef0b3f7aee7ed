//! What an expression asks of its surroundings: parameters, variables, activities.

use super::{Call, Expr, StepName, Template};
use std::borrow::Cow;
use std::ops::Range;

/// Where a name is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Root {
    /// `pipeline().parameters`
    Parameter,
    /// `pipeline().globalParameters`
    GlobalParameter,
    /// `variables(…)`
    Variable,
    /// `activity(…)`
    Activity,
    /// `dataset()`
    Dataset,
    /// `linkedService()`
    LinkedService,
}

/// The name that is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name<'t> {
    /// This one, at these bytes.
    Literal(Cow<'t, str>, Range<usize>),
    /// One that is computed, or all of them at once.
    Any,
}

/// One look-up.
#[derive(Debug, Clone)]
pub struct Reference<'t> {
    /// Where.
    pub root: Root,
    /// What.
    pub name: Name<'t>,
    /// Does a `?` on the way make a missing value null?
    pub safe: bool,
    /// The value that is looked up.
    pub expr: Expr<'t>,
}

impl<'t> Reference<'t> {
    /// The look-up that begins with a call, if it is one.
    pub fn of(call: Call<'t>) -> Option<Self> {
        let argument = |root| {
            let name = call.arguments().next()?;
            let literal = name.literal_text().map(|text| Name::Literal(text, inside_quotes(name.span())));
            Some(Self { root, name: literal.unwrap_or(Name::Any), safe: false, expr: call.expr })
        };
        match call.among(&["pipeline", "dataset", "linkedService", "variables", "activity"])? {
            "pipeline" => {
                let step = call.expr.step()?;
                let root = match &step.name {
                    StepName::Literal(name, _) if super::same(name, "parameters") => Root::Parameter,
                    StepName::Literal(name, _) if super::same(name, "globalParameters") => Root::GlobalParameter,
                    _ => return None,
                };
                Some(Self::selected(root, step.expr, step.safe))
            }
            "dataset" => Some(Self::selected(Root::Dataset, call.expr, false)),
            "linkedService" => Some(Self::selected(Root::LinkedService, call.expr, false)),
            "variables" => argument(Root::Variable),
            _ => argument(Root::Activity),
        }
    }

    /// What the next step selects from `holder`.
    fn selected(root: Root, holder: Expr<'t>, safe: bool) -> Self {
        match holder.step() {
            Some(step) => {
                let name = match step.name {
                    StepName::Literal(name, span) => Name::Literal(name, span),
                    StepName::Computed(_) => Name::Any,
                };
                Self { root, name, safe: safe || step.safe, expr: step.expr }
            }
            None => Self { root, name: Name::Any, safe, expr: holder },
        }
    }
}

fn inside_quotes(span: Range<usize>) -> Range<usize> {
    span.start + 1..span.end - 1
}

/// A set of roots.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Roots(u8);

impl Roots {
    /// The roots below which a string looks something up.
    pub fn of(template: &Template) -> Self {
        let references = template.calls().filter_map(Reference::of);
        Self(references.fold(0, |roots, reference| roots | Self::bit(reference.root)))
    }

    fn bit(root: Root) -> u8 {
        1 << root as u8
    }
}

impl Template {
    /// Does the string look up anything below this root?
    pub fn asks(&self, root: Root) -> bool {
        self.roots.0 & Roots::bit(root) != 0
    }

    /// Every look-up of the string below one root.
    pub fn references(&self, root: Root) -> impl Iterator<Item = Reference<'_>> {
        let calls = self.asks(root).then(|| self.calls()).into_iter().flatten();
        calls.filter_map(Reference::of).filter(move |reference| reference.root == root)
    }
}
