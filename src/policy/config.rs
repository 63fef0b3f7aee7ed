//! Reading `synlint.toml`, and what it makes of rules and workspaces together with the command line.

use super::ConfigError;
use super::extends;
use super::file::{File, Root, schema};
use super::mandatory::Mandatory;
use super::meaning::{self, ONE_LEVEL, take_levels_off, take_unknown_rules, unknown};
use super::options::{merged_rule_options, rule_options};
use super::path::below;
use super::validate::{Fault, validate};
use super::version;
use crate::finding::Level;
use crate::lint::Options;
use crate::network::Profile;
use crate::rule::{Rule, RuleLevel, RuleOptions};
use crate::rules::Registry;
use crate::workspace::files::{Files, Memory};
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// A configuration that was read and found sound.
#[derive(Debug, Default)]
pub struct Config {
    /// The file itself, then what it builds on: a farther layer says what no nearer one says.
    layers: Vec<Layer>,
    rules: RuleOptions,
    mandatory: Mandatory,
}

/// One file of a configuration.
#[derive(Debug)]
pub struct Layer {
    /// How it is reported: relative to the base of the files.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What it says.
    pub file: File,
    options: RuleOptions,
}

impl Layer {
    /// Reads one file.
    ///
    /// # Errors
    /// Every fault, in the order of the file.
    pub fn parse(path: &str, text: &str, registry: &Registry) -> Result<Self, Vec<ConfigError>> {
        let error = |fault: Fault| fault.in_file(path, text);
        let syntax = |failed: &toml::de::Error| {
            let message = failed.message().lines().next().unwrap_or_default().to_owned();
            Fault { message, span: failed.span().unwrap_or(0..0), help: None }
        };
        let mut table = DeTable::parse(text).map_err(|failed| vec![error(syntax(&failed))])?;
        if let Some(fault) = version::fault(&table) {
            return Err(vec![error(fault)]);
        }
        let mut faults = take_unknown_rules(&mut table, registry);
        faults.extend(take_levels_off(&mut table));
        let shape = validate(&table, &schema());
        let file = match shape.is_empty() {
            true => File::deserialize(toml::Deserializer::from(table.clone())),
            false => Ok(File::default()),
        };
        let file = file.map_err(|failed| vec![error(syntax(&failed))])?;
        faults.extend(shape);
        faults.extend(meaning::faults(&file, registry));
        if !faults.is_empty() {
            return Err(sorted(faults.into_iter().map(error).collect()));
        }
        let options = rule_options(table).map_err(|failed| vec![error(syntax(&failed))])?;
        Ok(Self { path: path.to_owned(), text: text.to_owned(), file, options })
    }

    /// A fault of this file.
    pub fn error(&self, fault: Fault) -> ConfigError {
        fault.in_file(&self.path, &self.text)
    }

    /// What it says of the root at a path.
    pub fn root(&self, path: &str) -> Option<&Root> {
        self.file.root.iter().find(|root| self.below(root.path.get_ref()) == path)
    }

    /// A path relative to this file's folder, relative to the base instead.
    pub fn below(&self, path: &str) -> String {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        below(folder, path)
    }
}

/// What the command line says over the configuration.
#[derive(Debug, Default)]
pub struct Overrides {
    /// Replaces `select`.
    pub select: Option<Vec<String>>,
    /// Adds to what is selected.
    pub extend_select: Vec<String>,
    /// Adds to what is ignored.
    pub ignore: Vec<String>,
    /// Levels of rules.
    pub levels: Vec<(String, Level)>,
    /// The network of every workspace.
    pub network: Option<Profile>,
    /// The inventory of private endpoints, relative to the base of the files; replaces those in the file.
    pub inventory: Option<String>,
}

impl Config {
    /// No configuration: every default.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Reads a configuration that builds on no other; `path` is how it is reported.
    ///
    /// # Errors
    /// Every fault, in the order of the file.
    pub fn parse(path: &str, text: &str, registry: &Registry) -> Result<Self, Vec<ConfigError>> {
        Self::load(path, text, registry, &Memory::default())
    }

    /// Reads a configuration and what it builds on; `path` is relative to the base of the files.
    ///
    /// # Errors
    /// Every fault of the first file that has any.
    pub fn load(path: &str, text: &str, registry: &Registry, files: &dyn Files) -> Result<Self, Vec<ConfigError>> {
        let mut layers = extends::layers(path, text, registry, files)?;
        let rules = match layers.as_mut_slice() {
            [only] => std::mem::take(&mut only.options),
            several => merged_rule_options(several.iter().map(|layer| layer.text.as_str()))
                .map_err(|failed| vec![of_layers(several, &failed)])?,
        };
        let mandatory = Mandatory::of(&layers, registry);
        Ok(Self { layers, rules, mandatory })
    }

    /// The files it is made of: itself first.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The rules that nothing in artifacts, in the baseline or on the command line may silence.
    pub fn mandatory(&self) -> &Mandatory {
        &self.mandatory
    }

    /// Do annotations and comments in artifacts count as exceptions?
    pub fn allows_inline(&self) -> bool {
        self.layers.iter().find_map(|layer| layer.file.lint.allow_inline).unwrap_or(true)
    }

