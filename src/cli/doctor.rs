//! `synlint doctor`: what synlint sees here, to be pasted into a question. Names and paths only, no contents.

use super::arguments::Doctor;
use super::configuration;
use super::scope::Scope;
use super::setup::Setup;
use super::terminal::{error_style, style};
use super::{Exit, Stop, print};
use crate::lint::Report;
use crate::policy::Overrides;
use crate::report::{Style, wrapped};
use std::fmt::Write;
use std::io::IsTerminal;

pub fn run(arguments: &Doctor) -> Result<Exit, Stop> {
    let analysis = &arguments.analysis;
    let scope = Scope::new(&analysis.paths)?;
    let none = Overrides { select: Some(Vec::new()), ..Overrides::default() };
    let analysed = Setup::new(analysis).and_then(|setup| Ok((setup.analyse(analysis, none)?.0, setup.left_out())));
    let mut out = String::new();
    let out_style = style(analysis.color, &scope.base, false);
    // Paths stay whole; the rest is broken at spaces.
    let mut line = |name: &str, value: &str| {
        let is_path = PATHS.contains(&name);
        let value =
            if is_path { value.to_owned() } else { wrapped(value, out_style.width, INDENT, &" ".repeat(INDENT)) };
        let _ = writeln!(out, "{name:15} {value}");
    };
    line("synlint", env!("CARGO_PKG_VERSION"));
    line("system", &format!("{} {}", std::env::consts::OS, std::env::consts::ARCH));
    line("program", &std::env::current_exe().map_or("unknown".to_owned(), |path| path.display().to_string()));
    let git = scope.base.join(".git").exists();
    line(if git { "Git root" } else { "folder" }, &scope.base.display().to_string());
    if let Ok(source) = configuration::find(analysis, &scope) {
        let none = || format!("none up to {}", scope.stop(&scope.starts[0]).display());
        line("configuration", &source.map_or_else(none, |path| path.display().to_string()));
    }
    match &analysed {
        Ok((report, left_out)) => workspaces(report, left_out.as_ref().map(|(why, _)| why.as_str()), &mut line),
        Err(_) => line("workspace", "not known, because of the error below"),
    }
    line("standard output", &shown(&out_style, std::io::stdout().is_terminal()));
    line("standard error", &shown(&error_style(analysis.color, &scope.base), std::io::stderr().is_terminal()));
    line("runs in", ci());
    let mut variables: Vec<String> = std::env::vars_os()
        .map(|(name, _)| name.to_string_lossy().into_owned())
        .filter(|name| name.starts_with("SYNLINT_") || TERMINAL.contains(&name.as_str()))
        .collect();
    variables.sort();
    let variables = if variables.is_empty() { "none".to_owned() } else { variables.join(", ") };
    line("variables", &variables);
    print(&out)?;
    analysed.map(|_| Exit::Clean)
}

fn workspaces(report: &Report, left_out: Option<&str>, line: &mut impl FnMut(&str, &str)) {
    for analysed in report.workspaces.iter().take(MOST) {
        line("workspace", &crate::report::described(analysed));
    }
    if report.workspaces.len() > MOST {
        line("workspace", &format!("and {} more", report.workspaces.len() - MOST));
    }
    if report.workspaces.is_empty() {
        let why = left_out.unwrap_or("no folders of artifacts (pipeline, linkedService, …) here");
        line("workspace", &format!("none: {why}"));
    }
}

/// Columns before a value.
const INDENT: usize = 16;

/// What is a path.
const PATHS: [&str; 4] = ["program", "Git root", "folder", "configuration"];

/// Most workspaces that are listed.
const MOST: usize = 20;

/// Variables that decide what the output looks like.
const TERMINAL: [&str; 5] = ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM", "GITHUB_WORKSPACE"];

fn shown(style: &Style, terminal: bool) -> String {
    let kind = if terminal { "a terminal" } else { "a file or pipe" };
    let color = if style.color { "colours" } else { "no colours" };
    let drawing = if style.unicode { "box drawing" } else { "ASCII" };
    let links = if style.links.is_some() { "links" } else { "no links" };
    format!("{kind}, {} columns, {color}, {drawing}, {links}", style.width)
}

/// The service that runs it, by the variable each sets.
fn ci() -> &'static str {
    let hosts = [
        ("GITHUB_ACTIONS", "GitHub Actions"),
        ("TF_BUILD", "Azure Pipelines"),
        ("GITLAB_CI", "GitLab CI"),
        ("PRE_COMMIT", "pre-commit"),
        ("CI", "some CI service"),
    ];
    let found =
        hosts.into_iter().find(|(variable, _)| std::env::var_os(variable).is_some_and(|value| !value.is_empty()));
    found.map_or("a shell", |(_, name)| name)
}
