//! `synlint check`: scope and configuration in, reports and an exit code out.

use super::arguments::{Check, FailOn, Network, Output};
use super::scope::Scope;
use super::terminal::{error_style, style};
use super::{Exit, Stop, print};
use crate::date::Date;
use crate::finding::Level;
use crate::lint::{self, Report};
use crate::network::Profile;
use crate::policy::{Config, ConfigError, Overrides};
use crate::report::{self, Style, View};
use crate::rules::Registry;
use crate::workspace::files::{Disk, Files};
use std::path::{Path, PathBuf};

const CONFIG: &str = "synlint.toml";

pub fn run(arguments: &Check) -> Result<Exit, Stop> {
    let scope = Scope::new(&arguments.paths)?;
    let errors = error_style(arguments.color, &scope.base);
    if let Some(threads) = arguments.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
        pool.map_err(|error| Stop::failure(format!("error: cannot start {threads} threads: {error}")))?;
    }
    let registry = Registry::shipped();
    let files = Disk::new(&scope.base);
    let source = find_config(arguments, &scope)?;
    let config = read_config(source.as_deref(), &scope, &files, registry, &errors)?;
    let folder = source.as_deref().map(|path| folder_of(&scope, path)).unwrap_or_default();
    let mut options = config
        .options(&folder, &overrides(arguments, &scope), registry)
        .map_err(|error| Stop::usage(format!("error: {error}")))?;
    options.today = today()?;
    super::inventory::read(&mut options, &files)?;

    let mut report = lint::check(&files, &scope.folder, &options, registry);
    if arguments.verbose {
        say_what_was_used(&scope, source.as_deref(), &report);
    }
    let roots: Vec<&str> = report.workspaces.iter().map(|analysed| analysed.workspace.root.as_str()).collect();
    for warning in config.unmatched_roots(&folder, &roots) {
        eprint!("{}", rendered("warning", &warning, &errors));
    }
    narrow(&mut report, &scope);
    if report.artifacts() == 0 {
        return nothing_to_check(arguments, &scope);
    }
    let started = std::time::Instant::now();
    write(arguments, &report, &scope)?;
    if arguments.timings {
        for (stage, time) in report.timings.iter().chain([&("report".to_owned(), started.elapsed())]) {
            eprintln!("{stage:10} {:8.1} ms", time.as_secs_f64() * 1e3);
        }
    }
    Ok(exit(arguments.fail_on, &report))
}

/// The configuration to use: the one given, else the nearest from the paths upwards.
fn find_config(arguments: &Check, scope: &Scope) -> Result<Option<PathBuf>, Stop> {
    if arguments.no_config {
        return Ok(None);
    }
    if let Some(path) = &arguments.config {
        return match path.is_file() {
            true => Ok(Some(std::path::absolute(path).unwrap_or_else(|_| path.clone()))),
            false => Err(Stop::usage(format!("error: the configuration {} does not exist", path.display()))),
        };
    }
    let folders = scope.start.ancestors().take_while(|folder| folder.starts_with(&scope.stop));
    Ok(folders.map(|folder| folder.join(CONFIG)).find(|file| file.is_file()))
}

fn read_config(
    source: Option<&Path>,
    scope: &Scope,
    files: &Disk,
    registry: &Registry,
    style: &Style,
) -> Result<Config, Stop> {
    let Some(path) = source else { return Ok(Config::empty()) };
    let shown = super::scope::relative(&scope.base, path);
    let unreadable = |why: String| Stop::usage(format!("error: the configuration {shown} cannot be read: {why}"));
    let bytes = files.read(&shown).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8".to_owned()))?;
    let render = |error: &ConfigError| rendered("error", error, style);
    Config::parse(&shown, &text, registry)
        .map_err(|errors| Stop::usage(errors.iter().map(render).collect::<Vec<_>>().join("\n")))
}

fn rendered(level: &str, error: &ConfigError, style: &Style) -> String {
    let ConfigError { path, text, message, span, help } = error;
    report::problem(level, path, text, message, span.clone(), help.as_deref(), style)
}

