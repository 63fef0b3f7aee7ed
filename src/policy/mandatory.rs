//! `mandatory`: rules that nothing below the file that says so may ignore, lower, except or baseline.

use super::ConfigError;
use super::config::{Layer, Overrides, level_of};
use super::validate::Fault;
use crate::json::Span;
use crate::rule::Rule;
use crate::rules::Registry;
use rustc_hash::FxHashMap;

/// The mandatory rules, each with the farthest layer that makes it so.
#[derive(Debug, Default)]
pub struct Mandatory {
    rules: FxHashMap<String, usize>,
}

impl Mandatory {
    /// What the layers of a configuration make mandatory.
    pub fn of(layers: &[Layer], registry: &Registry) -> Self {
        let mut rules = FxHashMap::default();
        for (at, layer) in layers.iter().enumerate() {
            for word in &layer.file.lint.mandatory {
                let named = registry.iter().filter(|rule| names(word.get_ref(), rule));
                rules.extend(named.map(|rule| (rule.name().to_owned(), at)));
            }
        }
        Self { rules }
    }

    /// Is the rule mandatory for what stands in artifacts, in the baseline and on the command line?
    pub fn holds(&self, rule: &str) -> bool {
        self.rules.contains_key(rule)
    }

    /// The layer that makes a rule mandatory for a layer, if any.
    fn over(&self, rule: &str, layer: usize) -> Option<usize> {
        self.rules.get(rule).copied().filter(|by| *by > layer)
    }

    /// What layers do against it, each with its place.
    pub fn broken(&self, layers: &[Layer], registry: &Registry) -> Vec<ConfigError> {
        let mut errors = Vec::new();
        for (at, layer) in layers.iter().enumerate() {
            let mut fault = |rule: &str, by: usize, span: Span, what: &str| {
                let message = format!("{rule} is mandatory by {} and cannot be {what}", layers[by].path);
                errors.push(layer.error(Fault { message, span, help: None }));
            };
            for word in &layer.file.lint.ignore {
                let hit = registry.iter().filter(|rule| names(word.get_ref(), rule));
                let mut hit = hit.filter_map(|rule| Some((rule.name(), self.over(rule.name(), at)?)));
                if let Some((rule, by)) = hit.next() {
                    fault(rule, by, word.span(), "ignored");
                }
            }
            for exception in &layer.file.exception {
                if let Some(by) = self.over(exception.rule.get_ref(), at) {
                    fault(exception.rule.get_ref(), by, exception.rule.span(), "excepted");
                }
            }
            for (name, setting) in &layer.file.rules {
                let own = registry.find(name.get_ref()).zip(self.over(name.get_ref(), at));
                let Some((rule, by)) = own else { continue };
                if setting.level().is_some_and(|level| level < level_of(&layers[at + 1..], rule)) {
                    fault(rule.name(), by, name.span(), "lowered");
                }
            }
        }
        errors
    }

    /// What the command line does against it, as one sentence.
    pub fn overridden(&self, layers: &[Layer], overrides: &Overrides, registry: &Registry) -> Option<String> {
        let mandatory = || registry.iter().filter(|rule| self.holds(rule.name()));
        let ignored = overrides.ignore.iter().find_map(|word| {
            let rule = mandatory().find(|rule| names(word, rule))?;
            Some((rule.name(), format!("--ignore {word}")))
        });
        let lowered = || {
            overrides.levels.iter().find_map(|(name, level)| {
                let rule = mandatory().find(|rule| rule.name() == name)?;
                (*level < level_of(layers, rule)).then(|| (rule.name(), format!("--level {name}={}", level.name())))
            })
        };
        let (rule, flag) = ignored.or_else(lowered)?;
        let by = &layers[self.rules[rule]].path;
        Some(format!("{rule} is mandatory by {by}: {} cannot change that", flag.escape_debug()))
    }
}

/// Does a word of a list speak of a rule?
fn names(word: &str, rule: &Rule) -> bool {
    word == rule.name() || word == rule.group() || word == "all" || (word == "default" && !rule.page.off)
}
