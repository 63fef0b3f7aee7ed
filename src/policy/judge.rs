//! What becomes of findings: which of them may stay, and which exceptions have outlived their use. It runs after the
//! rules and before the report is narrowed to what was asked for.

use super::config::{Config, Layer};
use super::covering::Covering;
use super::exception::{Exception, matches, unknown_rule};
use super::inline::{Marker, markers};
use crate::finding::{self, ArtifactId, Excepted, Finding, Location, Status};
use crate::json::Span;
use crate::lint::{self, Options, Report};
use crate::rules::Registry;
use crate::workspace::{Artifact, Kind};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::sync::Arc;

const UNUSED: &str = "unused-exception";
const EXPIRED: &str = "expired-exception";

/// Marks the findings that are excepted, and adds what is to be said of the exceptions.
pub fn except(report: &mut Report, config: &Config, options: &Options, registry: &Registry) {
    let mut told = declared(report, config, options, registry);
    told.extend(inline(report, config, options, registry));
    if told.is_empty() {
        return;
    }
    for layer in config.layers() {
        report.texts.insert(layer.path.as_str().into(), Arc::from(layer.text.as_str()));
    }
    report.findings.extend(told.into_iter().map(Box::new));
    finding::sort(&mut report.findings);
}

/// An exception of the configuration with what it did.
struct Declared<'c> {
    layer: &'c Layer,
    exception: &'c Exception,
    expired: bool,
    used: bool,
}

fn declared(report: &mut Report, config: &Config, options: &Options, registry: &Registry) -> Vec<Finding> {
    let mut all = Vec::new();
    for layer in config.layers() {
        all.extend(layer.file.exception.iter().map(|exception| {
            let expired = exception.last_day().is_some_and(|last| last < options.today);
            Declared { layer, exception, expired, used: false }
        }));
    }
    let covering = Covering::new(all.iter().map(|declared| declared.exception));
    for finding in report.findings.iter_mut().filter(|finding| may_be_excepted(finding)) {
        for at in covering.of(finding) {
            let Declared { exception, expired, used, .. } = &mut all[at];
            *used = true;
            if !*expired && finding.status == Status::New {
                let reason = exception.reason.get_ref().clone();
                mark(finding, Excepted { reason, owner: exception.owner.clone(), in_source: false });
            }
        }
    }
    let teller = Teller::new(report, options, registry);
    // Whether an exception of a shared file is of use elsewhere is not known here.
    let own =
        all.iter().filter(|declared| config.layers().first().is_some_and(|own| std::ptr::eq(own, declared.layer)));
    own.filter_map(|declared| teller.of_declared(declared)).collect()
}

