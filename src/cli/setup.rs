//! What every verb that analyses workspaces begins with: scope, configuration, inventory, threads.

use super::arguments::{Analysis, Changed, Network};
use super::change::Change;
use super::configuration::{self, Written};
use super::fault::{rendered, utf8};
use super::held::{self, BaselineFile};
use super::scope::{Scope, absolute};
use super::terminal::error_style;
use super::{Exit, Stop, say};
use crate::date::Date;
use crate::finding::Finding;
use crate::lint::{self, Options, Report};
use crate::network::{Inventory, Profile};
use crate::policy::baseline::{Baseline, Outcome};
use crate::policy::{self, Config, ConfigError, Overrides, Surroundings, change};
use crate::report::Style;
use crate::rules::Registry;
use crate::workspace::discover;
use crate::workspace::files::overlay::Overlay;
use crate::workspace::files::{Disk, Files, relative_path};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A run that is ready to start.
#[derive(Debug)]
pub struct Setup {
    /// What it looks at.
    pub scope: Scope,
    /// The configuration's file, where there is one.
    pub source: Option<PathBuf>,
    /// The change to report on, where not everything is.
    pub change: Option<Change>,
    /// What configuration is read from.
    files: Overlay,
    config: Config,
    /// The shipped rules and the team's own.
    pub registry: Registry,
    errors: Style,
}

/// A report over everything, with what it was made by.
#[derive(Debug)]
pub struct Judged {
    pub report: Report,
    pub options: Options,
}

impl Setup {
    /// Works out what to look at, and reads the configuration.
    pub fn new(arguments: &Analysis) -> Result<Self, Stop> {
        Self::of_change(arguments, &Changed::default())
    }

    /// The same, for a run that may be on a change.
    pub fn of_change(arguments: &Analysis, changed: &Changed) -> Result<Self, Stop> {
        let scope = Scope::new(&arguments.paths)?;
        let errors = error_style(arguments.color, &scope.base);
        if let Some(threads) = arguments.threads {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
            pool.map_err(|error| Stop::failure(format!("error: cannot start {threads} threads: {error}")))?;
        }
        let change = Change::asked(changed, &scope.base)?;
        let files = change.as_ref().map(|change| change.configuration.clone());
        let files = files.unwrap_or_else(|| Disk::new(&scope.base).into());
        let source = configuration::find(arguments, &scope)?;
        let written = source.as_deref().map(|path| Written::read(path, &scope, &files, &errors)).transpose()?;
        let registry = match &written {
            Some(written) => Registry::with(written.policies(&files, &errors)?.into_rules()),
            None => Registry::with(Vec::new()),
        };
        let config = match &written {
            Some(written) => written.config(&registry, &files, &errors)?,
            None => Config::empty(),
        };
        Ok(Self { scope, source, change, files, config, registry, errors })
    }

    /// Runs the rules that configuration and command line select, over the network that they declare, and holds what
    /// they find against the baseline. What lies outside the paths is analysed and left out of the report. Tells what
    /// is to be said of the baseline, too.
    pub fn analyse(&self, arguments: &Analysis, overrides: Overrides) -> Result<(Report, Vec<String>), Stop> {
        let Judged { mut report, options } = self.judge(arguments, overrides)?;
        let mut remarks = Vec::new();
        for file in self.baselines(&report) {
            let Some(baseline) = self.read_baseline(&file)? else { continue };
            let outcome = self.hold(&mut report, &options, &file, &baseline);
            remarks.extend(held::outdated(&file.path, &outcome));
        }
        narrow(&mut report, &self.scope);
        if let Some(change) = &self.change {
            self.keep_caused(&mut report, change, &options);
        }
        Ok((report, remarks))
    }

