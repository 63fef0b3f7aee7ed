//! The team's own rules: the pages that `[lint] policies` names, read like the pages that ship with the tool. A page
//! that is wrong is a fault with its place, as one of the configuration is; its examples are another file's matter.

use super::path::{below, glob};
use super::validate::{Fault, validate};
use super::{ConfigError, extends};
use crate::json::Span;
use crate::rule::{FrontMatter, Logic, Page, PageError, Rule, front_matter, in_page};
use crate::rules::Registry;
use crate::workspace::files::Files;
use std::collections::BTreeSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The group of a team's rules that name none.
const GROUP: &str = "team";

/// A rule of the team's own, with its page.
#[derive(Debug)]
pub struct Policy {
    /// The page's file, as reported.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The rule.
    pub rule: Rule,
}

/// What came of reading pages.
#[derive(Debug, Default)]
pub struct Policies {
    /// The rules, by path.
    pub list: Vec<Policy>,
    /// Pages and patterns that cannot be used.
    pub errors: Vec<ConfigError>,
    /// Patterns that match nothing.
    pub warnings: Vec<ConfigError>,
}

impl Policies {
    /// Reads the pages that a configuration and the files it builds on name. A configuration that is no TOML names
    /// none: what is wrong with it, as with what it builds on, is said when it is read itself.
    pub fn of_configuration(files: &dyn Files, path: &str, text: &str) -> Self {
        let mut found = Self::default();
        let mut pages = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![(path.to_owned(), text.to_owned())];
        while let Some((path, text)) = open.pop() {
            if seen.len() == extends::MOST || !seen.insert(path.clone()) {
                continue;
            }
            pages.extend(found.named(files, &path, &text));
            let bases = listed(&text, &["extends"]).into_iter().map(|(base, _)| below(folder(&path), &base));
            open.extend(bases.filter_map(|base| extends::shared(files, &base).ok().map(|text| (base, text))));
        }
        for page in pages {
            found.read(files, &page);
        }
        found
    }

    /// The paths of the pages that one configuration names.
    fn named(&mut self, files: &dyn Files, path: &str, text: &str) -> BTreeSet<String> {
        let folder = folder(path);
        let mut paths = BTreeSet::new();
        for (pattern, span) in listed(text, &["lint", "policies"]) {
            // A pattern that is none is a fault of the configuration, and told when that is read.
            let Ok(glob) = glob(&below(folder, &pattern)).map(|glob| glob.compile_matcher()) else { continue };
            let matched = candidates(files, &below(folder, &pattern)).into_iter().filter(|page| glob.is_match(page));
            let matched: Vec<String> = matched.collect();
            if matched.is_empty() {
                self.warnings.push(ConfigError {
                    path: path.to_owned(),
                    text: text.to_owned(),
                    message: format!("\"{pattern}\" matches no page"),
                    span,
                    help: Some("paths are relative to the folder of this file, and pages end in .md".to_owned()),
                });
            }
            paths.extend(matched);
        }
        paths
    }

    /// Reads one more page.
    pub fn read(&mut self, files: &dyn Files, path: &str) {
        let bytes = files.read(path).and_then(|bytes| {
            String::from_utf8(bytes).map_err(|error| format!("byte {} is not UTF-8", error.utf8_error().valid_up_to()))
        });
        let text = match bytes {
            Ok(text) => text,
            Err(why) => {
                let fault = Fault { message: format!("the page cannot be read: {why}"), span: 0..0, help: None };
                return self.errors.push(placed(path, "", fault));
            }
        };
        match self.parse(path, &text) {
            Ok(page) => {
                self.list.push(Policy { path: path.to_owned(), text, rule: Rule { page, logic: Logic::Declarative } })
            }
            Err(faults) => self.errors.extend(faults.into_iter().map(|fault| placed(path, &text, fault))),
        }
    }

