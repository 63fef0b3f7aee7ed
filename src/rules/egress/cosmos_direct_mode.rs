//! `cosmos-direct-mode`: a reader or writer of Cosmos DB that does not go through the gateway.

use crate::language::placeholder::is_placeholder;
use crate::rule::{Context, Sink};
use crate::rules::in_code::{at_fact, at_text};
use crate::workspace::code::{Connector, Fact, Given, What};
use crate::workspace::{Artifact, Kind, Workspace};

const MODE: &str = "spark.cosmos.connection.mode";

/// The options that say which account: where one of them stands, so do the others.
const ACCOUNT: [&str; 2] = ["spark.synapse.linkedService", "spark.cosmos.accountEndpoint"];

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        let What::Connector(connector) = &fact.what else { continue };
        if !connector.format.literal().is_some_and(|(format, _)| format.eq_ignore_ascii_case("cosmos.oltp")) {
            continue;
        }
        match connector.option(MODE) {
            Some(mode) => direct(artifact, fact, mode, sink),
            None => unset(context.workspace, artifact, fact, connector, sink),
        }
    }
}

const HELP: &str = "set option(\"spark.cosmos.connection.mode\", \"Gateway\")";

fn direct(artifact: &Artifact, fact: &Fact, mode: &Given, sink: &mut Sink<'_>) {
    let Some((mode, known)) = mode.literal() else { return };
    if mode.eq_ignore_ascii_case("gateway") || is_placeholder(mode) {
        return;
    }
    let message =
        format!("{} opens cosmos.oltp in {mode} mode, which leaves past the private endpoint", artifact.described());
    at_text(artifact, sink, fact, known, message)
        .subject(MODE)
        .label("only the gateway has a private endpoint")
        .help(HELP);
}

fn unset(workspace: &Workspace, artifact: &Artifact, fact: &Fact, connector: &Connector, sink: &mut Sink<'_>) {
    let says_account = ACCOUNT.iter().any(|option| connector.option(option).is_some());
    if !says_account || connector.open || sets_mode(workspace, artifact) {
        return;
    }
    let message = format!("{} opens cosmos.oltp without {MODE}, which makes it connect directly", artifact.described());
    at_fact(artifact, sink, fact, MODE, message).label("connects directly").help(HELP);
}

/// Is the mode set somewhere the session takes it from?
fn sets_mode(workspace: &Workspace, artifact: &Artifact) -> bool {
    let says = |artifact: &Artifact| artifact.document.text().contains("cosmos.connection.mode");
    says(artifact) || workspace.of_kind(Kind::SparkConfiguration).any(says)
}
