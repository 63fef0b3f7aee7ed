//! `unterminated-sql`: a string, name or comment that is opened and never closed.

use crate::language::tsql::Unclosed;
use crate::rule::{Context, Sink, within};
use crate::workspace::{Artifact, Kind};

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    // Texts of activities may be of another dialect or have expressions in odd places.
    if artifact.kind != Kind::Sqlscript {
        return;
    }
    for sql in artifact.sql() {
        let Some(open) = &sql.script.unterminated else { continue };
        // A template is no script yet.
        if sql.text.contains("{{") || sql.text.contains("{%") {
            continue;
        }
        let (what, mark, close) = match open.what {
            Unclosed::String => ("a string", 1, "'"),
            Unclosed::Bracket => ("a name in brackets", 1, "]"),
            Unclosed::QuotedName => ("a name in quotes", 1, "\""),
            Unclosed::Comment => ("a comment", 2, "*/"),
        };
        sink.report(sql.node, format!("{} opens {what} that is never closed", within(artifact, sql.node)))
            .within(sql.node, open.start..open.start + mark)
            .subject(what)
            .label(format!("no {close} follows"));
    }
}
