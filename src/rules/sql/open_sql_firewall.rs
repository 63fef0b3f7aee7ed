//! `open-sql-firewall`: a firewall rule that begins at 0.0.0.0.

use crate::language::tsql::Fact;
use crate::rule::{Context, Sink, within};
use crate::workspace::Artifact;
use crate::workspace::graph::is_inactive;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for sql in artifact.sql().filter(|sql| !is_inactive(sql.node)) {
        for statement in &sql.script.statements {
            let Fact::FirewallRule { start, end } = &statement.fact else { continue };
            let (first, last) = (start.text(&sql.text).trim(), end.text(&sql.text).trim());
            let who = match (first, last) {
                ("0.0.0.0", "0.0.0.0") => "every service in Azure, other tenants' included",
                ("0.0.0.0", _) => "the internet",
                _ => continue,
            };
            let message = format!("{} opens the SQL firewall to {who}: {first} to {last}", within(artifact, sql.node));
            let place = start.content.start..end.content.end;
            sink.report_part(sql.node, place, format!("{first} {last}"), message);
        }
    }
}
