//! Reading `synlint.toml`, and what it makes of rules and workspaces together with the command line.

use super::ConfigError;
use super::extends;
use super::file::{Completeness, File, PrivateEndpoint, Root, Settings, schema};
use super::mandatory::Mandatory;
use super::options::{merged_rule_options, rule_options};
use super::validate::{Fault, validate};
use super::version;
use crate::finding::Level;
use crate::json::Span;
use crate::json::text::LineIndex;
use crate::lint::{Options, RootOptions, Roots};
use crate::network::{self, Declared, DeclaredEndpoint, Profile};
use crate::rule::{Rule, RuleLevel, RuleOptions};
use crate::rules::Registry;
use crate::suggest::closest;
use crate::workspace::Kind;
use crate::workspace::files::{Files, Memory};
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;
use std::collections::HashMap;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

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
        if let Some(fault) = wrong_version(&table) {
            return Err(vec![error(fault)]);
        }
        let mut faults = take_unknown_rules(&mut table, registry);
        let shape = validate(&table, &schema());
        let file = match shape.is_empty() {
            true => File::deserialize(toml::Deserializer::from(table.clone())),
            false => Ok(File::default()),
        };
        let file = file.map_err(|failed| vec![error(syntax(&failed))])?;
        faults.extend(shape);
        faults.extend(meaning(&file, registry));
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
    fn root(&self, path: &str) -> Option<&Root> {
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
            several => merged_rule_options(several.iter().map(|layer| layer.text.as_str())),
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
        for name in given.chain(overrides.levels.iter().map(|(name, _)| name)) {
            if let Some(help) = unknown(name, registry) {
                return Err(format!("there is no rule or group `{}`\n  help: {help}", name.escape_debug()));
            }
        }
        if let Some(message) = self.mandatory.overridden(&self.layers, overrides, registry) {
            return Err(message);
        }
        let levels = registry.iter().filter(|rule| self.selects(rule, overrides));
        let levels = levels.map(|rule| (rule.name().to_owned(), self.level(rule, overrides))).collect();
        Ok(Options { levels, rules: self.rules.clone(), roots: self.roots(overrides), ..Options::default() })
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

    fn roots(&self, overrides: &Overrides) -> Roots {
        let named = self.layers.iter().flat_map(|layer| {
            let paths = layer.file.root.iter().map(|root| layer.below(root.path.get_ref()));
            paths.map(|path| (self.root_options(Some(&path), overrides), path))
        });
        let single: HashMap<String, RootOptions> = named.map(|(options, path)| (path, options)).collect();
        let said = self.layers.iter().find_map(|layer| Some((layer, layer.file.workspace.roots.as_ref()?)));
        let only =
            said.map(|(layer, roots)| globset(roots.iter().filter_map(|root| glob(&layer.below(root.get_ref())).ok())));
        Roots { every: self.root_options(None, overrides), single, only }
    }

    /// What holds for the root at a path, or for every root. The first of the settings that says something wins: those
    /// of the root before those of the workspace, those of a nearer file before those of a farther one. Lists of
    /// several files add up.
    fn root_options(&self, path: Option<&str>, overrides: &Overrides) -> RootOptions {
        let own = self.layers.iter().filter_map(|layer| Some((layer, layer.root(path?)?.settings())));
        let shared = self.layers.iter().map(|layer| (layer, layer.file.workspace.settings()));
        let settings: Vec<(&Layer, Settings<'_>)> = own.chain(shared).collect();
        let network = settings.iter().find_map(|(layer, settings)| Some((*layer, settings.network?)));
        let in_file = network.and_then(|(layer, network)| Some((network.get_ref().profile()?, line(layer, network))));
        let profile = overrides.network.map(|profile| (profile, "--network".to_owned())).or(in_file);
        let completeness = settings.iter().find_map(|(_, settings)| settings.private_endpoints);
        let completeness = completeness.and_then(|said| match said {
            Completeness::Auto => None,
            Completeness::Complete => Some(network::Completeness::Complete),
            Completeness::Partial => Some(network::Completeness::Partial),
        });
        let name = settings.iter().find_map(|(_, settings)| settings.name).cloned();
        // Of one file, what a root says replaces what its workspace says.
        let first = |list: &dyn for<'s> Fn(&Settings<'s>) -> Option<&'s Vec<Spanned<String>>>| {
            let of_layer = |layer: &&Layer| {
                let mut own = settings.iter().filter(|(of, _)| std::ptr::eq(*of, *layer));
                own.find_map(|(_, settings)| list(settings)).cloned().unwrap_or_default()
            };
            let all = self.layers.iter().map(|layer| (layer, of_layer(&layer)));
            all.flat_map(|(layer, list)| list.into_iter().map(move |entry| (layer, entry))).collect::<Vec<_>>()
        };
        let external = first(&|settings| settings.external);
        let external = external.iter().filter_map(|(_, pattern)| glob(pattern.get_ref()).ok());
        let endpoints = self.layers.iter().flat_map(|layer| layer.file.private_endpoint.iter().map(declared)).collect();
        let inventory_files = match &overrides.inventory {
            Some(file) => vec![file.clone()],
            None => {
                first(&|settings| settings.inventory).iter().map(|(layer, file)| layer.below(file.get_ref())).collect()
            }
        };
        let network = Declared { profile, completeness, name, endpoints, inventory_files, inventory: None };
        RootOptions { network, external: globset(external) }
    }

    /// Roots that the configuration names and no workspace matches, as warnings. A shared file may name the roots of
    /// others.
    pub fn unmatched_roots(&self, found: &[&str]) -> Vec<ConfigError> {
        let Some(layer) = self.layers.first() else { return Vec::new() };
        let listed = layer.file.workspace.roots.iter().flatten();
        let named = listed.chain(layer.file.root.iter().map(|root| &root.path));
        let unmatched = named.filter(|path| {
            let glob = glob(&layer.below(path.get_ref())).map(|glob| glob.compile_matcher());
            !glob.is_ok_and(|glob| found.iter().any(|root| glob.is_match(root)))
        });
        let fault = |path: &Spanned<String>| Fault {
            message: format!("\"{}\" matches no workspace", path.get_ref()),
            span: path.span(),
            help: Some("paths are relative to the folder of this file".to_owned()),
        };
        unmatched.map(|path| layer.error(fault(path))).collect()
    }
}

