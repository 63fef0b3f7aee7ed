//! The loop: artifact × rule, then delivery file × rule. It owns scope, order and failure of rules; it formats nothing.

use crate::date::Date;
use crate::delivery::{self, Delivery, File};
use crate::finding::{self, Finding, Findings, Level};
use crate::infrastructure::{self, Infrastructure};
use crate::network::{Declared, Network, Profile, Reach};
use crate::rule::{Context, Logic, Repository, Rule, RuleLevel, RuleOptions, Sink, Target, When};
use crate::rules::Registry;
use crate::workspace::discover::{self, discover};
use crate::workspace::files::Files;
use crate::workspace::sensitive::Mask;
use crate::workspace::{self, Artifact, Product, Workspace};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What a run needs to know besides the files.
#[derive(Debug, Default)]
pub struct Options {
    /// Enabled rules and their levels.
    pub levels: FxHashMap<String, RuleLevel>,
    /// What is set of single rules.
    pub rules: RuleOptions,
    /// What is declared for the root at this path.
    pub roots: Roots,
    /// The day of the run: the core reads no clock.
    pub today: Date,
}

/// Settings of roots: what holds for every root, and what single roots have instead.
#[derive(Debug, Default)]
pub struct Roots {
    /// For every root.
    pub every: RootOptions,
    /// For single roots, by path (`""` is the base).
    pub single: FxHashMap<String, RootOptions>,
    /// When given, only roots that match are workspaces.
    pub only: Option<globset::GlobSet>,
}

/// Settings of one root.
#[derive(Debug, Clone, Default)]
pub struct RootOptions {
    /// What is declared about its network.
    pub network: Declared,
    /// Artifacts that live elsewhere: globs over `kind/name`.
    pub external: globset::GlobSet,
}

impl Roots {
    fn of(&self, root: &str) -> &RootOptions {
        self.single.get(root).unwrap_or(&self.every)
    }
}

/// A workspace with its network.
#[derive(Debug)]
pub struct Analysed {
    /// The workspace.
    pub workspace: Workspace,
    /// Its network.
    pub network: Network,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// The workspaces, by path.
    pub workspaces: Vec<Analysed>,
    /// What delivers them.
    pub delivery: Delivery,
    /// The findings, in the order of every output.
    pub findings: Findings,
    /// The text of every file that is no artifact and that findings may point into, by path.
    pub texts: FxHashMap<Arc<str>, Arc<str>>,
    /// The rules that were enabled, with the level each reports at.
    pub enabled: Vec<(String, Level)>,
    /// Artifacts that were analysed and are not reported, by path.
    pub unreported: FxHashSet<Arc<str>>,
    /// How many files changed, where the report is of a change only.
    pub changed: Option<usize>,
    /// Did a rule fail on an artifact?
    pub failed: bool,
    /// Where the time went, in order.
    pub timings: Vec<(String, std::time::Duration)>,
}

impl Report {
    /// How many artifacts were checked.
    pub fn artifacts(&self) -> usize {
        self.workspaces.iter().map(|analysed| analysed.workspace.artifacts.len()).sum()
    }

    /// Every artifact by path, for showing what stands at a place.
    pub fn sources(&self) -> FxHashMap<&str, &Artifact> {
        by_path(&self.workspaces)
    }
}

fn by_path(workspaces: &[Analysed]) -> FxHashMap<&str, &Artifact> {
    let artifacts = workspaces.iter().flat_map(|analysed| &analysed.workspace.artifacts);
    artifacts.map(|artifact| (&*artifact.path, artifact)).collect()
}

