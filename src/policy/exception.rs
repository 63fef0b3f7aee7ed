//! An exception of the configuration: which findings it speaks of, until when, and why. It judges nothing.

use super::validate::Fault;
use crate::date::Date;
use crate::finding::{Finding, Status};
use crate::rules::Registry;
use crate::suggest::closest;
use crate::workspace::Kind;
use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

/// Findings that may stay, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exception {
    /// The rule.
    #[schemars(with = "String")]
    pub rule: Spanned<String>,
    /// The artifact as `kind/name`, where `*` stands for anything; the path of a file that is no artifact.
    #[schemars(with = "String")]
    pub artifact: Spanned<String>,
    /// Part of the place by names, as reports show it: `activity Load › policy.timeout`. Default: the whole artifact.
    pub place: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Why it may stay.
    #[schemars(with = "String")]
    pub reason: Spanned<String>,
    /// The last day on which it counts.
    #[serde(default)]
    #[schemars(schema_with = "day")]
    pub expires: Option<Spanned<Datetime>>,
}

fn day(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "format": "date" })
}

impl Exception {
    /// The last day on which it counts.
    pub fn last_day(&self) -> Option<Date> {
        let expires = self.expires.as_ref()?.get_ref();
        // A time of the day would be one of some time zone, and the day does not end with it.
        expires.time.is_none().then(|| Date::parse(&expires.to_string()))?
    }

    /// What is wrong with it.
    pub fn faults(&self, registry: &Registry) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |message: String, span, help: Option<String>| faults.push(Fault { message, span, help });
        if let Some((message, help)) = unknown_rule(self.rule.get_ref(), registry) {
            fault(message, self.rule.span(), Some(help));
        }
        if self.reason.get_ref().trim().is_empty() {
            fault("an exception needs a reason".to_owned(), self.reason.span(), Some("say why it may stay".to_owned()));
        }
        if let Some(expires) = self.expires.as_ref().filter(|_| self.last_day().is_none()) {
            fault(
                format!("{} is no day", expires.get_ref()),
                expires.span(),
                Some("write it as 2027-03-31".to_owned()),
            );
        }
        let artifact = self.artifact.get_ref();
        let Some((kind, _)) = artifact.split_once('/') else {
            let help = "write kind/name, as linkedService/Orders".to_owned();
            // A lone word with an extension is a file beside the workspaces.
            if !artifact.contains(['*', '.']) {
                fault(format!("\"{artifact}\" names no kind"), self.artifact.span(), Some(help));
            }
            return faults;
        };
        let near = closest(kind, Kind::all().map(Kind::folder));
        if !kind.contains('*') && Kind::from_folder(kind).is_none() && (near.is_some() || !artifact.contains('.')) {
            let help = near.map(|near| format!("did you mean \"{near}\"?"));
            fault(format!("\"{kind}\" is no kind of artifact"), self.artifact.span(), help);
        }
        faults
    }
}

/// What to say of a word that is no rule, and the way out; `None` when it is one.
pub fn unknown_rule(word: &str, registry: &Registry) -> Option<(String, String)> {
    let help = registry.instead_of(word, "an exception names one rule")?;
    Some((format!("there is no rule \"{word}\""), help))
}

/// How exceptions call what a finding is about: `linkedService/Orders`, else the path of its file.
pub fn subject(finding: &Finding) -> String {
    match &finding.artifact {
        Some(id) => format!("{}/{}", id.kind.folder(), id.name),
        None => finding.location.path.to_string(),
    }
}

/// The place of a finding without its artifact; empty where the artifact as a whole is meant.
pub fn inner_place(finding: &Finding) -> &str {
    let place = &*finding.place;
    let Some(id) = &finding.artifact else { return place };
    let rest = place.strip_prefix(id.kind.folder()).and_then(|rest| rest.strip_prefix(' '));
    let rest = rest.and_then(|rest| rest.strip_prefix(id.name.as_str()));
    rest.map_or(place, |rest| rest.strip_prefix(STEP).unwrap_or(rest))
}

/// What stands between two steps of a place.
pub(super) const STEP: &str = " › ";

/// Does a text match a pattern, in which `*` stands for anything? Both are in small letters. Names hold brackets and
/// question marks, so nothing else is special.
pub fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut left) = text.strip_prefix(head) else { return false };
    let (middle, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
    for piece in middle.split('*') {
        let Some(at) = left.find(piece) else { return false };
        left = &left[at + piece.len()..];
    }
    left.ends_with(tail)
}

/// The entries of `synlint.toml` that except the findings that count, each once, without their reasons.
pub fn entries(findings: &[Box<Finding>], may_be_excepted: &dyn Fn(&str) -> bool) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let findings = findings.iter().map(Box::as_ref);
    let new = findings.filter(|finding| finding.status == Status::New && may_be_excepted(&finding.rule));
    let of_finding = |finding: &Finding| {
        let place = inner_place(finding);
        let place = if place.is_empty() { String::new() } else { format!("place = {}\n", quoted(place)) };
        let (rule, artifact) = (quoted(&finding.rule), quoted(&subject(finding)));
        format!("[[exception]]\nrule = {rule}\nartifact = {artifact}\n{place}reason = \"\" # say why it may stay\n\n")
    };
    let mut seen = FxHashSet::default();
    new.map(of_finding).filter(|entry| seen.insert(entry.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything_and_nothing_else_is_special() {
        assert!(matches("linkedservice/[prod] a?", "linkedservice/[prod] a?"));
        assert!(matches("*/shared-*", "dataset/shared-x"));
        assert!(matches("dataset/*a*b", "dataset/xaxxb"));
        assert!(matches("database/*", "database/sales/table/customer"));
        assert!(!matches("dataset/ab*ba", "dataset/aba"));
        assert!(!matches("dataset/a", "dataset/ab"));
        assert!(!matches("dataset/a*c", "dataset/ab"));
    }
}