/// `file:line` of a value.
fn line<T>(layer: &Layer, value: &Spanned<T>) -> String {
    let position = LineIndex::new(&layer.text).position(&layer.text, value.span().start);
    format!("{}:{}", layer.path, position.line)
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

/// What to say when this version may not read the file.
fn wrong_version(file: &Spanned<DeTable<'_>>) -> Option<Fault> {
    let value = file.get_ref().get("required-version")?;
    let wanted = value.get_ref().as_str()?;
    let (message, help) = match version::satisfies(wanted, version::OWN) {
        Some(true) => return None,
        Some(false) => {
            let message = format!("this is synlint {}, and \"{wanted}\" is required", version::OWN);
            (message, "use a version that satisfies it, or change the requirement")
        }
        None => (format!("\"{wanted}\" is no requirement of a version"), "write it as >=0.1 or >=0.1, <2"),
    };
    Some(Fault { message, span: value.span(), help: Some(help.to_owned()) })
}

fn sorted(mut errors: Vec<ConfigError>) -> Vec<ConfigError> {
    errors.sort_by_key(|error| error.span.start);
    errors
}

fn declared(endpoint: &PrivateEndpoint) -> DeclaredEndpoint {
    DeclaredEndpoint {
        resource: endpoint.resource.get_ref().clone(),
        group: endpoint.group.clone(),
        fqdns: endpoint.fqdns.clone(),
    }
}

/// A path relative to the configuration's folder, relative to the base instead.
pub(super) fn below(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

pub(super) fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern).case_insensitive(true).literal_separator(true).build()
}

fn globset(globs: impl Iterator<Item = Glob>) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        builder.add(glob);
    }
    builder.build().unwrap_or_else(|_| GlobSet::empty())
}