    /// Runs the rules and excepts what may stay, over everything.
    pub fn judge(&self, arguments: &Analysis, overrides: Overrides) -> Result<Judged, Stop> {
        let registry = &self.registry;
        let overrides = Overrides {
            network: profile(arguments.network),
            inventory: arguments.inventory.as_deref().map(|file| self.relative(file)),
            ..overrides
        };
        let options = self.config.options(&overrides, registry);
        let mut options = options.map_err(|error| Stop::usage(format!("error: {error}")))?;
        options.today = today()?;
        self.read_inventories(&mut options)?;
        let files = self.change.as_ref().map_or(&self.files, |change| &change.now);
        let mut report = lint::check(files, &self.scope.folder, &options, registry);
        let roots: Vec<&str> = report.workspaces.iter().map(|analysed| analysed.workspace.root.as_str()).collect();
        for warning in self.config.unmatched_roots(&roots) {
            say(rendered("warning", &warning, &self.errors));
        }
        for warning in self.config.idle_settings(&overrides, registry) {
            say(rendered("warning", &warning, &self.errors));
        }
        for warning in self.config.idle_levels(&overrides, registry) {
            say(format_args!("warning: {warning}"));
        }
        if !arguments.no_config && arguments.config.is_none() {
            configuration::tell_unused(&self.scope, &roots, self.source.as_deref(), &self.config);
        }
        held::tell_unread(&self.scope.base, &self.baselines_at_roots(&report), &self.baselines(&report));
        policy::except(&mut report, &self.config, &options, registry);
        Ok(Judged { report, options })
    }

    /// Reads the inventory of every root that has one.
    fn read_inventories(&self, options: &mut Options) -> Result<(), Stop> {
        let roots = std::iter::once(&mut options.roots.every).chain(options.roots.single.values_mut());
        for root in roots.filter(|root| !root.network.inventory_files.is_empty()) {
            let mut inventory = Inventory::default();
            for path in &root.network.inventory_files {
                self.add_inventory(&mut inventory, path)?;
            }
            root.network.inventory = Some(Arc::new(inventory));
        }
        Ok(())
    }

    fn add_inventory(&self, inventory: &mut Inventory, path: &str) -> Result<(), Stop> {
        let help = "it is what `az synapse managed-private-endpoints list` prints";
        let shown = if path.is_empty() { "." } else { path };
        let message = |why: &str| format!("the inventory {shown} cannot be used: {why}");
        let unreadable = |why: String| match self.config.fault_of_inventory(path, &message(&why), help) {
            Some(fault) => Stop::usage(rendered("error", &fault, &self.errors)),
            None => Stop::usage(format!("error: {}\n  help: {help}", message(&why))),
        };
        let bytes = self.files.read(path).map_err(unreadable)?;
        let text = utf8(path, bytes, &message("it is not UTF-8"), &self.errors)?;
        inventory.add(path, text.clone()).map_err(|(why, span)| {
            let (path, help) = (path.to_owned(), Some(help.to_owned()));
            let fault = ConfigError { path, text, message: message(&why), span, help };
            Stop::usage(rendered("error", &fault, &self.errors))
        })
    }

    /// The baselines that lie at roots which are reported.
    pub fn baselines_at_roots(&self, report: &Report) -> Vec<BaselineFile> {
        let mut files = held::at_roots(report);
        let folder = |file: &BaselineFile| file.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        files.retain(|file| self.scope.reports_of(&folder(file)) && file.on_disk(&self.scope.base).exists());
        files
    }

    /// The baselines of a run: one beside the configuration, else one at each root.
    pub fn baselines(&self, report: &Report) -> Vec<BaselineFile> {
        if let Some(folder) = self.source.as_deref().and_then(Path::parent) {
            let folder = relative_path(&self.scope.base, folder);
            return vec![held::beside(&folder)];
        }
        held::at_roots(report)
    }

    /// The baseline in a file; `None` when there is no such file.
    pub fn read_baseline(&self, file: &BaselineFile) -> Result<Option<Baseline>, Stop> {
        if !file.on_disk(&self.scope.base).exists() {
            return Ok(None);
        }
        let unreadable = |why: String| Stop::usage(format!("error: the baseline {} cannot be read: {why}", file.path));
        let bytes = self.files.read(&file.path).map_err(unreadable)?;
        let message = format!("the baseline {} cannot be read: it is not UTF-8", file.path);
        let text = utf8(&file.path, bytes, &message, &self.errors)?;
        let baseline = Baseline::parse(&file.path, &text);
        baseline.map(Some).map_err(|error| Stop::usage(rendered("error", &error, &self.errors)))
    }

    /// Marks the findings that are in a baseline.
    pub fn hold(&self, report: &mut Report, options: &Options, file: &BaselineFile, baseline: &Baseline) -> Outcome {
        let Report { findings, workspaces, failed, .. } = report;
        let surroundings = Surroundings::new(
            workspaces,
            *failed,
            options,
            &self.registry,
            self.config.mandatory(),
            &self.scope.folder,
        );
        let findings = findings.iter_mut().map(|finding| &mut **finding);
        let mut own: Vec<&mut Finding> = findings.filter(|finding| file.holds(finding)).collect();
        baseline.hold_against(&mut own, &surroundings)
    }

