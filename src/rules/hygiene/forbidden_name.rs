//! `forbidden-name`: a name with characters the service does not take.

use crate::json::{Node, Span};
use crate::rule::{Context, Sink};
use crate::workspace::graph::is_placeholder;
use crate::workspace::pipeline::active;
use crate::workspace::{Artifact, Kind};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let name = artifact.root().get("name");
    if artifact.kind == Kind::IntegrationRuntime {
        report(name, || artifact.described(), misfit_of_runtime, sink);
        return;
    }
    report(name, || artifact.described(), misfit, sink);
    if artifact.kind == Kind::Pipeline {
        for name in active(artifact).filter_map(|activity| activity.get("name")) {
            let described = || format!("activity \"{}\"", name.as_str().unwrap_or_default());
            report(Some(name), described, misfit, sink);
        }
    }
}

/// The first thing that is wrong with a name: where, and what.
type Misfit = fn(&str) -> Option<(Span, String)>;

fn report(node: Option<Node<'_>>, described: impl Fn() -> String, misfit: Misfit, sink: &mut Sink<'_>) {
    let Some((node, name)) = node.and_then(|node| Some((node, node.as_str()?))) else { return };
    if is_placeholder(&name) || name.starts_with(['@', '[']) {
        return;
    }
    if let Some((place, what)) = misfit(&name) {
        let message = format!("the name of {} {what}", described());
        sink.report(node, message).within(node, place).subject(name);
    }
}

fn misfit(name: &str) -> Option<(Span, String)> {
    const FORBIDDEN: &[char] = &['.', '+', '?', '/', '<', '>', '*', '%', '&', ':', '\\'];
    let (at, found) = name.char_indices().find(|(_, character)| FORBIDDEN.contains(character))?;
    Some((at..at + found.len_utf8(), format!("holds `{found}`, which is not allowed in names")))
}

/// Letters, digits and single dashes between them.
fn misfit_of_runtime(name: &str) -> Option<(Span, String)> {
    let odd = name.char_indices().find(|(_, character)| !character.is_ascii_alphanumeric() && *character != '-');
    if let Some((at, found)) = odd {
        let what = format!("holds `{found}`; those of integration runtimes have letters, digits and dashes only");
        return Some((at..at + found.len_utf8(), what));
    }
    let dash = match name {
        _ if name.starts_with('-') => 0..1,
        _ if name.ends_with('-') => name.len() - 1..name.len(),
        _ => name.find("--").map(|at| at..at + 2)?,
    };
    Some((dash, "has a dash that does not stand alone between letters and digits".to_owned()))
}
