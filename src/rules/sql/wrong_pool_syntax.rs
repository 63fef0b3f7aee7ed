//! `wrong-pool-syntax`: a script is connected to one kind of pool and written for the other.

use crate::language::tsql::{Fact, Statement};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;
use crate::workspace::sql::Pool;

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some((pool, connection)) = artifact.sql_pool() else { return };
    for sql in artifact.sql() {
        let mut foreign =
            sql.script.statements.iter().filter(|statement| home(statement).is_some_and(|home| home != pool));
        // The script is connected to the wrong pool, which is one fault, however many statements show it.
        let Some(first) = foreign.next() else { continue };
        let words = sql.text[first.span.clone()].to_uppercase();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let (here, there) = match pool {
            Pool::Serverless => ("the serverless pool", "dedicated pools know"),
            Pool::Dedicated => ("a dedicated pool", "the serverless pool knows"),
        };
        let more = match foreign.count() {
            0 => String::new(),
            1 => " (and one statement more)".to_owned(),
            more => format!(" (and {more} statements more)"),
        };
        let message = format!("{} is connected to {here}, but only {there} {words}{more}", artifact.described());
        sink.report(sql.node, message)
            .within(sql.node, first.span.clone())
            .subject(words)
            .label(format!("refused by {here}"))
            .related(artifact, connection, "the connection");
    }
}

/// The only kind of pool that knows a statement; `None` when both do.
fn home(statement: &Statement) -> Option<Pool> {
    match statement.fact {
        Fact::Copy { .. } | Fact::Dedicated => Some(Pool::Dedicated),
        Fact::OpenRowset { .. } | Fact::Credential { scoped: false, .. } => Some(Pool::Serverless),
        _ => None,
    }
}