/// Checks every workspace below `folder`: the core's whole face. It reads nothing but through `files`.
pub fn check(files: &dyn Files, folder: &str, options: &Options, registry: &Registry) -> Report {
    let mut clock = Clock::start();
    let paths = files.list(folder);
    let mut workspaces = workspace::load_listed(files, folder, &paths);
    let roots = delivery::roots(&workspaces);
    if let Some(only) = &options.roots.only {
        workspaces.retain(|workspace| only.is_match(&workspace.root));
    }
    clock.lap("load");
    let (code, synapse_roots) = infrastructure_of(files, folder, &paths, &workspaces);
    clock.lap("infrastructure");
    let workspaces: Vec<Analysed> = workspaces
        .into_iter()
        .map(|mut workspace| {
            let settings = options.roots.of(&workspace.root);
            workspace.declare_external(settings.external.clone());
            let network = Network::new(&workspace, &settings.network, &code, synapse_roots == 1);
            Analysed { workspace, network }
        })
        .collect();
    clock.lap("network");
    let repository: Vec<&Workspace> = workspaces.iter().map(|analysed| &analysed.workspace).collect();
    let delivery = delivery::load(files, folder, &paths, roots, &repository);
    clock.lap("delivery");
    let enabled: Vec<(&Rule, RuleLevel)> =
        registry.iter().filter_map(|rule| Some((rule, *options.levels.get(rule.name())?))).collect();
    let of_workspace = |Analysed { workspace, network }: &_| {
        let reach = Reach::new(workspace, network);
        let context = Context {
            workspace,
            repository: &repository,
            delivery: &delivery,
            network,
            reach: &reach,
            options: &options.rules,
            today: options.today,
        };
        lint(&context, &enabled, registry)
    };
    let mut found: Vec<Findings> = workspaces.iter().flat_map(of_workspace).collect();
    let networks: Vec<&Network> = workspaces.iter().map(|analysed| &analysed.network).collect();
    let whole = Repository { workspaces: &repository, networks: &networks, delivery: &delivery };
    found.extend(lint_delivery(&whole, &enabled, registry));
    found.retain(|of_target| !of_target.is_empty());
    let masks = if found.is_empty() { FxHashMap::default() } else { masks(&workspaces, &delivery) };
    found.par_iter_mut().flatten_iter().for_each(|finding| hide_secrets(&masks, finding));
    let findings = finding::merge(found);
    clock.lap("rules");
    let failed = findings.iter().any(|finding| *finding.rule == *INTERNAL_ERROR);
    let texts = texts(&workspaces, &delivery, &code);
    let enabled = enabled.iter().map(|(rule, own)| (rule.name().to_owned(), own.level)).collect();
    let unreported = FxHashSet::default();
    let timings = clock.laps;
    Report { workspaces, delivery, findings, texts, enabled, unreported, changed: None, failed, timings }
}

/// The infrastructure code of the repository, with the number of Synapse workspaces it may be about.
fn infrastructure_of(
    files: &dyn Files,
    folder: &str,
    paths: &[String],
    workspaces: &[Workspace],
) -> (Infrastructure, usize) {
    let own = workspaces.iter().filter(|workspace| workspace.product == Product::Synapse).count();
    if own == 0 {
        return (Infrastructure::default(), 0);
    }
    let beside = files.beside(folder);
    let roots = own + discover(beside.iter()).len();
    let others = discover::others(paths.iter().chain(&beside).map(String::as_str));
    (infrastructure::load(files, others.into_iter()), roots)
}

fn texts(workspaces: &[Analysed], delivery: &Delivery, code: &Infrastructure) -> FxHashMap<Arc<str>, Arc<str>> {
    let inventories = workspaces.iter().filter_map(|analysed| analysed.network.inventory.as_deref());
    let delivery = delivery.files.iter().map(|file| (Arc::clone(&file.path), file.text().into()));
    let code = code.texts.iter().map(|(path, text)| (Arc::clone(path), Arc::clone(text)));
    inventories.flat_map(|inventory| inventory.files.iter().cloned()).chain(delivery).chain(code).collect()
}

/// What hides the secrets of each file, made when it is first needed.
type Masks<'a> = FxHashMap<&'a str, Hiding<'a>>;

#[derive(Clone, Copy)]
enum Hiding<'a> {
    Artifact(&'a Artifact),
    File(&'a File),
}

impl<'a> Hiding<'a> {
    fn mask(self) -> &'a Mask {
        match self {
            Hiding::Artifact(artifact) => artifact.mask(),
            Hiding::File(file) => &file.mask,
        }
    }
}

fn masks<'a>(workspaces: &'a [Analysed], delivery: &'a Delivery) -> Masks<'a> {
    let artifacts = by_path(workspaces).into_iter().map(|(path, artifact)| (path, Hiding::Artifact(artifact)));
    artifacts.chain(delivery.files.iter().map(|file| (&*file.path, Hiding::File(file)))).collect()
}

