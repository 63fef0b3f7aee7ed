//! `misplaced-root`: an expression asks for something that its kind of artifact does not have.

use super::{calls, holder};
use crate::finding::Level;
use crate::json::Span;
use crate::language::expression::{Call, Step, StepName, same};
use crate::rule::{Context, Sink};
use crate::workspace::{Artifact, Kind, Product};

/// What stands where it does not belong.
struct Misplaced {
    what: String,
    span: Span,
    why: &'static str,
    help: &'static str,
    level: Level,
}

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for (expression, call) in calls(artifact) {
        let Some(found) = misplaced(artifact.kind, context.workspace.product, call) else { continue };
        let node = expression.node(artifact);
        sink.report(node, format!("{} reads {}, {}", holder(artifact, expression), found.what, found.why))
            .within(node, found.span)
            .subject(found.what)
            .label("not known here")
            .help(found.help)
            .level(found.level);
    }
}

fn misplaced(kind: Kind, product: Product, call: Call<'_>) -> Option<Misplaced> {
    let root = ["pipeline", "variables", "activity", "dataset", "linkedService", "trigger", "triggerBody"];
    let root = call.among(&root)?;
    let error = |why, help| {
        Some(Misplaced { what: format!("{root}()"), span: call.expr.span(), why, help, level: Level::Error })
    };
    match (root, kind) {
        ("pipeline", Kind::Pipeline) => elsewhere(product, call),
        ("pipeline", _) => of_pipeline(kind, call),
        ("variables" | "activity", Kind::Pipeline) => None,
        ("variables" | "activity", _) => error("which only a pipeline has", DECLARE_AND_PASS),
        ("dataset", Kind::Dataset) | ("linkedService", Kind::LinkedService) => None,
        ("dataset", _) => error("which only the dataset itself can read", PASS_TO_DATASET),
        ("linkedService", _) => error("which only the linked service itself can read", PASS_TO_LINKED_SERVICE),
        (_, Kind::Trigger) => None,
        _ => error("which only a trigger can read", PASS_FROM_TRIGGER),
    }
}

const DECLARE_AND_PASS: &str = "declare a parameter here, and let the pipeline pass the value";
const PASS_TO_DATASET: &str =
    "the value is set where the dataset is used, under its parameters: read what is passed there instead";
const PASS_TO_LINKED_SERVICE: &str =
    "the value is set where the linked service is used, under its parameters: read what is passed there instead";
const PASS_FROM_TRIGGER: &str = "declare a parameter of the pipeline, and let the trigger pass the value";

/// What `pipeline()` gives outside a pipeline: nothing of its parameters, and of the rest nothing for sure.
fn of_pipeline(kind: Kind, call: Call<'_>) -> Option<Misplaced> {
    let step = call.expr.step();
    let parameters = step.as_ref().is_some_and(|step| selects(step, "parameters"));
    // A trigger knows the workspace it belongs to.
    if kind == Kind::Trigger && !parameters {
        return None;
    }
    let expr = step.map_or(call.expr, |step| step.expr);
    Some(Misplaced {
        what: expr.source().to_owned(),
        span: expr.span(),
        why: "which only a pipeline can read",
        help: DECLARE_AND_PASS,
        level: if parameters { Level::Error } else { Level::Warning },
    })
}

/// What other products have on `pipeline()`.
fn elsewhere(product: Product, call: Call<'_>) -> Option<Misplaced> {
    let step = call.expr.step()?;
    let (why, help) = match () {
        () if selects(&step, "globalParameters") && product == Product::Synapse => (
            "which only Data Factory has",
            "declare a parameter of the pipeline instead, and pass it or give it a default",
        ),
        () if selects(&step, "libraryVariables") => {
            ("which only Microsoft Fabric has", "declare a parameter of the pipeline instead")
        }
        () => return None,
    };
    let (what, span) = (step.expr.source().to_owned(), step.expr.span());
    Some(Misplaced { what, span, why, help, level: Level::Warning })
}

fn selects(step: &Step<'_>, name: &str) -> bool {
    matches!(&step.name, StepName::Literal(own, _) if same(own, name))
}
