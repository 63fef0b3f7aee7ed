//! `synlint completions SHELL`: what a shell completes. Rules and groups are completed where they are asked for.

use super::arguments::{Arguments, Completions};
use super::{Exit, Stop, print};
use crate::rules::Registry;
use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};

pub fn run(arguments: &Completions) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(), "synlint", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}

/// The command line with the names of rules and groups as possible values, which parsing must not know: it has
/// better words for a wrong one.
fn command() -> Command {
    let registry = Registry::shipped();
    let rules: Vec<&str> = registry.iter().map(|rule| rule.name()).collect();
    let mut selectable: Vec<&str> = vec!["default", "all"];
    selectable.extend(registry.groups());
    selectable.extend(&rules);
    let named = |command: Command| {
        ["select", "extend_select", "ignore"].into_iter().fold(command, |command, flag| {
            let values = PossibleValuesParser::new(selectable.clone());
            command.mut_arg(flag, |argument| argument.value_parser(values))
        })
    };
    let command = named(Arguments::command()).mut_subcommand("check", named);
    let values = PossibleValuesParser::new(rules);
    command.mut_subcommand("explain", |explain| explain.mut_arg("rule", |argument| argument.value_parser(values)))
}
