//! `synlint baseline`: what is found today, kept from counting.

use super::arguments::{Analysis, Baseline as Arguments, BaselineAction};
use super::held::{BaselineFile, outdated};
use super::setup::{Judged, Setup};
use super::{Exit, Stop, print, say};
use crate::finding::{Finding, Status};
use crate::policy::Overrides;
use crate::policy::baseline::{Baseline, Outcome};
use crate::report::counted;

pub fn run(arguments: &Arguments) -> Result<Exit, Stop> {
    let setup = Setup::new(&arguments.analysis)?;
    let mut judged = setup.judge(&arguments.analysis, Overrides::default())?;
    if judged.report.artifacts() == 0 {
        return setup.nothing_to_check(&arguments.analysis);
    }
    let files = setup.baselines(&judged.report);
    match arguments.action {
        BaselineAction::Create => create(&setup, &judged, &files),
        BaselineAction::Update => update(&setup, &mut judged, &files),
        BaselineAction::Check => check(&setup, &mut judged, &files),
    }
}

/// Makes the first baseline; one that is there is named and left.
pub fn begin(analysis: &Analysis) -> Result<(), Stop> {
    let setup = Setup::new(analysis)?;
    let judged = setup.judge(analysis, Overrides::default())?;
    let files = setup.baselines(&judged.report);
    match files.iter().find(|file| file.on_disk(&setup.scope.base).exists()) {
        Some(file) => print(&format!("left {} as it is\n", file.path.escape_debug())),
        None => create(&setup, &judged, &files).map(|_| ()),
    }
}

fn create(setup: &Setup, judged: &Judged, files: &[BaselineFile]) -> Result<Exit, Stop> {
    if let Some(file) = files.iter().find(|file| file.on_disk(&setup.scope.base).exists()) {
        let help = "`synlint baseline update` takes out what is gone; to begin anew, remove the file first";
        return Err(Stop::usage(format!("error: there is a baseline already: {}\n  help: {help}", file.path)));
    }
    for file in files {
        let own = judged.report.findings.iter().map(Box::as_ref);
        let own = own.filter(|finding| finding.status == Status::New && file.holds(finding));
        let (held, mandatory): (Vec<&Finding>, Vec<&Finding>) = own.partition(|finding| setup.may_hold(&finding.rule));
        let baseline = Baseline::of(held.into_iter());
        write(setup, file, &baseline)?;
        say(format_args!("{}: {} held", file.path.escape_debug(), findings(baseline.len())));
        if !mandatory.is_empty() {
            say(format_args!("{} of mandatory rules left out: no baseline can hold them", findings(mandatory.len())));
        }
    }
    Ok(Exit::Clean)
}

fn update(setup: &Setup, judged: &mut Judged, files: &[BaselineFile]) -> Result<Exit, Stop> {
    let several = judged.report.workspaces.len() > 1;
    for (file, outcome) in held(setup, judged, files)? {
        if outcome.stale.is_empty() && outcome.renamed.is_empty() {
            say(format_args!(
                "{}: nothing to take out, {} held",
                file.path.escape_debug(),
                findings(outcome.kept.len())
            ));
            continue;
        }
        write(setup, file, &outcome.kept)?;
        list(&outcome, several);
        say(format_args!("{}: {} held", file.path.escape_debug(), findings(outcome.kept.len())));
    }
    Ok(Exit::Clean)
}

fn check(setup: &Setup, judged: &mut Judged, files: &[BaselineFile]) -> Result<Exit, Stop> {
    let mut exit = Exit::Clean;
    let several = judged.report.workspaces.len() > 1;
    for (file, outcome) in held(setup, judged, files)? {
        list(&outcome, several);
        match outdated(&file.path, &outcome) {
            Some(remark) => {
                say(remark.escape_debug());
                exit = Exit::Findings;
            }
            None => {
                say(format_args!("{}: up to date, {} held", file.path.escape_debug(), findings(outcome.kept.len())))
            }
        }
    }
    Ok(exit)
}

/// Every baseline that is there, held against what is found.
fn held<'f>(
    setup: &Setup,
    judged: &mut Judged,
    files: &'f [BaselineFile],
) -> Result<Vec<(&'f BaselineFile, Outcome)>, Stop> {
    let mut outcomes = Vec::new();
    for file in files {
        if let Some(baseline) = setup.read_baseline(file)? {
            outcomes.push((file, setup.hold(&mut judged.report, &judged.options, file, &baseline)));
        }
    }
    if outcomes.is_empty() {
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let help = "`synlint baseline create` makes one";
        return Err(Stop::usage(format!("error: there is no baseline at {}\n  help: {help}", paths.join(", "))));
    }
    Ok(outcomes)
}

fn write(setup: &Setup, file: &BaselineFile, baseline: &Baseline) -> Result<(), Stop> {
    std::fs::write(file.on_disk(&setup.scope.base), baseline.render())
        .map_err(|error| Stop::failure(format!("error: cannot write {}: {error}", file.path)))
}

/// What is gone and what was followed, one line each; where there are several workspaces, with the root of its own.
fn list(outcome: &Outcome, several: bool) {
    for entry in &outcome.stale {
        let place = if entry.place.is_empty() { String::new() } else { format!(" › {}", entry.place) };
        let root = if several { format!(" (workspace {})", entry.root) } else { String::new() };
        let line = format!("gone: {} ×{} in {}{place}{root}", entry.rule, entry.count, entry.artifact);
        say(line.replace(char::is_control, "\u{fffd}"));
    }
    for (old, new) in &outcome.renamed {
        say(format!("renamed: {old} is {new}").replace(char::is_control, "\u{fffd}"));
    }
}

fn findings(count: usize) -> String {
    counted(count, "finding")
}