fn inline(report: &mut Report, config: &Config, options: &Options, registry: &Registry) -> Vec<Finding> {
    let artifacts: Vec<(&str, &Artifact)> = report
        .workspaces
        .iter()
        .flat_map(|analysed| {
            let root = analysed.workspace.shown_root();
            analysed.workspace.artifacts.iter().map(move |artifact| (root, artifact))
        })
        .collect();
    let marked: Vec<(&str, &Artifact, Vec<Marker>)> = artifacts
        .into_par_iter()
        .map(|(root, artifact)| (root, artifact, markers(artifact)))
        .filter(|(.., markers)| !markers.is_empty())
        .collect();
    if marked.is_empty() {
        return Vec::new();
    }
    let by_path: FxHashMap<&str, usize> =
        marked.iter().enumerate().map(|(at, (_, artifact, _))| (&*artifact.path, at)).collect();
    let faults: Vec<Vec<Option<Said>>> = marked
        .iter()
        .map(|(_, _, markers)| markers.iter().map(|marker| fault(marker, config, registry)).collect())
        .collect();
    let mut used: Vec<Vec<bool>> = marked.iter().map(|(.., markers)| vec![false; markers.len()]).collect();
    for finding in report.findings.iter_mut().filter(|finding| may_be_excepted(finding)) {
        let Some(&at) = by_path.get(&*finding.location.path) else { continue };
        let (_, artifact, markers) = &marked[at];
        for (one, marker) in markers.iter().enumerate() {
            let counts = faults[at][one].is_none() && marker.rule.as_deref() == Some(&finding.rule);
            if !counts || !marker.covers(&finding.location.span) {
                continue;
            }
            used[at][one] = true;
            if finding.status == Status::New {
                let reason = hidden(artifact, &marker.reason);
                mark(finding, Excepted { reason, owner: None, in_source: true });
            }
        }
    }
    let teller = Teller::new(report, options, registry);
    let mut told = Vec::new();
    for (at, (root, artifact, markers)) in marked.iter().enumerate() {
        for (one, marker) in markers.iter().enumerate() {
            let message = match &faults[at][one] {
                Some((message, help)) => Some((message.clone(), help.clone())),
                None if used[at][one] => None,
                None => marker
                    .rule
                    .as_deref()
                    .filter(|rule| teller.has_run(rule))
                    .map(|rule| (format!("the exception hides nothing: {rule} finds nothing it speaks of"), None)),
            };
            if let Some((message, help)) = message {
                told.extend(teller.of_marker(root, artifact, marker, &hidden(artifact, &message), help));
            }
        }
    }
    told
}

/// A message and its help.
type Said = (String, Option<String>);

/// Why an exception inside an artifact does not count, and the way out.
fn fault(marker: &Marker, config: &Config, registry: &Registry) -> Option<Said> {
    let Some(rule) = &marker.rule else {
        return Some((
            "the exception names no rule and does not count".to_owned(),
            Some(format!("write it as {}", marker.form)),
        ));
    };
    if let Some((message, help)) = unknown_rule(rule, registry) {
        return Some((format!("{message}: the exception hides nothing"), Some(help)));
    }
    if config.mandatory().holds(rule) {
        return Some((
            format!("{rule} is mandatory: the exception does not count"),
            Some("mend the finding, or ask whoever keeps the policy".to_owned()),
        ));
    }
    if !config.allows_inline() {
        let help = "write it as [[exception]] in synlint.toml, or set `allow-inline = true` there";
        return Some((
            format!("the exception of {rule} does not count: the configuration allows none in artifacts"),
            Some(help.to_owned()),
        ));
    }
    marker.reason.is_empty().then(|| {
        (
            format!("the exception of {rule} gives no reason and does not count"),
            Some(format!("write it as {}", marker.form)),
        )
    })
}

fn hidden(artifact: &Artifact, text: &str) -> String {
    artifact.mask().hide(text).unwrap_or_else(|| text.to_owned())
}

/// A rule that broke must never be silenced.
fn may_be_excepted(finding: &Finding) -> bool {
    *finding.rule != *lint::INTERNAL_ERROR
}

fn mark(finding: &mut Finding, exception: Excepted) {
    finding.status = Status::Excepted;
    finding.exception = Some(Box::new(exception));
}

fn artifacts(report: &Report) -> impl Iterator<Item = &Artifact> {
    report.workspaces.iter().flat_map(|analysed| &analysed.workspace.artifacts)
}

/// Says what is to be said of exceptions, at the level the configuration gives these rules.
struct Teller<'a> {
    report: &'a Report,
    options: &'a Options,
    registry: &'a Registry,
    /// Is a file of a workspace broken?
    broken: bool,
    /// Every artifact as `kind/name` in small letters.
    artifacts: OnceCell<FxHashSet<String>>,
}

impl<'a> Teller<'a> {
    fn new(report: &'a Report, options: &'a Options, registry: &'a Registry) -> Self {
        let broken = artifacts(report).any(|artifact| artifact.problem.is_some());
        Self { report, options, registry, broken, artifacts: OnceCell::new() }
    }

