//! `batch-count`: a ForEach that runs more iterations at once than the service does; where the configuration asks for
//! it, one that does not say how many.

use crate::finding::Level;
use crate::json::Node;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::pipeline::{active_of_type, name};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let options = &context.options.batch_count;
    for activity in active_of_type(artifact, &["ForEach"]) {
        let (Some(own), Some(properties)) = (name(activity), activity.get("typeProperties")) else { continue };
        // A sequential loop ignores the count; whether an expression makes it sequential is not known.
        if properties.get("isSequential").is_some_and(|sequential| sequential.as_bool() != Some(false)) {
            continue;
        }
        match properties.get("batchCount") {
            Some(count) if number(count).is_some_and(|count| count > f64::from(options.max)) => {
                let message = format!(
                    "activity \"{own}\" asks for {} iterations at once; the limit is {}",
                    count.raw().trim_matches('"'),
                    options.max
                );
                sink.report(count, message);
            }
            None if options.required => {
                let message = format!("activity \"{own}\" does not say how many iterations run at once");
                let help = "set \"batchCount\"; without it twenty iterations run at once";
                sink.report(properties, message).key(properties).level(Level::Note).help(help);
            }
            _ => {}
        }
    }
}

fn number(count: Node<'_>) -> Option<f64> {
    count.as_f64().or_else(|| count.as_str()?.trim().parse().ok())
}
