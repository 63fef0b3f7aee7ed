//! Faults of meaning in a configuration: names that do not exist, values that say nothing, patterns that are none.

use super::file::File;
use super::path::{below, glob};
use super::validate::Fault;
use crate::json::Span;
use crate::rule::Rule;
use crate::rule::options::host;
use crate::rules::Registry;
use crate::suggest::closest;
use crate::workspace::Kind;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// What to say of a word that is no rule and no group; `None` when it is one.
pub fn unknown(word: &str, registry: &Registry) -> Option<String> {
    let groups = registry.groups();
    let known: Vec<&str> = registry.iter().map(Rule::name).chain(groups).chain(["default", "all"]).collect();
    if known.contains(&word) {
        return None;
    }
    let near = closest(word, known.into_iter());
    Some(near.map_or_else(|| "`synlint rules` lists them".to_owned(), |near| format!("did you mean \"{near}\"?")))
}

/// What has no meaning for a group.
pub const ONE_LEVEL: &str = "a level is set for one rule";

/// Takes the settings of rules that do not exist out of a file: they have no shape to keep to.
pub fn take_unknown_rules(file: &mut Spanned<DeTable<'_>>, registry: &Registry) -> Vec<Fault> {
    let Some(DeValue::Table(rules)) = file.get_mut().get_mut("rules").map(Spanned::get_mut) else { return Vec::new() };
    let exists = |(name, _): &(Spanned<DeString<'_>>, _)| registry.find(name.get_ref()).is_some();
    let (known, unknown): (DeTable<'_>, DeTable<'_>) = std::mem::take(rules).into_iter().partition(exists);
    *rules = known;
    let fault = |name: &Spanned<DeString<'_>>| {
        let message = format!("there is no rule \"{}\"", name.get_ref());
        Fault { message, span: name.span(), help: registry.instead_of(name.get_ref(), ONE_LEVEL) }
    };
    unknown.keys().map(fault).collect()
}

/// Takes the level `off` out of a file: lists of rules show it as a level, and what they mean is selection.
pub fn take_levels_off(file: &mut Spanned<DeTable<'_>>) -> Vec<Fault> {
    let Some(DeValue::Table(rules)) = file.get_mut().get_mut("rules").map(Spanned::get_mut) else { return Vec::new() };
    let is_off = |(_, setting): &(_, Spanned<DeValue<'_>>)| level_off(setting).is_some();
    let (off, kept): (DeTable<'_>, DeTable<'_>) = std::mem::take(rules).into_iter().partition(is_off);
    *rules = kept;
    let fault = |(rule, setting): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| {
        let help = format!("to switch the rule off, name it under [lint]: ignore = [\"{}\"]", rule.get_ref());
        Some(Fault { message: "\"off\" is no level".to_owned(), span: level_off(setting)?, help: Some(help) })
    };
    off.iter().filter_map(fault).collect()
}

/// Where a rule's setting says that its level is `off`.
fn level_off(setting: &Spanned<DeValue<'_>>) -> Option<Span> {
    let level = match setting.get_ref() {
        DeValue::Table(table) => table.get("level")?,
        _ => setting,
    };
    (level.get_ref().as_str() == Some("off")).then(|| level.span())
}

/// Faults of meaning: names that do not exist, patterns that are none.
pub fn faults(file: &File, registry: &Registry) -> Vec<Fault> {
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
    for settings in settings {
        settings.external.into_iter().flatten().for_each(|pattern| external(pattern, &mut fault));
        if let Some(name) = settings.name.filter(|name| !is_label(name.get_ref())) {
            let help = "it is the name alone, as contoso-dev".to_owned();
            fault(format!("\"{}\" is no name of a workspace", name.get_ref()), name.span(), Some(help));
        }
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
        for fqdn in &endpoint.fqdns {
            if let Err(message) = host(fqdn.get_ref()) {
                fault(message, fqdn.span(), None);
            }
        }
    }
    faults.extend(file.exception.iter().flat_map(|exception| exception.faults(registry)));
    faults
}

/// Could it be the name of a workspace, which is a part of its hosts?
fn is_label(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
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