    /// What a run does, over the files it was read for.
    ///
    /// # Errors
    /// One sentence about a rule or group on the command line that does not exist, or that is mandatory.
    pub fn options(&self, overrides: &Overrides, registry: &Registry) -> Result<Options, String> {
        let given = overrides.select.iter().flatten().chain(&overrides.extend_select).chain(&overrides.ignore);
        for name in given {
            if let Some(help) = unknown(name, registry) {
                return Err(format!("there is no rule or group `{}`\n  help: {help}", name.escape_debug()));
            }
        }
        for (name, _) in &overrides.levels {
            if let Some(help) = registry.instead_of(name, ONE_LEVEL) {
                return Err(format!("there is no rule `{}`\n  help: {help}", name.escape_debug()));
            }
        }
        if let Some(message) = self.mandatory.overridden(&self.layers, overrides, registry) {
            return Err(message);
        }
        let levels = registry.iter().filter(|rule| self.selects(rule, overrides));
        let levels = levels.map(|rule| (rule.name().to_owned(), self.level(rule, overrides))).collect();
        Ok(Options { levels, rules: self.rules.clone(), roots: self.roots(overrides), ..Options::default() })
    }

    /// What is set of rules that are off and that nothing selects, as warnings: in the file itself, as a shared one may
    /// speak of rules that others select. A run that selects rules by the command line leaves out more on purpose.
    pub fn idle_settings(&self, overrides: &Overrides, registry: &Registry) -> Vec<ConfigError> {
        let Some(layer) = self.layers.first().filter(|_| overrides.select.is_none()) else { return Vec::new() };
        let named = layer.file.rules.keys().filter(|name| self.is_idle(name.get_ref(), overrides, registry));
        let fault = |name: &Spanned<String>| {
            let rule = name.get_ref();
            let help = format!("select it under [lint]: extend-select = [\"{rule}\"]");
            Fault {
                message: format!("{rule} is off: what is set of it does nothing"),
                span: name.span(),
                help: Some(help),
            }
        };
        sorted(named.map(|name| layer.error(fault(name))).collect())
    }

    /// The same for levels on the command line, as one sentence each.
    pub fn idle_levels(&self, overrides: &Overrides, registry: &Registry) -> Vec<String> {
        let idle = overrides.levels.iter().filter(|(name, _)| self.is_idle(name, overrides, registry));
        let said = idle.map(|(name, level)| {
            let flag = format!("--level {name}={}", level.name());
            format!("{flag} does nothing: the rule is off\n  help: select it too: --extend-select {name}")
        });
        said.collect()
    }

    fn is_idle(&self, name: &str, overrides: &Overrides, registry: &Registry) -> bool {
        registry.find(name).is_some_and(|rule| rule.page.off && !self.selects(rule, overrides))
    }

    /// The most specific word decides: a rule's name, then its group, then `default` and `all`; where two are equally
    /// specific, ignoring wins. `default` speaks of the rules that are not off.
    fn selects(&self, rule: &Rule, overrides: &Overrides) -> bool {
        let asks_for_rules = overrides.select.as_ref().is_none_or(|select| !select.is_empty());
        if asks_for_rules && self.mandatory.holds(rule.name()) {
            return true;
        }
        let lints = || self.layers.iter().map(|layer| &layer.file.lint);
        let owned = |list: &[Spanned<String>]| list.iter().map(|name| name.get_ref().clone()).collect::<Vec<_>>();
        let select = overrides.select.clone().or_else(|| lints().find_map(|lint| lint.select.as_deref().map(owned)));
        let mut select = select.unwrap_or_else(|| vec!["default".to_owned()]);
        select.extend(lints().flat_map(|lint| owned(&lint.extend_select)));
        select.extend(overrides.extend_select.iter().cloned());
        // What the command line selects alone is not ignored by the file.
        let mut ignore: Vec<String> = match overrides.select {
            Some(_) => Vec::new(),
            None => lints().flat_map(|lint| owned(&lint.ignore)).collect(),
        };
        ignore.extend(overrides.ignore.iter().cloned());
        let specificity = |word: &String| match word.as_str() {
            word if word == rule.name() => 3,
            word if word == rule.group() => 2,
            "default" if !rule.page.off => 1,
            "all" => 1,
            _ => 0,
        };
        let strongest = |words: &[String]| words.iter().map(specificity).max().unwrap_or(0);
        strongest(&select) > strongest(&ignore)
    }

    fn level(&self, rule: &Rule, overrides: &Overrides) -> RuleLevel {
        let given = overrides.levels.iter().rev().find(|(name, _)| name == rule.name()).map(|(_, level)| *level);
        match given.or_else(|| level_in(&self.layers, rule)) {
            Some(level) => RuleLevel { level, set_by_user: true },
            None => RuleLevel { level: rule.page.level, set_by_user: false },
        }
    }
}

/// The level a rule has in the nearest layer that sets one.
fn level_in(layers: &[Layer], rule: &Rule) -> Option<Level> {
    layers.iter().find_map(|layer| {
        let setting = layer.file.rules.iter().find(|(name, _)| name.get_ref() == rule.name());
        setting.and_then(|(_, setting)| setting.level())
    })
}

/// The level a rule has by these layers, else by its page.
pub fn level_of(layers: &[Layer], rule: &Rule) -> Level {
    level_in(layers, rule).unwrap_or(rule.page.level)
}

/// What several files say only together, at the place where the first says that it builds on others.
fn of_layers(layers: &[Layer], failed: &toml::de::Error) -> ConfigError {
    let reason = failed.message().lines().next().unwrap_or_default();
    let message = format!("together with what it extends, its rules cannot be read: {reason}");
    let own = layers.iter().find_map(|layer| Some((layer, layer.file.extends.first()?)));
    let span = own.map_or(0..0, |(_, base)| base.span());
    let layer = own.map_or(&layers[0], |(layer, _)| layer);
    layer.error(Fault { message, span, help: None })
}

fn sorted(mut errors: Vec<ConfigError>) -> Vec<ConfigError> {
    errors.sort_by_key(|error| error.span.start);
    errors
}
