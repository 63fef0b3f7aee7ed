//! What the environment says in place of flags: `--fail-on` is `SYNLINT_FAIL_ON`, for every flag of every verb; a flag
//! that may be repeated takes a list with commas. The command line wins over the environment, also where it says the
//! opposite.

use super::arguments::Arguments;
use clap::builder::BoolishValueParser;
use clap::error::{ContextKind, ContextValue};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, ColorChoice, Command, CommandFactory, Error, FromArgMatches};
use rustc_hash::FxHashSet;
use std::ffi::OsString;

/// Reads the command line, then what the environment adds to it.
///
/// # Errors
/// What clap says of a wrong flag, with the variable it comes from.
pub fn arguments(given: Vec<OsString>) -> Result<Arguments, Error> {
    let whole = || Arguments::command().color(color(&given));
    let mut plain = whole();
    let matches = plain.try_get_matches_from_mut(&given).map_err(|error| with_verb_first(error, &given))?;
    let (verb, own) = match matches.subcommand() {
        Some((verb, own)) => (Some(verb), own),
        None => (None, &matches),
    };
    let command = match verb {
        Some(verb) => plain.find_subcommand(verb).expect("clap has just matched it"),
        None => &plain,
    };
    let settled = settled(command, own);
    let from_environment = |argument: Arg| {
        let free = !settled.contains(argument.get_id().as_str());
        match variable(&argument).filter(|name| free && is_set(name) && speaks_to(name, &argument)) {
            Some(name) => match argument.get_action() {
                ArgAction::SetTrue => argument.env(name).value_parser(BoolishValueParser::new()),
                ArgAction::Append => argument.env(name).value_delimiter(','),
                _ => argument.env(name),
            },
            None => argument,
        }
    };
    let command = match verb {
        Some(verb) => whole().mut_subcommand(verb, |own| own.mut_args(from_environment)),
        None => whole().mut_args(from_environment),
    };
    let matches = command.try_get_matches_from(&given).map_err(named)?;
    Arguments::from_arg_matches(&matches)
}

/// Whether to colour what is said of a wrong command line, which has to be known before that is read.
fn color(given: &[OsString]) -> ColorChoice {
    let words = given.iter().map(|word| word.to_string_lossy().into_owned());
    let words: Vec<String> = words.take_while(|word| word != "--").collect();
    let behind = words.windows(2).filter(|pair| pair[0] == "--color").map(|pair| pair[1].as_str());
    let said = behind.chain(words.iter().filter_map(|word| word.strip_prefix("--color="))).next_back();
    let said = said.map(str::to_owned);
    match said.or_else(|| std::env::var(named_after("color")).ok()).as_deref() {
        Some("never") => ColorChoice::Never,
        Some("always") => ColorChoice::Always,
        _ => ColorChoice::Auto,
    }
}

/// An error of a command line whose verb stands behind something else, where it is none.
fn with_verb_first(mut error: Error, given: &[OsString]) -> Error {
    let mut words = given.iter().skip(1).map(|word| word.to_string_lossy().into_owned());
    let begins_with_verb = words.next().is_none_or(|word| is_verb(&word));
    if let Some(verb) = words.find(|word| is_verb(word)).filter(|_| !begins_with_verb) {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![verb_first(&verb).into()]));
    }
    error
}

/// Is a word one of the verbs?
pub fn is_verb(word: &str) -> bool {
    Arguments::command().get_subcommands().any(|verb| verb.get_name() == word)
}

/// What to say where a verb stands among paths or behind flags.
pub fn verb_first(verb: &str) -> String {
    format!("put the verb first: `synlint {verb} …`")
}

/// The variable of a flag: `SYNLINT_FAIL_ON` for `--fail-on`.
fn variable(argument: &Arg) -> Option<String> {
    let own = argument.get_long().filter(|long| !["help", "version"].contains(long))?;
    Some(named_after(own))
}

fn named_after(flag: &str) -> String {
    format!("SYNLINT_{}", flag.replace('-', "_").to_ascii_uppercase())
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// Is a variable meant for a flag? Formats differ from verb to verb: what `check` can write and another verb cannot is
/// said of `check` alone.
fn speaks_to(variable: &str, argument: &Arg) -> bool {
    let own = argument.get_possible_values();
    let value = std::env::var(variable).unwrap_or_default();
    let of_check = || value.split(',').all(|output| super::arguments::output(output).is_ok());
    argument.get_id() != "output" || own.is_empty() || own.iter().any(|own| own.matches(&value, false)) || !of_check()
}

/// The arguments that the command line gives, and those that contradict them.
fn settled(command: &Command, matches: &ArgMatches) -> FxHashSet<String> {
    let is_given = |argument: &Arg| {
        let id = argument.get_id().as_str();
        matches.try_contains_id(id).is_ok() && matches.value_source(id) == Some(ValueSource::CommandLine)
    };
    let given: Vec<&Arg> = command.get_arguments().filter(|argument| is_given(argument)).collect();
    // Who contradicts whom is said at one of the two.
    let opposes = |one: &Arg, other: &Arg| {
        command.get_arg_conflicts_with(one).iter().any(|conflict| conflict.get_id() == other.get_id())
    };
    let opposed = command
        .get_arguments()
        .filter(|argument| given.iter().any(|given| opposes(given, argument) || opposes(argument, given)));
    given.iter().copied().chain(opposed).map(|argument| argument.get_id().to_string()).collect()
}

/// An error about a value, with the variable that holds it.
fn named(mut error: Error) -> Error {
    let flag = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(shown)) => shown.split([' ', '=']).find_map(|word| word.strip_prefix("--")),
        _ => None,
    };
    let Some(variable) = flag.map(named_after).filter(|variable| is_set(variable)) else { return error };
    let hint = format!("it comes from the environment variable {variable}");
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![hint.into()]));
    error
}