/// What to say of a word that is no rule and no group; `None` when it is one.
fn unknown(word: &str, registry: &Registry) -> Option<String> {
    let groups = registry.groups();
    let known: Vec<&str> = registry.iter().map(Rule::name).chain(groups).chain(["default", "all"]).collect();
    if known.contains(&word) {
        return None;
    }
    let near = closest(word, known.into_iter());
    Some(near.map_or_else(|| "`synlint rules` lists them".to_owned(), |near| format!("did you mean \"{near}\"?")))
}

/// Takes the settings of rules that do not exist out of a file: they have no shape to keep to.
fn take_unknown_rules(file: &mut Spanned<DeTable<'_>>, registry: &Registry) -> Vec<Fault> {
    let Some(DeValue::Table(rules)) = file.get_mut().get_mut("rules").map(Spanned::get_mut) else { return Vec::new() };
    let exists = |(name, _): &(Spanned<DeString<'_>>, _)| registry.find(name.get_ref()).is_some();
    let (known, unknown): (DeTable<'_>, DeTable<'_>) = std::mem::take(rules).into_iter().partition(exists);
    *rules = known;
    let fault = |name: &Spanned<DeString<'_>>| {
        let near = closest(name.get_ref(), registry.iter().map(Rule::name));
        let help =
            near.map_or_else(|| "`synlint rules` lists them".to_owned(), |near| format!("did you mean \"{near}\"?"));
        let message = format!("there is no rule \"{}\"", name.get_ref());
        Fault { message, span: name.span(), help: Some(help) }
    };
    unknown.keys().map(fault).collect()
}

/// Faults of meaning: names that do not exist, patterns that are none.
fn meaning(file: &File, registry: &Registry) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |message: String, span, help: Option<String>| faults.push(Fault { message, span, help });
    let lint = &file.lint;
    let selected = lint.select.iter().flatten().chain(&lint.extend_select);
    for word in selected.chain(&lint.ignore).chain(&lint.mandatory) {
        if let Some(help) = unknown(word.get_ref(), registry) {
            fault(format!("there is no rule or group \"{}\"", word.get_ref()), word.span(), Some(help));
        }
    }
    let settings = file.root.iter().map(|root| root.settings()).chain([file.workspace.settings()]);
    for pattern in settings.filter_map(|settings| settings.external).flatten() {
        external(pattern, &mut fault);
    }
    let listed = file.workspace.roots.iter().flatten().chain(&lint.policies);
    for path in listed.filter(|path| glob(path.get_ref()).is_err()) {
        fault(format!("\"{}\" is no path and no glob", path.get_ref()), path.span(), None);
    }
    for (at, root) in file.root.iter().enumerate() {
        if file.root[..at].iter().any(|other| below("", other.path.get_ref()) == below("", root.path.get_ref())) {
            fault(format!("there are two [[root]] with the path \"{}\"", root.path.get_ref()), root.path.span(), None);
        }
    }
    for endpoint in &file.private_endpoint {
        let id = endpoint.resource.get_ref().to_lowercase();
        if !(id.starts_with("/subscriptions/") && id.contains("/providers/")) {
            let help = "it looks like /subscriptions/…/resourceGroups/…/providers/Microsoft.Web/sites/NAME";
            fault(
                format!("\"{}\" is no resource id", endpoint.resource.get_ref()),
                endpoint.resource.span(),
                Some(help.into()),
            );
        }
    }
    faults.extend(file.exception.iter().flat_map(|exception| exception.faults(registry)));
    faults
}

fn external(pattern: &Spanned<String>, fault: &mut impl FnMut(String, Span, Option<String>)) {
    let text = pattern.get_ref();
    let kind = text.split('/').next().unwrap_or_default();
    if glob(text).is_err() {
        fault(format!("\"{text}\" is no glob"), pattern.span(), None);
    } else if !text.contains('/') {
        let help = "write kind/name, as linkedService/shared-*";
        fault(format!("\"{text}\" names no kind"), pattern.span(), Some(help.to_owned()));
    } else if !kind.contains(['*', '?', '[', '{']) && Kind::from_folder(kind).is_none() {
        let near = closest(kind, Kind::all().map(Kind::folder));
        let help = near.map(|near| format!("did you mean \"{near}\"?"));
        fault(format!("\"{kind}\" is no kind of artifact"), pattern.span(), help);
    }
}