/// Takes the secrets of the files a finding points into out of all it says, so that no rule, identity or output can
/// give one away. What is shown of the files themselves is the report's matter.
fn hide_secrets(masks: &Masks<'_>, finding: &mut Finding) {
    let places = finding.related.iter().map(|related| &related.location).chain([&finding.location]);
    let masks = places.filter_map(|place| Some(masks.get(&*place.path)?.mask()));
    let masks: Vec<&Mask> = masks.filter(|mask| !mask.is_empty()).collect();
    for mask in masks {
        let mut texts = vec![&mut finding.message, &mut finding.label, &mut finding.place, &mut finding.subject];
        texts.extend(finding.related.iter_mut().map(|related| &mut related.message));
        for text in texts {
            if let Some(hidden) = mask.hide(text) {
                *text = hidden.into();
            }
        }
        if let Some(hidden) = finding.help.as_deref().and_then(|help| mask.hide(help)) {
            finding.help = Some(hidden.into());
        }
        // An edit cannot do its work without the secret.
        let gives_away = |fix: &finding::Fix| fix.edits.iter().any(|edit| mask.hide(&edit.text).is_some());
        finding.fix = finding.fix.take().filter(|fix| !gives_away(fix));
    }
}

/// The rule that says that a rule failed.
pub const INTERNAL_ERROR: &str = "internal-error";

fn lint(context: &Context<'_>, enabled: &[(&Rule, RuleLevel)], registry: &Registry) -> Vec<Findings> {
    let applicable: Vec<&(&Rule, RuleLevel)> =
        enabled.iter().filter(|(rule, _)| applies(rule.page.when, context.network.profile)).collect();
    let of_artifact = |artifact: &Artifact| {
        let target = Target::Artifact(context.workspace, artifact);
        let looking = applicable.iter().filter(|(rule, _)| rule.page.looks_at(artifact.kind));
        of_target(target, looking.copied(), registry, |rule, sink| run(rule, context, artifact, sink))
    };
    context.workspace.artifacts.par_iter().map(of_artifact).collect()
}

/// Rules that look at delivery files, once a file.
fn lint_delivery(whole: &Repository<'_>, enabled: &[(&Rule, RuleLevel)], registry: &Registry) -> Vec<Findings> {
    let of_file = |file: &File| {
        of_target(Target::File(file), enabled.iter(), registry, |rule, sink| {
            if let Logic::Delivery(check) = rule.logic {
                check(whole, file, sink);
            }
        })
    };
    whole.delivery.files.par_iter().map(of_file).collect()
}

/// What rules find on one target. A rule that panics ends only itself: the target is named, everything else is
/// checked.
fn of_target<'r>(
    target: Target<'_>,
    rules: impl Iterator<Item = &'r (&'r Rule, RuleLevel)>,
    registry: &Registry,
    check: impl Fn(&Rule, &mut Sink<'_>),
) -> Findings {
    let mut findings = Findings::new();
    for (rule, level) in rules {
        let before = findings.len();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            check(rule, &mut Sink::new(rule, *level, target, &mut findings));
        }));
        if outcome.is_err() {
            findings.truncate(before);
            report_failure(rule, registry, target, &mut findings);
        }
    }
    // They are kept until all targets have been looked at.
    findings.shrink_to_fit();
    findings
}

/// Does a rule apply in a network?
pub fn applies(when: When, profile: Profile) -> bool {
    match when {
        When::Any => true,
        When::Managed => profile != Profile::Public,
        When::Dep => profile == Profile::Dep,
        When::ManagedOnly => profile == Profile::Managed,
    }
}

fn run(rule: &Rule, context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    match (rule.logic, &rule.page.declaration) {
        (Logic::Native(check), _) => check(context, artifact, sink),
        (Logic::Declarative, Some(declaration)) => declaration.check(context, artifact, sink),
        (Logic::Declarative, None) | (Logic::Delivery(_), _) => {}
    }
}

fn report_failure(rule: &Rule, registry: &Registry, target: Target<'_>, findings: &mut Findings) {
    // Not a matter of selection: a rule that failed must never look like a rule that found nothing.
    let Some(own) = registry.find(INTERNAL_ERROR) else { return };
    let described = match target {
        Target::Artifact(_, artifact) => artifact.described(),
        Target::File(file) => file.path.to_string(),
    };
    let message = format!("the rule {} failed on {described}; everything else was checked", rule.name());
    let level = RuleLevel { level: own.page.level, set_by_user: false };
    let mut sink = Sink::new(own, level, target, findings);
    let draft = match target {
        Target::Artifact(_, artifact) => sink.report(artifact.anchor(), message),
        Target::File(file) => sink.report_span(delivery::beginning(file.text()), message),
    };
    draft.subject(rule.name());
}

/// Durations of the stages of a run.
struct Clock {
    last: std::time::Instant,
    laps: Vec<(String, std::time::Duration)>,
}

impl Clock {
    fn start() -> Self {
        Self { last: std::time::Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, name: &str) {
        let now = std::time::Instant::now();
        self.laps.push((name.to_owned(), now - self.last));
        self.last = now;
    }
}
