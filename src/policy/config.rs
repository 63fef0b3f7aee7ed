//! Reading `synlint.toml`, and what it makes of rules and workspaces together with the command line.

use super::ConfigError;
use super::file::{Completeness, File, PrivateEndpoint, Settings, schema};
use super::options::rule_options;
use super::validate::{Fault, validate};
use crate::finding::Level;
use crate::json::Span;
use crate::json::text::LineIndex;
use crate::lint::{Options, RootOptions, Roots};
use crate::network::{self, Declared, DeclaredEndpoint, Profile};
use crate::rule::{Rule, RuleLevel, RuleOptions};
use crate::rules::Registry;
use crate::suggest::closest;
use crate::workspace::Kind;
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;
use std::collections::HashMap;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// A configuration that was read and found sound.
#[derive(Debug, Default)]
pub struct Config {
    path: String,
    text: String,
    file: File,
    rules: RuleOptions,
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

    /// Reads a configuration; `path` is how it is reported.
    ///
    /// # Errors
    /// Every fault, in the order of the file.
    pub fn parse(path: &str, text: &str, registry: &Registry) -> Result<Self, Vec<ConfigError>> {
        let error = |fault: Fault| ConfigError {
            path: path.to_owned(),
            text: text.to_owned(),
            message: fault.message,
            span: fault.span,
            help: fault.help,
        };
        let syntax = |failed: &toml::de::Error| {
            let message = failed.message().lines().next().unwrap_or_default().to_owned();
            Fault { message, span: failed.span().unwrap_or(0..0), help: None }
        };
        let mut table = DeTable::parse(text).map_err(|failed| vec![error(syntax(&failed))])?;
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
        let rules = rule_options(table).map_err(|failed| vec![error(syntax(&failed))])?;
        Ok(Self { path: path.to_owned(), text: text.to_owned(), file, rules })
    }

    /// What a run does, with this configuration in `folder` (relative to the base of the files).
    ///
    /// # Errors
    /// One sentence about a rule or group on the command line that does not exist.
    pub fn options(&self, folder: &str, overrides: &Overrides, registry: &Registry) -> Result<Options, String> {
        let given = overrides.select.iter().flatten().chain(&overrides.extend_select).chain(&overrides.ignore);
        for name in given.chain(overrides.levels.iter().map(|(name, _)| name)) {
            if let Some(help) = unknown(name, registry) {
                return Err(format!("there is no rule or group `{}`\n  help: {help}", name.escape_debug()));
            }
        }
        let levels = registry.iter().filter(|rule| self.selects(rule, overrides));
        let levels = levels.map(|rule| (rule.name().to_owned(), self.level(rule, overrides))).collect();
        Ok(Options { levels, rules: self.rules.clone(), roots: self.roots(folder, overrides), ..Options::default() })
    }

    /// The most specific word decides: a rule's name, then its group, then `default` and `all`; where two are equally
    /// specific, ignoring wins. `default` speaks of the rules that are not off.
    fn selects(&self, rule: &Rule, overrides: &Overrides) -> bool {
        let lint = &self.file.lint;
        let owned = |list: &[Spanned<String>]| list.iter().map(|name| name.get_ref().clone()).collect::<Vec<_>>();
        let select = overrides.select.clone().or_else(|| lint.select.as_deref().map(owned));
        let mut select = select.unwrap_or_else(|| vec!["default".to_owned()]);
        select.extend(owned(&lint.extend_select));
        select.extend(overrides.extend_select.iter().cloned());
        // What the command line selects alone is not ignored by the file.
        let mut ignore = if overrides.select.is_some() { Vec::new() } else { owned(&lint.ignore) };
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
        let in_file = || {
            let setting = self.file.rules.iter().find(|(name, _)| name.get_ref() == rule.name());
            setting.and_then(|(_, setting)| setting.level())
        };
        match given.or_else(in_file) {
            Some(level) => RuleLevel { level, set_by_user: true },
            None => RuleLevel { level: rule.page.level, set_by_user: false },
        }
    }

    fn roots(&self, folder: &str, overrides: &Overrides) -> Roots {
        let workspace = &self.file.workspace;
        let every = self.root_options(folder, &[workspace.settings()], overrides);
        let single = self.file.root.iter().map(|root| {
            (
                below(folder, root.path.get_ref()),
                self.root_options(folder, &[root.settings(), workspace.settings()], overrides),
            )
        });
        let single: HashMap<String, RootOptions> = single.collect();
        let only = workspace.roots.as_ref().map(|roots| {
            let globs = roots.iter().filter_map(|root| glob(&below(folder, root.get_ref())).ok());
            globset(globs)
        });
        Roots { every, single, only }
    }

    /// The first of the settings that says something wins.
    fn root_options(&self, folder: &str, settings: &[Settings<'_>], overrides: &Overrides) -> RootOptions {
        let network = settings.iter().find_map(|settings| settings.network);
        let in_file = network.and_then(|network| Some((network.get_ref().profile()?, self.line(network))));
        let profile = overrides.network.map(|profile| (profile, "--network".to_owned())).or(in_file);
        let completeness = settings.iter().find_map(|settings| settings.private_endpoints);
        let completeness = completeness.and_then(|said| match said {
            Completeness::Auto => None,
            Completeness::Complete => Some(network::Completeness::Complete),
            Completeness::Partial => Some(network::Completeness::Partial),
        });
        let name = settings.iter().find_map(|settings| settings.name).cloned();
        let external = settings.iter().find_map(|settings| settings.external);
        let external = external.into_iter().flatten().filter_map(|pattern| glob(pattern.get_ref()).ok());
        let endpoints = self.file.private_endpoint.iter().map(declared).collect();
        let inventory = settings.iter().find_map(|settings| settings.inventory).into_iter().flatten();
        let inventory_files = match &overrides.inventory {
            Some(file) => vec![file.clone()],
            None => inventory.map(|file| below(folder, file.get_ref())).collect(),
        };
        let network = Declared { profile, completeness, name, endpoints, inventory_files, inventory: None };
        RootOptions { network, external: globset(external) }
    }

    fn line<T>(&self, value: &Spanned<T>) -> String {
        let position = LineIndex::new(&self.text).position(&self.text, value.span().start);
        format!("{}:{}", self.path, position.line)
    }

    /// Roots that the configuration names and no workspace matches, as warnings.
    pub fn unmatched_roots(&self, folder: &str, found: &[&str]) -> Vec<ConfigError> {
        let listed = self.file.workspace.roots.iter().flatten();
        let named = listed.chain(self.file.root.iter().map(|root| &root.path));
        let unmatched = named.filter(|path| {
            let glob = glob(&below(folder, path.get_ref())).map(|glob| glob.compile_matcher());
            !glob.is_ok_and(|glob| found.iter().any(|root| glob.is_match(root)))
        });
        unmatched
            .map(|path| ConfigError {
                path: self.path.clone(),
                text: self.text.clone(),
                message: format!("\"{}\" matches no workspace", path.get_ref()),
                span: path.span(),
                help: Some("paths are relative to the folder of this file".to_owned()),
            })
            .collect()
    }
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
    for word in lint.select.iter().flatten().chain(&lint.extend_select).chain(&lint.ignore) {
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
