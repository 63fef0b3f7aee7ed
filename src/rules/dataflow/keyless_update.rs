//! `keyless-update`: a sink that changes rows of a table, and does not know which or how.

use super::place::report;
use crate::json::{Node, Span};
use crate::language::dataflow::Statement;
use crate::rule::{Context, Sink};
use crate::workspace::dataflow::{Dataflow, List};
use crate::workspace::{Artifact, Kind, Workspace, same_name};

/// Options that allow a sink to do more than insert.
const CHANGES: [&str; 3] = ["deletable", "updateable", "upsertable"];

/// Linked services of tables whose rows are found by key columns.
const TABLES: [&str; 8] = [
    "AzureSqlDatabase",
    "AzureSqlDW",
    "AzureSqlMI",
    "SqlServer",
    "AzureMySql",
    "AzurePostgreSql",
    "Snowflake",
    "SnowflakeV2",
];

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(flow) = artifact.dataflow() else { return };
    for (at, statement) in flow.statements().iter().enumerate() {
        if flow.kind(statement) != "sink" || !writes_table(context.workspace, artifact, flow, statement) {
            continue;
        }
        let Some((option, span)) = change(flow, statement) else { continue };
        let name = flow.name(statement);
        let (keys, marked) = (has_keys(flow, statement), is_marked(flow, at));
        let (lack, help) = match (keys, marked) {
            (true, true) => continue,
            (false, true) => ("names no key columns", "name the key columns in the sink"),
            (true, false) => (
                "no alter row transformation comes before it, so every row is an insert",
                "mark the rows with an alter row transformation",
            ),
            (false, false) => (
                "names no key columns, and no alter row transformation comes before it",
                "name the key columns in the sink, and mark the rows with an alter row transformation",
            ),
        };
        let message = format!("sink \"{name}\" of {} sets {option}, but {lack}", artifact.described());
        let label = if keys { "every row stays an insert" } else { "which rows?" };
        report(sink, artifact, flow, &span, message).subject(format!("{name} {lack}")).label(label).help(help);
    }
}

/// The first option that asks for more than inserts.
fn change<'f>(flow: &'f Dataflow, statement: &Statement) -> Option<(&'f str, Span)> {
    let on = statement.settings.iter().find(|setting| {
        CHANGES.contains(&flow.at(&setting.name)) && matches!(flow.at(&setting.value), "true" | "true()")
    })?;
    Some((flow.at(&on.name), on.name.start..on.value.end))
}

/// Any value that is not the empty list; it may be an expression.
fn has_keys(flow: &Dataflow, statement: &Statement) -> bool {
    let keys = statement.setting(flow.text(), "keys");
    keys.is_some_and(|keys| keys.chars().any(|c| !c.is_whitespace() && !matches!(c, '[' | ']')))
}

/// Do rows say what is to become of them? By an alter row, by a source that reads changes, or by something that
/// cannot be looked into.
fn is_marked(flow: &Dataflow, sink: usize) -> bool {
    let statements = flow.streams().upstream(sink).into_iter().map(|at| &flow.statements()[at]);
    let mut before = statements.filter(|statement| flow.kind(statement) != "sink");
    before.any(|statement| match flow.kind(statement) {
        "source" => statement.settings.iter().any(|setting| {
            let name = flow.at(&setting.name).to_ascii_lowercase();
            ["cdc", "cdf", "change"].iter().any(|word| name.contains(word))
        }),
        kind => matches!(kind, "alterRow" | "compose" | "input"),
    })
}

fn writes_table(workspace: &Workspace, artifact: &Artifact, flow: &Dataflow, statement: &Statement) -> bool {
    if statement.setting(flow.text(), "format") == Some("'delta'") {
        return true;
    }
    let is_own = |entry: &Node<'_>| {
        entry.get("name").and_then(Node::as_str).is_some_and(|name| same_name(&name, flow.name(statement)))
    };
    let Some(entry) = List::Sinks.entries(artifact).find(is_own) else { return false };
    let named = |node: Option<Node<'_>>| node?.get("referenceName")?.as_str().map(|name| name.into_owned());
    let dataset = named(entry.get("dataset")).and_then(|name| workspace.find(Kind::Dataset, &name));
    let through = dataset.and_then(|dataset| named(dataset.property(&["linkedServiceName"])));
    let linked_service = named(entry.get("linkedService")).or(through);
    let target = linked_service.and_then(|name| workspace.find(Kind::LinkedService, &name));
    target.and_then(Artifact::type_name).is_some_and(|name| TABLES.contains(&name.as_ref()))
}
