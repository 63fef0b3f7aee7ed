//! `synlint check`: findings and an exit code.

use super::arguments::{Analysis, Check, FailOn, Output};
use super::configuration;
use super::scope::absolute;
use super::setup::Setup;
use super::terminal::{error_style, style};
use super::{Exit, Stop, printed, say};
use crate::finding::{Level, Status};
use crate::lint::Report;
use crate::policy::{self, Overrides};
use crate::report::{self, Format, Host, Style, View, counted};
use std::fs::File;
use std::io::{BufWriter, Write};

pub fn run(arguments: &Check) -> Result<Exit, Stop> {
    each_output_has_a_place(&arguments.output)?;
    let setup = Setup::of_change(&arguments.analysis, &arguments.changed)?;
    let overrides = Overrides {
        select: (!arguments.select.is_empty()).then(|| arguments.select.clone()),
        extend_select: arguments.extend_select.clone(),
        ignore: arguments.ignore.clone(),
        levels: arguments.level.clone(),
        ..Overrides::default()
    };
    let (report, remarks) = setup.analyse(&arguments.analysis, overrides)?;
    if arguments.verbose {
        say_what_was_used(&arguments.analysis, &setup, &report);
        if let Some(change) = &setup.change {
            let differ = if change.files.len() == 1 { "differs" } else { "differ" };
            let files = counted(change.files.len(), "file");
            say(format_args!("compared with {}: {files} {differ}", change.compared_with.escape_debug()));
        }
    }
    if report.artifacts() == 0 && report.findings.is_empty() {
        let exit = setup.nothing_to_check(&arguments.analysis)?;
        // Whoever asks for a report gets one, and no file keeps that of another run.
        write(arguments, &View::new(&report).with_rules(&setup.registry), &setup)?;
        return Ok(exit);
    }
    let started = std::time::Instant::now();
    let host = Host { base: setup.scope.base.clone(), root: setup.scope.host_root()? };
    let view = View::new(&report).with_rules(&setup.registry).with_host(host);
    write(arguments, &view, &setup)?;
    if !arguments.quiet {
        let width = error_style(arguments.analysis.color, &setup.scope.base).width;
        say(report::summary_within(&view, width).trim_end());
    }
    if arguments.show_exceptions {
        say(policy::entries(&report.findings, &|rule| setup.may_hold(rule)));
    }
    if !arguments.quiet {
        remarks.iter().for_each(|remark| say(remark.escape_debug()));
    }
    if arguments.timings {
        for (stage, time) in report.timings.iter().chain([&("report".to_owned(), started.elapsed())]) {
            say(format_args!("{stage:14} {:8.1} ms", time.as_secs_f64() * 1e3));
        }
    }
    let exit = exit(arguments.fail_on, &report);
    // The process ends here. Giving back a whole repository piece by piece would take as long as checking a part of it.
    std::mem::forget(report);
    Ok(exit)
}

/// Two outputs in one place would be none that anything can read.
fn each_output_has_a_place(outputs: &[Output]) -> Result<(), Stop> {
    let place = |output: &Output| output.file.as_deref().map(absolute);
    // What goes to a device, as `/dev/null`, is kept by nobody.
    let is_kept =
        |output: &Output| output.file.as_ref().is_none_or(|file| file.metadata().map_or(true, |own| own.is_file()));
    for (at, output) in outputs.iter().enumerate().filter(|(_, output)| is_kept(output)) {
        let Some(other) = outputs[..at].iter().find(|other| place(other) == place(output)) else { continue };
        let (one, two) = (other.format.name(), output.format.name());
        let (both, help) = match &output.file {
            Some(file) => (format!("into {}", file.display()), format!("name another file: -o {two}=FILE")),
            None => ("on standard output".to_owned(), format!("write one of them into a file: -o {two}=FILE")),
        };
        return Err(Stop::usage(format!("error: -o {one} and -o {two} would both be written {both}\n  help: {help}")));
    }
    Ok(())
}

fn write(arguments: &Check, view: &View<'_>, setup: &Setup) -> Result<(), Stop> {
    for Output { format, file } in &arguments.output {
        let style = style(arguments.analysis.color, &setup.scope.base, arguments.verbose);
        match file {
            None => printed(in_full(*format, view, &style, std::io::stdout().lock()))?,
            Some(file) => {
                let style = Style { color: false, links: None, ..style };
                File::create(file)
                    .and_then(|created| in_full(*format, view, &style, created))
                    .map_err(|error| Stop::failure(format!("error: cannot write {}: {error}", file.display())))?;
            }
        }
    }
    let formats = arguments.output.iter().map(|output| output.format);
    for word in formats.filter_map(|format| format.left_out(view)) {
        say(format_args!("warning: {word}"));
    }
    Ok(())
}

fn in_full(format: Format, view: &View<'_>, style: &Style, out: impl Write) -> std::io::Result<()> {
    let mut out = BufWriter::new(out);
    format.write(view, style, &mut out)?;
    out.flush()
}

fn say_what_was_used(arguments: &Analysis, setup: &Setup, report: &Report) {
    say(format_args!("configuration: {}", configuration::used(arguments, &setup.scope, setup.source.as_deref())));
    for analysed in &report.workspaces {
        say(format_args!("workspace {}", report::described(analysed)));
    }
}

fn exit(fail_on: FailOn, report: &Report) -> Exit {
    if report.failed {
        return Exit::Failure;
    }
    let least = match fail_on {
        FailOn::Error => Level::Error,
        FailOn::Warning => Level::Warning,
        FailOn::Note => Level::Note,
        FailOn::Never => return Exit::Clean,
    };
    let failing = report.findings.iter().any(|finding| finding.status == Status::New && finding.level >= least);
    if failing { Exit::Findings } else { Exit::Clean }
}
