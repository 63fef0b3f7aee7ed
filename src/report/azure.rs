//! Logging commands of Azure Pipelines: errors and warnings as issues of the run, then everything in the log. The
//! agent knows no notes.

use super::annotations::{self, Shown};
use super::prose::with_short_names;
use super::{View, escape};
use crate::finding::{Finding, Level};

pub fn render(view: &View<'_>) -> String {
    let mut out = String::new();
    for shown in annotations::shown(view).filter(|shown| shown.level > Level::Note) {
        shown.findings.iter().for_each(|finding| out.push_str(&issue(view, finding)));
        if shown.rest > 0 {
            out.push_str(&count(&shown));
        }
    }
    out + &annotations::log(view, str::to_owned)
}

fn issue(view: &View<'_>, finding: &Finding) -> String {
    let start = view.start(&finding.location);
    format!(
        "##vso[task.logissue type={};sourcepath={};linenumber={};columnnumber={};code={};]{}\n",
        finding.level.name(),
        property(&finding.location.path),
        start.line,
        start.column,
        property(&finding.rule),
        data(&escape::line(&with_short_names(&finding.message)))
    )
}

fn count(shown: &Shown<'_>) -> String {
    format!("##vso[task.logissue type={};]{}\n", shown.level.name(), data(&annotations::count(shown)))
}

/// A message, as the agent reads it back.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(&escape::line(text)).replace(';', "%3B").replace(']', "%5D")
}
