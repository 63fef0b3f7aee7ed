//! What can be said on the command line.

use crate::finding::Level;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Closes the help.
const ENVIRONMENT: &str = "Every flag can be given by the environment too: --fail-on as SYNLINT_FAIL_ON. Where a flag \
                           may be repeated, its variable takes a list: SYNLINT_OUTPUT=human,json=report.json.";

/// A linter and policy analyzer for Azure Synapse workspace repositories
#[derive(Debug, Parser)]
#[command(name = "synlint", version, args_conflicts_with_subcommands = true, max_term_width = 100, after_help = ENVIRONMENT)]
pub struct Arguments {
    #[command(subcommand)]
    pub verb: Option<Verb>,
    #[command(flatten)]
    pub check: Check,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Lint workspaces (the default)
    Check(Check),
    /// Show every host a workspace talks to, by whom, by which runtime and private endpoint
    Egress(Egress),
    /// Keep what is found today from counting, so that only what is new does
    Baseline(Baseline),
    /// Write a commented synlint.toml that fits what is found, and other files to begin with; never overwrites
    Init(Init),
    /// Print a rule's page
    Explain(Explain),
    /// List every rule
    Rules(Rules),
    /// Print the JSON Schema of a file synlint reads or writes
    Schema(Schema),
    /// Print the completions of a shell
    Completions(Completions),
    /// Show what synlint sees here: version, configuration, workspaces, terminal
    Doctor(Doctor),
}

/// What every verb that analyses workspaces takes.
#[derive(Debug, Args)]
pub struct Analysis {
    /// A workspace, a folder above it, or folders and files in it; the whole workspace is always analysed, and what
    /// lies under PATH is reported
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Network the workspaces run in
    #[arg(long, value_name = "PROFILE", default_value = "auto")]
    pub network: Network,
    /// The private endpoints a workspace really has: what `az synapse managed-private-endpoints list` printed
    #[arg(long, value_name = "FILE")]
    pub inventory: Option<PathBuf>,
    /// Configuration to use instead of the nearest synlint.toml
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long)]
    pub no_config: bool,
    /// Succeed where there is nothing to check
    #[arg(long)]
    pub allow_empty: bool,
    /// Colour the output
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Threads to use (default: all cores)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,
}

#[derive(Debug, Args)]
pub struct Baseline {
    /// What to do
    #[arg(value_name = "ACTION")]
    pub action: BaselineAction,
    #[command(flatten)]
    pub analysis: Analysis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BaselineAction {
    /// Write what is found today into a new baseline
    Create,
    /// Take out what is no longer found, and write new names of renamed artifacts; never adds a finding
    Update,
    /// Fail (exit 1) where `update` would change the baseline
    Check,
}

#[derive(Debug, Args)]
pub struct Egress {
    #[command(flatten)]
    pub analysis: Analysis,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub output: EgressFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EgressFormat {
    Table,
    Json,
    Html,
    Mermaid,
    Dot,
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub analysis: Analysis,
    /// Output format, on standard output or into a file; may be repeated: human, concise, json, jsonl, sarif, github,
    /// azure, junit, gitlab, rdjson, markdown
    #[arg(short, long, value_name = "FORMAT[=FILE]", default_value = "human", value_parser = output)]
    pub output: Vec<Output>,
    /// Only these rules and groups ("default", "all")
    #[arg(long, value_name = "NAME|GROUP,…", value_delimiter = ',')]
    pub select: Vec<String>,
    /// These rules and groups too
    #[arg(long, value_name = "NAME|GROUP,…", value_delimiter = ',')]
    pub extend_select: Vec<String>,
    /// Not these rules and groups
    #[arg(long, value_name = "NAME|GROUP,…", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Level of a rule: error, warning or note; may be repeated
    #[arg(long, value_name = "NAME=LEVEL", value_parser = level)]
    pub level: Vec<(String, Level)>,
    /// Least level that makes the run fail (exit 1)
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub fail_on: FailOn,
    #[command(flatten)]
    pub changed: Changed,
    /// Print the entry of synlint.toml that excepts each finding, on standard error
    #[arg(long)]
    pub show_exceptions: bool,
    /// Say where the time went
    #[arg(long)]
    pub timings: bool,
    /// Findings only, no summary
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Show notes in full, and which files were used and why
    #[arg(short, long)]
    pub verbose: bool,
}

/// A change to report on, instead of everything.
#[derive(Debug, Default, Args)]
pub struct Changed {
    /// Report what the work tree changed since it left the commit, branch or tag REF, or newly caused elsewhere
    #[arg(long, value_name = "REF", conflicts_with = "staged")]
    pub since: Option<String>,
    /// Report what the next commit changes or newly causes elsewhere; files are read from Git's index
    #[arg(long)]
    pub staged: bool,
}

#[derive(Debug, Args)]
pub struct Init {
    /// Make a baseline of what is found today
    #[arg(long)]
    pub baseline: bool,
    /// Write a workflow of GitHub Actions
    #[arg(long)]
    pub github: bool,
    /// Write a pipeline of Azure Pipelines, and the steps it is made of
    #[arg(long)]
    pub azure: bool,
    /// Write a hook of pre-commit, or print it where there is a configuration of pre-commit
    #[arg(long)]
    pub pre_commit: bool,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// The rule
    #[arg(value_name = "RULE")]
    pub rule: String,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub output: ExplainFormat,
    /// Colour the output
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Rules {
    #[command(subcommand)]
    pub verb: Option<RulesVerb>,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub output: RulesFormat,
    /// Colour the output
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// The file
    #[arg(value_name = "FILE")]
    pub file: SchemaFile,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFile {
    /// synlint.toml
    Config,
    /// `check -o json`
    Report,
    /// `egress -o json`
    Egress,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    pub analysis: Analysis,
}

#[derive(Debug, Subcommand)]
pub enum RulesVerb {
    /// Run the examples inside the pages of the team's own rules
    Test(TestRules),
}

#[derive(Debug, Args)]
pub struct TestRules {
    /// Pages to test (default: those that the nearest synlint.toml names)
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Colour the output
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// A format, and the file to write it to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    pub format: crate::report::Format,
    pub file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Network {
    /// As the repository shows
    Auto,
    /// No managed virtual network
    Public,
    /// A managed virtual network
    Managed,
    /// Data exfiltration protection
    Dep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    Markdown,
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    Text,
    Json,
}

/// Reads `FORMAT` or `FORMAT=FILE`.
pub fn output(text: &str) -> Result<Output, String> {
    let (name, file) = match text.split_once('=') {
        Some((_, "")) => return Err("the file name is missing behind `=`".to_owned()),
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (text, None),
    };
    let format = crate::report::Format::named(name).ok_or_else(|| {
        let known: Vec<&str> = crate::report::Format::ALL.iter().map(|format| format.name()).collect();
        let near = crate::suggest::closest(name, known.iter().copied());
        near.map_or_else(|| format!("possible formats: {}", known.join(", ")), |near| format!("did you mean `{near}`?"))
    })?;
    Ok(Output { format, file })
}

fn level(text: &str) -> Result<(String, Level), String> {
    let (rule, level) = text.split_once('=').ok_or("write it as RULE=LEVEL")?;
    let level = match level {
        "error" => Level::Error,
        "warning" => Level::Warning,
        "note" => Level::Note,
        "off" => return Err(format!("`off` is no level: use --ignore {rule}")),
        _ => return Err("the level is one of error, warning, note".to_owned()),
    };
    Ok((rule.to_owned(), level))
}