    fn parse(&self, path: &str, text: &str) -> Result<Page, Vec<Fault>> {
        let one = |error: PageError| vec![Fault { message: error.message, span: error.span, help: error.help }];
        let front = front_matter(text).map_err(one)?;
        let table = DeTable::parse(&text[front.clone()]).map_err(|error| {
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            vec![Fault { message, span: in_page(error.span().unwrap_or(0..0), &front), help: None }]
        })?;
        let shape = validate(&table, &schemars::schema_for!(FrontMatter).to_value());
        if !shape.is_empty() {
            let placed = |fault: Fault| Fault { span: in_page(fault.span, &front), ..fault };
            let mut faults: Vec<Fault> = shape.into_iter().map(placed).collect();
            faults.sort_by_key(|fault| fault.span.start);
            return Err(faults);
        }
        let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md");
        let page = Page::parse(GROUP, stem, text).map_err(one)?;
        let place = |key: &str| {
            let (_, value) = table.get_ref().get_key_value(key)?;
            Some(in_page(value.span(), &front))
        };
        match self.fault_of_names(&page, text, place) {
            Some(fault) => Err(vec![fault]),
            None => Ok(page),
        }
    }

    /// What is wrong with the name or the group of a page: both are words that select rules, so each means one thing.
    fn fault_of_names(&self, page: &Page, text: &str, place: impl Fn(&str) -> Option<Span>) -> Option<Fault> {
        let fault = |key: &str, message: String, help: &str| {
            let help = (!help.is_empty()).then(|| help.to_owned());
            Some(Fault { message, span: place(key).unwrap_or(0..text.find('\n').unwrap_or(0)), help })
        };
        let (name, group) = (&*page.name, &*page.group);
        if page.declaration.is_none() {
            return fault("query", "\"query\" and \"message\" are missing".to_owned(), "");
        }
        for (key, word) in [("name", name), ("group", group)] {
            if !is_kebab(word) {
                let help = "write it in small letters, digits and hyphens, as copy-without-log";
                return fault(
                    key,
                    format!("\"{word}\" is no name of a {}", if key == "name" { "rule" } else { key }),
                    help,
                );
            }
            if let Some(what) = taken(word) {
                return fault(key, format!("\"{word}\" is {what}"), "choose another name");
            }
        }
        if name == group || self.list.iter().any(|other| other.rule.group() == name || other.rule.name() == group) {
            return fault("name", format!("\"{name}\" names a rule and a group"), "choose another name");
        }
        let other = self.list.iter().find(|other| other.rule.name() == name)?;
        fault("name", format!("there are two rules called \"{name}\""), &format!("the other is {}", other.path))
    }

    /// The rules alone.
    pub fn into_rules(self) -> Vec<Rule> {
        self.list.into_iter().map(|policy| policy.rule).collect()
    }
}

/// What a word means already; `None` when it is free.
fn taken(word: &str) -> Option<&'static str> {
    let shipped = Registry::shipped();
    match word {
        "default" | "all" => Some("a word that selects rules"),
        _ if shipped.find(word).is_some() => Some("a rule of synlint itself"),
        _ if shipped.groups().contains(word) => Some("a group of synlint's own rules"),
        _ => None,
    }
}

fn is_kebab(word: &str) -> bool {
    let part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    word.starts_with(|first: char| first.is_ascii_lowercase()) && word.split('-').all(part)
}

fn placed(path: &str, text: &str, fault: Fault) -> ConfigError {
    let Fault { message, span, help } = fault;
    ConfigError { path: path.to_owned(), text: text.to_owned(), message, span, help }
}

/// The texts of a list in a configuration, with their places.
fn listed(text: &str, keys: &[&str]) -> Vec<(String, Span)> {
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    let mut value = &DeValue::Table(table.into_inner());
    for key in keys {
        let DeValue::Table(table) = value else { return Vec::new() };
        let Some(found) = table.get(*key) else { return Vec::new() };
        value = found.get_ref();
    }
    let DeValue::Array(list) = value else { return Vec::new() };
    let text = |entry: &Spanned<DeValue<'_>>| Some((entry.get_ref().as_str()?.to_owned(), entry.span()));
    list.iter().filter_map(text).collect()
}

/// The folder of a configuration.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The pages below the folders that a pattern spells out.
fn candidates(files: &dyn Files, pattern: &str) -> Vec<String> {
    let spelt_out = pattern.split('/').take_while(|part| !part.contains(['*', '?', '[', '{'])).collect::<Vec<_>>();
    let folder = match spelt_out.join("/") {
        whole if whole == pattern => whole.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default(),
        folder => folder,
    };
    files.pages(&folder)
}