    /// Did a rule look at everything? Not when it is not selected or does not apply; and where a file is broken, what
    /// it would have found is not known.
    fn has_run(&self, rule: &str) -> bool {
        let Some(rule) = self.registry.find(rule).filter(|rule| self.options.levels.contains_key(rule.name())) else {
            return false;
        };
        let applies = self.report.workspaces.iter().all(|own| lint::applies(rule.page.when, own.network.profile));
        applies && !self.report.failed && !self.broken
    }

    fn of_declared(&self, Declared { layer, exception, expired, used }: &Declared<'_>) -> Option<Finding> {
        let (rule, artifact) = (exception.rule.get_ref(), exception.artifact.get_ref());
        let location = |span: Span| Location { path: layer.path.as_str().into(), span, node: None };
        let place = format!("exception {rule} {artifact}");
        let told = |own: &str, message: String, span: Span| {
            self.finding(own, message, None, location(span), place.clone(), None, rule)
        };
        if !used && self.is_gone(artifact) {
            let message = format!("no artifact is called \"{artifact}\": the exception of {rule} hides nothing");
            return told(UNUSED, message, exception.artifact.span());
        }
        if !used && self.has_run(rule) {
            let at = exception.place.as_ref().map(|place| format!(" at \"{place}\"")).unwrap_or_default();
            let message = format!("{rule} finds nothing in \"{artifact}\"{at}: the exception hides nothing");
            return told(UNUSED, message, exception.rule.span());
        }
        let last = exception.expires.as_ref().filter(|_| *expired)?;
        let message = format!("the exception of {rule} for \"{artifact}\" expired on {}", last.get_ref());
        told(EXPIRED, message, last.span())
    }

    /// Is there no artifact that a pattern could mean? Files that are no artifacts are not known here.
    fn is_gone(&self, pattern: &str) -> bool {
        let named = pattern.split_once('/').is_some_and(|(kind, _)| Kind::from_folder(kind).is_some());
        named && !self.broken && !self.is_there(&pattern.to_lowercase())
    }

    fn is_there(&self, pattern: &str) -> bool {
        let name = |own: &Artifact| format!("{}/{}", own.kind.folder(), own.name).to_lowercase();
        let names = self.artifacts.get_or_init(|| artifacts(self.report).map(name).collect());
        match pattern.contains('*') {
            true => names.iter().any(|name| matches(pattern, name)),
            false => names.contains(pattern),
        }
    }

    fn of_marker(
        &self,
        root: &str,
        artifact: &Artifact,
        marker: &Marker,
        message: &str,
        help: Option<String>,
    ) -> Option<Finding> {
        let id = ArtifactId { kind: artifact.kind, name: artifact.name.clone(), root: root.to_owned() };
        let location = Location { path: artifact.path.clone(), span: marker.span.clone(), node: Some(marker.node) };
        let rule = marker.rule.as_deref().unwrap_or_default();
        let place = format!("{} {} › exception {}", id.kind.folder(), id.name, hidden(artifact, rule));
        self.finding(UNUSED, message.to_owned(), help, location, place, Some(id.into()), &hidden(artifact, rule))
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of a finding, named at each call")]
    fn finding(
        &self,
        own: &str,
        message: String,
        help: Option<String>,
        location: Location,
        place: String,
        artifact: Option<Arc<ArtifactId>>,
        subject: &str,
    ) -> Option<Finding> {
        let page = &self.registry.find(own)?.page;
        let level = self.options.levels.get(own)?.level;
        Some(Finding {
            rule: page.name.clone(),
            group: page.group.clone(),
            level,
            confidence: page.confidence,
            message: message.into(),
            label: "".into(),
            help: help.map(Into::into).or_else(|| page.help.clone()),
            artifact,
            location,
            place: place.into(),
            subject: subject.into(),
            related: Vec::new(),
            fix: None,
            status: Status::New,
            exception: None,
        })
    }
}