    /// May findings of a rule be excepted, or be in a baseline?
    pub fn may_hold(&self, rule: &str) -> bool {
        rule != lint::INTERNAL_ERROR && !self.config.mandatory().holds(rule)
    }

    /// The files it looks at.
    pub fn files(&self) -> &dyn Files {
        &self.files
    }

    /// Keeps what the change touched or caused. The state before is analysed by the same configuration, and only where
    /// it has a say.
    fn keep_caused(&self, report: &mut Report, change: &Change, options: &Options) {
        report.changed = Some(change.files.len());
        let artifacts = report.workspaces.iter().flat_map(|analysed| &analysed.workspace.artifacts);
        let untouched = artifacts.map(|artifact| &artifact.path).filter(|path| !change.files.contains(&***path));
        report.unreported.extend(untouched.cloned());
        if change::all_touched(&report.findings, &change.files) {
            return;
        }
        let mut before = lint::check(&change.before, &self.scope.folder, options, &self.registry);
        policy::except(&mut before, &self.config, options, &self.registry);
        change::keep_caused(&mut report.findings, &before.findings, &change.files);
        let took = before.timings.iter().map(|(_, time)| *time).sum();
        report.timings.push(("before".to_owned(), took));
        // As with the report itself: the process ends soon, and giving it back piece by piece takes long.
        std::mem::forget(before);
    }

    /// A path relative to the base of the files.
    fn relative(&self, file: &Path) -> String {
        relative_path(&self.scope.base, &absolute(file))
    }

    /// How a run ends that found no artifact.
    pub fn nothing_to_check(&self, arguments: &Analysis) -> Result<Exit, Stop> {
        let shown: Vec<String> = arguments.paths.iter().map(|path| path.display().to_string()).collect();
        let shown = shown.join(", ");
        let (why, help) = match self.left_out() {
            Some((why, help)) => (format!("{shown}: {why}"), help),
            None if !self.scope.any_folder => (format!("{shown}: no artifact of a workspace"), ""),
            None => (
                format!("no folders of Synapse artifacts (pipeline, linkedService, …) under {shown}"),
                "name the workspace's folder",
            ),
        };
        if arguments.allow_empty || !self.scope.any_folder {
            say(format_args!("nothing to check: {why}"));
            return Ok(Exit::Clean);
        }
        Err(Stop::failure(format!("error: nothing to check: {why}\n  help: {help}, or pass --allow-empty")))
    }

    /// Why folders of artifacts among the paths are no workspace, where they are none, and the way out.
    pub fn left_out(&self) -> Option<(String, &'static str)> {
        let paths = self.files.list(&self.scope.folder);
        let mut exports = paths.iter().filter_map(|path| Some((discover::export_folder(path)?, path)));
        if let Some((folder, export)) = exports.find(|(folder, _)| self.scope.reports_of(folder)) {
            let why = format!("{folder} is no workspace, as the export of a published one lies there: {export}");
            return Some((why, "move the export to a folder of its own"));
        }
        let only = self.config.options(&Overrides::default(), &self.registry).ok()?.roots.only?;
        let roots = discover::discover(paths.iter());
        let root = roots.into_keys().find(|root| self.scope.reports_of(root) && !only.is_match(root))?;
        let root = if root.is_empty() { "." } else { &root };
        Some((format!("{root} is none of the `roots` that the configuration names"), "add it to them"))
    }
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

/// Keeps what the paths ask for; the analysis has seen the whole workspaces.
fn narrow(report: &mut Report, scope: &Scope) {
    let artifacts = report.workspaces.iter().flat_map(|analysed| &analysed.workspace.artifacts);
    let outside = artifacts.filter(|artifact| !scope.reports(&artifact.path));
    report.unreported = outside.map(|artifact| artifact.path.clone()).collect();
    report.findings.retain(|finding| scope.reports(&finding.location.path));
    report.workspaces.retain(|analysed| analysed.workspace.artifacts.iter().any(|own| scope.reports(&own.path)));
}

fn profile(network: Network) -> Option<Profile> {
    match network {
        Network::Auto => None,
        Network::Public => Some(Profile::Public),
        Network::Managed => Some(Profile::Managed),
        Network::Dep => Some(Profile::Dep),
    }
}
