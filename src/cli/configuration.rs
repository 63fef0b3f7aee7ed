//! Which configuration a run is by, and its text.

use super::Stop;
use super::arguments::{Analysis, Color};
use super::fault::{rendered, unusable, utf8};
use super::say;
use super::scope::{Scope, absolute};
use super::terminal::error_style;
use crate::policy::{Config, Policies};
use crate::report::Style;
use crate::rules::Registry;
use crate::workspace::files::{Disk, Files, relative_path};
use std::path::{Path, PathBuf};

/// The name of a configuration.
pub const CONFIG: &str = "synlint.toml";

/// The way out where workspaces have a configuration each.
pub const ONE_FOR_ALL: &str = "or give them one configuration above them, with a [[root]] for each";

/// The configuration to use: the one given, else the nearest from the paths upwards.
pub fn find(arguments: &Analysis, scope: &Scope) -> Result<Option<PathBuf>, Stop> {
    if arguments.no_config {
        return Ok(None);
    }
    if let Some(path) = &arguments.config {
        return match unusable_file(path) {
            None => Ok(Some(absolute(path))),
            Some(why) => Err(Stop::usage(format!("error: the configuration {} {why}", path.display()))),
        };
    }
    let all = |starts: &[&PathBuf]| {
        let mut found: Vec<Option<PathBuf>> = starts.iter().map(|start| nearest(scope, start)).collect();
        found.dedup();
        found
    };
    let starts: Vec<&PathBuf> = scope.starts.iter().collect();
    let mut found = all(&starts);
    if found.len() > 1 {
        // Folders that hold no workspace have no say.
        let leading: Vec<&PathBuf> = starts.into_iter().filter(|start| scope.holds_workspace(start)).collect();
        found = all(&leading);
    }
    match &found[..] {
        [one, other, ..] => Err(different(scope, one.as_deref(), other.as_deref())),
        _ => Ok(found.pop().flatten()),
    }
}

/// Why a path is no file to read, where it is none.
fn unusable_file(path: &Path) -> Option<&'static str> {
    match path.metadata() {
        Err(_) => Some("does not exist"),
        Ok(found) if found.is_dir() => Some("is a folder\n  help: name the file in it"),
        Ok(found) if !found.is_file() => Some("is no file, but a pipe or a device"),
        Ok(_) => None,
    }
}

/// The configuration of a run for people, and why it is this one.
pub fn used(arguments: &Analysis, scope: &Scope, source: Option<&Path>) -> String {
    match source {
        Some(path) if arguments.config.is_some() => format!("{}, given by --config", path.display()),
        Some(path) => format!("{}, the nearest from the paths upwards", path.display()),
        None if arguments.no_config => "none, by --no-config".to_owned(),
        None => format!("none up to {}", scope.stop(&scope.starts[0]).display()),
    }
}

/// How a run ends whose paths lead to more than one configuration.
fn different(scope: &Scope, one: Option<&Path>, other: Option<&Path>) -> Stop {
    let shown = |path: Option<&Path>| path.map_or("none".to_owned(), |path| relative_path(&scope.base, path));
    let message = format!("the paths lead to different configurations: {} and {}", shown(one), shown(other));
    Stop::usage(format!("error: {message}\n  help: run synlint for each workspace, {ONE_FOR_ALL}"))
}

/// The nearest configuration from a folder upwards.
pub fn nearest(scope: &Scope, start: &Path) -> Option<PathBuf> {
    let stop = scope.stop(start);
    let folders = start.ancestors().take_while(|folder| folder.starts_with(stop));
    // A folder or a broken link of that name is no absence of a configuration.
    folders.map(|folder| folder.join(CONFIG)).find(|file| match file.metadata() {
        Ok(found) => found.is_file() || found.is_dir(),
        Err(_) => file.symlink_metadata().is_ok(),
    })
}

/// Says which configurations of the workspaces that are reported are not among those a run goes by.
pub fn tell_unused(scope: &Scope, roots: &[&str], source: Option<&Path>, config: &Config) {
    let shown = |path: &Path| relative_path(&scope.base, path);
    let own = |root: &str| Some(shown(&nearest(scope, &absolute(&scope.base.join(root)))?));
    let reported = roots.iter().copied().filter(|root| scope.reports_of(root));
    let mut unused: Vec<(&str, String)> = reported.filter_map(|root| Some((root, own(root)?))).collect();
    unused.retain(|(_, path)| !config.layers().iter().any(|layer| layer.path == *path));
    unused.dedup_by(|one, other| one.1 == other.1);
    let Some((root, first)) = unused.first() else { return };
    let others = unused.len() - 1;
    let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
    let why = match source {
        Some(path) => format!("this run goes by {}", shown(path)),
        None => "this run goes by none, as none lies above all it looks at".to_owned(),
    };
    let help = format!("run synlint for each workspace (`synlint {}`), {}", root.escape_debug(), ONE_FOR_ALL);
    let first = first.escape_debug();
    say(format_args!("warning: the configuration {first}{more} is not used: {why}\n  help: {help}"));
}

/// The team's own rules, by the configuration nearest to the current folder.
pub fn policies_here(color: Color) -> Result<Policies, Stop> {
    let scope = Scope::new(&[PathBuf::from(".")])?;
    let Some(path) = nearest(&scope, &scope.starts[0]) else { return Ok(Policies::default()) };
    let (files, style) = (Disk::new(&scope.base), error_style(color, &scope.base));
    Written::read(&path, &scope, &files, &style)?.policies(&files, &style)
}

/// The text of a configuration, and where it lies.
pub struct Written {
    /// Its path as reported.
    shown: String,
    text: String,
}

impl Written {
    pub fn read(path: &Path, scope: &Scope, files: &dyn Files, style: &Style) -> Result<Self, Stop> {
        let shown = relative_path(&scope.base, path);
        let unreadable = |why: String| Stop::usage(format!("error: the configuration {shown} cannot be read: {why}"));
        let bytes = files.read(&shown).map_err(unreadable)?;
        let message = format!("the configuration {shown} cannot be read: it is not UTF-8");
        let text = utf8(&shown, bytes, &message, style)?;
        Ok(Self { text, shown })
    }

    pub fn config(&self, registry: &Registry, files: &dyn Files, style: &Style) -> Result<Config, Stop> {
        Config::load(&self.shown, &self.text, registry, files).map_err(|errors| unusable(&errors, style))
    }

    /// The pages it names; what it names in vain is said on standard error.
    pub fn policies(&self, files: &dyn Files, style: &Style) -> Result<Policies, Stop> {
        let policies = Policies::of_configuration(files, &self.shown, &self.text);
        for warning in &policies.warnings {
            say(rendered("warning", warning, style));
        }
        if policies.errors.is_empty() { Ok(policies) } else { Err(unusable(&policies.errors, style)) }
    }
}
