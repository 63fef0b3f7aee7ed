//! `activity-not-upstream`: an expression reads an activity that has not run before it, or may not have.

use super::{LookUp, holder, sights};
use crate::finding::Level;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::scope::{Hidden, Sight};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for (found, from, sight) in sights(artifact) {
        match sight {
            Sight::Hidden(activity, why) => hidden(artifact, &found, from, activity, why, sink),
            // What is read under a condition is taken to ask for the same branch.
            Sight::Perhaps { .. } if found.expression.template.is_conditional(found.value) => {}
            Sight::Perhaps { activity, branch } => perhaps(artifact, &found, activity, branch, sink),
            Sight::Visible | Sight::Missing => {}
        }
    }
}

fn hidden(artifact: &Artifact, found: &LookUp<'_>, from: usize, activity: usize, why: Hidden, sink: &mut Sink<'_>) {
    let activities = artifact.activities();
    let named = |number: usize| format!("\"{}\"", activities.get(number).name);
    let (who, read) = (holder(artifact, found.expression), named(activity));
    let (message, help) = match why {
        Hidden::Own => (
            format!("{who} reads its own output, which is there only after it has run"),
            "read it in an activity that waits for this one".to_owned(),
        ),
        Hidden::Around => (
            format!("{who} reads activity {read}, which is around it and still runs"),
            format!("read {read} in an activity that waits for it"),
        ),
        Hidden::Inside => (
            format!("{who} reads activity {read}, which is inside it and has not run yet"),
            "read an activity that runs before it".to_owned(),
        ),
        Hidden::OtherBranch(branch) => (
            format!(
                "{who} reads activity {read}, which stands in another branch of {}: only one of the two runs",
                named(branch)
            ),
            "read an activity of the same branch, or one before the branches".to_owned(),
        ),
        Hidden::InLoop(each) => (
            format!(
                "{who} reads activity {read}, which runs once for each item inside {} and cannot be read from outside",
                named(each)
            ),
            "collect what is needed in a variable inside the loop (AppendVariable), and read that".to_owned(),
        ),
        Hidden::NotAwaited { waiter, before } => {
            let inside = if before == activity { String::new() } else { format!(" inside {}", named(before)) };
            let awaited = if before == activity { "it".to_owned() } else { named(before) };
            let waiting = match waiter == from {
                true => format!(" and does not wait for {awaited}"),
                false => format!(", and {}, in which it stands, does not wait for {}", named(waiter), named(before)),
            };
            (
                format!("{who} reads activity {read}{inside}{waiting}"),
                format!("add {} to the dependsOn of {}", named(before), named(waiter)),
            )
        }
    };
    report(artifact, found, activity, message, sink).help(help);
}

fn perhaps(artifact: &Artifact, found: &LookUp<'_>, activity: usize, branch: usize, sink: &mut Sink<'_>) {
    let activities = artifact.activities();
    let (who, read) = (holder(artifact, found.expression), &activities.get(activity).name);
    let branch = &activities.get(branch).name;
    let message = format!("{who} reads activity \"{read}\", which runs only if \"{branch}\" takes its branch");
    report(artifact, found, activity, message, sink).level(Level::Warning).help(format!(
        "where \"{branch}\" takes another branch this fails: set a variable in each branch, and read that"
    ));
}

fn report<'s>(
    artifact: &Artifact,
    found: &LookUp<'_>,
    activity: usize,
    message: String,
    sink: &'s mut Sink<'_>,
) -> crate::rule::Draft<'s> {
    let node = found.expression.node(artifact);
    let other = artifact.document.node(artifact.activities().get(activity).node);
    sink.report(node, message).within(node, found.span.clone()).subject(found.name.as_ref()).label("read here").related(
        artifact,
        other.get("name").unwrap_or(other),
        "the activity",
    )
}
