//! The command line: arguments, one file a verb, exit codes. The only module that knows clap, the environment, the
//! terminal and the current folder. Nothing imports it.

mod arguments;
mod baseline;
mod change;
mod check;
mod completions;
mod configuration;
mod doctor;
mod egress;
mod environment;
mod explain;
mod fault;
mod git;
mod held;
mod init;
mod rules;
mod schema;
mod scope;
mod setup;
mod terminal;

use arguments::{Arguments, Verb};
use std::panic::catch_unwind;
use std::process::ExitCode;

/// How a run ends; the same for every format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Nothing at or above `--fail-on`.
    Clean = 0,
    /// Findings at or above it.
    Findings = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// Nothing to check, or the tool itself failed.
    Failure = 3,
}

/// A run that cannot go on: what to say on standard error, and the exit code.
#[derive(Debug)]
struct Stop {
    exit: Exit,
    message: String,
}

impl Stop {
    fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into() }
    }

    fn failure(message: impl Into<String>) -> Self {
        Self { exit: Exit::Failure, message: message.into() }
    }
}

/// Runs the program.
pub fn main() -> ExitCode {
    // A rule that panics becomes a finding; nothing else may print a backtrace either.
    std::panic::set_hook(Box::new(|_| {}));
    let exit =
        catch_unwind(
            || run(environment::arguments(std::env::args_os().collect()).unwrap_or_else(|error| error.exit())),
        )
        .unwrap_or_else(|_| {
            say("error: synlint itself failed; please report it with the command line");
            Exit::Failure
        });
    ExitCode::from(exit as u8)
}

fn run(arguments: Arguments) -> Exit {
    let outcome = match arguments.verb {
        None => check::run(&arguments.check),
        Some(Verb::Check(check)) => check::run(&check),
        Some(Verb::Baseline(baseline)) => baseline::run(&baseline),
        Some(Verb::Init(init)) => init::run(&init),
        Some(Verb::Egress(egress)) => egress::run(&egress),
        Some(Verb::Explain(explain)) => explain::run(&explain),
        Some(Verb::Rules(rules)) => rules::run(&rules),
        Some(Verb::Schema(schema)) => schema::run(&schema),
        Some(Verb::Completions(completions)) => completions::run(&completions),
        Some(Verb::Doctor(doctor)) => doctor::run(&doctor),
    };
    outcome.unwrap_or_else(|stop| {
        say(stop.message.trim_end());
        stop.exit
    })
}

/// Says something on standard error. Where nobody can be told, the exit code tells still.
fn say(words: impl std::fmt::Display) {
    use std::io::Write;
    let mut text = words.to_string();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Writes to standard output.
fn print(text: &str) -> Result<(), Stop> {
    use std::io::Write;
    printed(std::io::stdout().lock().write_all(text.as_bytes()))
}

/// What became of writing to standard output; a reader that went away has seen enough, which is no error.
fn printed(written: std::io::Result<()>) -> Result<(), Stop> {
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Stop::failure(format!("error: cannot write the output: {error}")))
        }
        _ => Ok(()),
    }
}
