//! `synlint explain RULE`: the rule's page, offline.

use super::arguments::{Explain, ExplainFormat};
use super::configuration::policies_here;
use super::terminal::style;
use super::{Exit, Stop, print};
use crate::report::page;
use crate::rules::Registry;
use std::path::Path;

pub fn run(arguments: &Explain) -> Result<Exit, Stop> {
    let name = arguments.rule.to_ascii_lowercase();
    // A page of the team's own that is wrong does not stand between a user and a page that ships with the tool.
    let own = match Registry::shipped().find(&name) {
        Some(_) => Vec::new(),
        None => policies_here(arguments.color)?.into_rules(),
    };
    let registry = Registry::with(own);
    let rule = registry.find(&name).ok_or_else(|| {
        let help = registry.instead_of(&name, "`synlint rules` lists its rules").unwrap_or_default();
        Stop::usage(format!("error: there is no rule `{}`\n  help: {help}", arguments.rule.escape_debug()))
    })?;
    print(&match arguments.output {
        ExplainFormat::Markdown => page::markdown(&rule.page),
        ExplainFormat::Text => page::text(&rule.page, &style(arguments.color, Path::new("."), false)),
        ExplainFormat::Json => page::json(&rule.page),
    })?;
    Ok(Exit::Clean)
}