/// The day of the run: what `SYNLINT_TODAY` says, else the clock's, in UTC.
fn today() -> Result<Date, Stop> {
    const VARIABLE: &str = "SYNLINT_TODAY";
    const SECONDS_A_DAY: u64 = 24 * 60 * 60;
    if let Some(given) = std::env::var_os(VARIABLE).filter(|given| !given.is_empty()) {
        let given = given.to_string_lossy();
        let message = format!("error: {VARIABLE} is \"{given}\", which is no day like 2026-11-23");
        return Date::parse(&given).ok_or_else(|| Stop::usage(message));
    }
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(Date::from_days_since_1970((since.as_secs() / SECONDS_A_DAY) as i64))
}

/// The folder of the configuration, relative to the base.
fn folder_of(scope: &Scope, config: &Path) -> String {
    config.parent().map(|folder| super::scope::relative(&scope.base, folder)).unwrap_or_default()
}

fn overrides(arguments: &Check, scope: &Scope) -> Overrides {
    let network = match arguments.network {
        Network::Auto => None,
        Network::Public => Some(Profile::Public),
        Network::Managed => Some(Profile::Managed),
        Network::Dep => Some(Profile::Dep),
    };
    Overrides {
        select: (!arguments.select.is_empty()).then(|| arguments.select.clone()),
        extend_select: arguments.extend_select.clone(),
        ignore: arguments.ignore.clone(),
        levels: arguments.level.clone(),
        network,
        inventory: arguments.inventory.as_ref().map(|file| {
            let full = std::path::absolute(file).unwrap_or_else(|_| file.clone());
            super::scope::relative(&scope.base, &full)
        }),
    }
}

/// Keeps what the paths ask for; the analysis has seen the whole workspaces.
fn narrow(report: &mut Report, scope: &Scope) {
    report.findings.retain(|finding| scope.reports(&finding.location.path));
    report.workspaces.retain(|analysed| analysed.workspace.artifacts.iter().any(|own| scope.reports(&own.path)));
}

fn nothing_to_check(arguments: &Check, scope: &Scope) -> Result<Exit, Stop> {
    let shown: Vec<String> = arguments.paths.iter().map(|path| path.display().to_string()).collect();
    let shown = shown.join(", ");
    if !scope.any_folder {
        eprintln!("nothing to check: {shown}: no artifact of a workspace");
        return Ok(Exit::Clean);
    }
    let message =
        format!("nothing to check: no folders of Synapse artifacts (pipeline, linkedService, …) under {shown}");
    if arguments.allow_empty {
        eprintln!("{message}");
        return Ok(Exit::Clean);
    }
    Err(Stop::failure(format!("error: {message}\n  help: name the workspace's folder, or pass --allow-empty")))
}

fn write(arguments: &Check, report: &Report, scope: &Scope) -> Result<(), Stop> {
    let view = View::new(report);
    for Output { format, file } in &arguments.output {
        let style = style(arguments.color, &scope.base, arguments.verbose);
        match file {
            None => print(&format.render(&view, &style))?,
            Some(file) => {
                let style = Style { color: false, links: None, ..style };
                std::fs::write(file, format.render(&view, &style))
                    .map_err(|error| Stop::failure(format!("error: cannot write {}: {error}", file.display())))?;
            }
        }
    }
    if !arguments.quiet {
        eprintln!("{}", report::summary(&view).trim_end());
    }
    Ok(())
}

fn say_what_was_used(scope: &Scope, config: Option<&Path>, report: &Report) {
    match config {
        Some(path) => eprintln!("configuration: {}, the nearest from the paths upwards", path.display()),
        None => eprintln!("configuration: none up to {}", scope.stop.display()),
    }
    for analysed in &report.workspaces {
        let (workspace, network) = (&analysed.workspace, &analysed.network);
        let profile = format!("{:?}", network.profile).to_lowercase();
        let evidence = format!("{:?}", network.completeness).to_lowercase();
        eprintln!(
            "workspace {}: {} artifacts, network {profile} (from {}), private endpoints {evidence}",
            workspace.shown_root().escape_debug(),
            workspace.artifacts.len(),
            network.source.shown.escape_debug()
        );
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
    let failing = report.findings.iter().any(|finding| finding.level >= least);
    if failing { Exit::Findings } else { Exit::Clean }
}
