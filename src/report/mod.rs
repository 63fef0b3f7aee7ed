//! What users see: one file a format. Formats read findings and sources; they run no rules, decide no levels and read
//! no files.

mod annotations;
mod azure;
mod concise;
pub mod egress;
mod escape;
mod github;
mod gitlab;
mod human;
pub mod json;
mod jsonl;
mod junit;
mod markdown;
pub mod page;
mod prose;
mod rdjson;
mod sarif;
mod text;

pub use human::{summary, summary_within};
pub use prose::{counted, wrapped};

use crate::delivery::File;
use crate::finding::{Finding, Level, Location, Status};
use crate::json::pointer::pointer;
use crate::json::text::{LineIndex, Position, floor_boundary};
use crate::json::{Document, Span};
use crate::lint::{Analysed, Report};
use crate::rule::Page;
use crate::rules::Registry;
use crate::workspace::Artifact;
use crate::workspace::files::relative_path;
use crate::workspace::sensitive::{hidden_in_text, hidden_spans};
use rustc_hash::{FxHashMap, FxHashSet};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::OnceLock;

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Frames for people.
    Human,
    /// One line a finding.
    Concise,
    /// `synlint-report/1`.
    Json,
    /// One finding of `synlint-report/1` a line.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// Issues of Azure Pipelines.
    Azure,
    /// A suite of tests an artifact.
    Junit,
    /// Code quality of GitLab.
    Gitlab,
    /// Diagnostics of reviewdog.
    Rdjson,
    /// A job summary, a comment on a pull request.
    Markdown,
}

impl Format {
    /// Every form.
    pub const ALL: [Format; 11] = [
        Format::Human,
        Format::Concise,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Azure,
        Format::Junit,
        Format::Gitlab,
        Format::Rdjson,
        Format::Markdown,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Azure => "azure",
            Format::Junit => "junit",
            Format::Gitlab => "gitlab",
            Format::Rdjson => "rdjson",
            Format::Markdown => "markdown",
        }
    }

    /// The form of this name.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The whole report in this form.
    pub fn render(self, view: &View<'_>, style: &Style) -> String {
        let mut out = Vec::new();
        self.write(view, style, &mut out).expect("memory takes all that is written");
        String::from_utf8(out).expect("every form is text")
    }

    /// Writes the whole report in this form. Forms that go finding by finding are not built up in memory first.
    ///
    /// # Errors
    /// Where `out` takes no more.
    pub fn write(self, view: &View<'_>, style: &Style, out: &mut impl Write) -> io::Result<()> {
        let text = match self {
            Format::Concise => return concise::write(view, style, out),
            Format::Json => return json::write(view, out),
            Format::Jsonl => return jsonl::write(view, out),
            Format::Human => human::render(view, style),
            Format::Sarif => sarif::render(view),
            Format::Github => github::render(view),
            Format::Azure => azure::render(view),
            Format::Junit => junit::render(view),
            Format::Gitlab => gitlab::render(view),
            Format::Rdjson => rdjson::render(view),
            Format::Markdown => markdown::render(view),
        };
        out.write_all(text.as_bytes())
    }

    /// What is to be said of findings that this form has no room for.
    pub fn left_out(self, view: &View<'_>) -> Option<String> {
        match self {
            Format::Sarif => sarif::left_out(view),
            _ => None,
        }
    }
}

/// What the output may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// Colours.
    pub color: bool,
    /// Box drawing.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
    /// Terminal links on paths, which are relative to this folder.
    pub links: Option<PathBuf>,
    /// Notes in full.
    pub verbose: bool,
}

/// A report with the line and column of every place.
#[derive(Debug)]
pub struct View<'a> {
    /// The report.
    pub report: &'a Report,
    sources: FxHashMap<&'a str, Box<Source<'a>>>,
    /// The rules that were enabled, with the level each reports at, in the order of the registry.
    rules: Vec<(&'a Page, Level)>,
    host: Option<Host>,
}

/// Where GitHub looks for files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The folder that paths of the report are relative to.
    pub base: PathBuf,
    /// The folder that GitHub's paths are relative to.
    pub root: PathBuf,
}

/// A file as reports show it.
#[derive(Debug)]
pub struct Source<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its lines.
    pub lines: LineIndex,
    /// What is never shown, with what is shown instead, in order.
    hidden: OnceLock<Vec<(Span, String)>>,
    artifact: Option<&'a Artifact>,
    document: Option<&'a Document>,
}

impl<'a> From<&'a File> for Source<'a> {
    fn from(file: &'a File) -> Self {
        let hidden = OnceLock::from(file.hidden.clone());
        Self { hidden, document: file.document(), ..Self::plain(file.text()) }
    }
}

impl<'a> Source<'a> {
    /// A file that is no artifact.
    pub fn plain(text: &'a str) -> Self {
        Self { text, lines: LineIndex::new(text), hidden: OnceLock::new(), artifact: None, document: None }
    }

    fn of(artifact: &'a Artifact) -> Self {
        let document = &artifact.document;
        Self { artifact: Some(artifact), document: Some(document), ..Self::plain(document.text()) }
    }

    /// The places that are never shown. The one gate through which every frame goes.
    pub fn hidden(&self) -> &[(Span, String)] {
        let plain = || hidden_in_text(self.text, Vec::new());
        self.hidden.get_or_init(|| self.artifact.map_or_else(plain, hidden_spans))
    }
}

impl<'a> View<'a> {
    /// Reads the lines of the files that findings point into, each once.
    pub fn new(report: &'a Report) -> Self {
        let artifacts = report.sources();
        let delivery: FxHashMap<&str, &File> = report.delivery.files.iter().map(|file| (&*file.path, file)).collect();
        let places = report.findings.iter().flat_map(|finding| {
            std::iter::once(&finding.location).chain(finding.related.iter().map(|related| &related.location))
        });
        let mut sources = FxHashMap::default();
        for place in places {
            if let Some((path, artifact)) = artifacts.get_key_value(&*place.path) {
                sources.entry(*path).or_insert_with(|| Box::new(Source::of(artifact)));
            } else if let Some(file) = delivery.get(&*place.path) {
                sources.entry(&*file.path).or_insert_with(|| Box::new(Source::from(*file)));
            } else if let Some((path, text)) = report.texts.get_key_value(&*place.path) {
                sources.entry(&**path).or_insert_with(|| Box::new(Source::plain(text)));
            }
        }
        Self { report, sources, rules: Vec::new(), host: None }
    }

    /// Tells of the rules that were enabled, for formats that carry their pages.
    pub fn with_rules(self, registry: &'a Registry) -> Self {
        let enabled: FxHashMap<&str, Level> =
            self.report.enabled.iter().map(|(name, level)| (name.as_str(), *level)).collect();
        let told: FxHashSet<&str> = self.findings().map(|finding| &*finding.rule).collect();
        let level = |page: &Page| {
            let own = enabled.get(&*page.name).copied();
            own.or_else(|| told.contains(&*page.name).then_some(page.level))
        };
        let rules = registry.iter().filter_map(|rule| Some((&rule.page, level(&rule.page)?))).collect();
        Self { rules, ..self }
    }

    /// Tells where GitHub looks for files.
    pub fn with_host(self, host: Host) -> Self {
        Self { host: Some(host), ..self }
    }

    /// The path of a file as GitHub knows it.
    fn host_path(&self, path: &str) -> String {
        match &self.host {
            Some(Host { base, root }) => relative_path(root, &base.join(path)),
            None => path.to_owned(),
        }
    }

    /// A file that findings point into; `None` when there is nothing to show.
    pub fn source(&self, path: &str) -> Option<&Source<'a>> {
        self.sources.get(path).map(Box::as_ref).filter(|source| !source.text.is_empty())
    }

    /// The RFC 6901 pointer of the value a place is, or lies in; `None` where there is no JSON.
    fn pointer(&self, place: &Location) -> Option<String> {
        let document = self.sources.get(&*place.path)?.document?;
        Some(pointer(document.node(place.node?)))
    }

    /// Where a place begins.
    pub fn start(&self, place: &Location) -> Position {
        let start = Position { line: 1, column: 1 };
        self.source(&place.path).map_or(start, |Source { text, lines, .. }| lines.position(text, place.span.start))
    }

    /// Where a place begins and ends.
    pub fn positions(&self, place: &Location) -> (Position, Position) {
        let start = self.start(place);
        // Bytes that are no text stand there as one character, which the place may end inside of.
        let end = |Source { text, lines, .. }: &Source<'_>| {
            lines.position(text, text.ceil_char_boundary(place.span.end.min(text.len())))
        };
        (start, self.source(&place.path).map_or(start, end))
    }

    /// Where a place begins and ends, as line and byte of the line in UTF-8, from 1.
    fn byte_positions(&self, place: &Location) -> ((usize, usize), (usize, usize)) {
        self.source(&place.path).map_or(((1, 1), (1, 1)), |Source { text, lines, .. }| {
            let position = |offset: usize| {
                let line = lines.position(text, offset).line;
                (line, floor_boundary(text, offset) - lines.line(text, line).start + 1)
            };
            (position(place.span.start), position(place.span.end))
        })
    }

    /// How many findings that count have a level.
    pub fn count(&self, level: Level) -> usize {
        self.new_findings().filter(|finding| finding.level == level).count()
    }

    /// How many findings have a status.
    pub fn count_status(&self, status: Status) -> usize {
        self.findings().filter(|finding| finding.status == status).count()
    }

    /// The findings that count, in order: neither excepted nor in the baseline.
    pub fn new_findings(&self) -> impl Iterator<Item = &'a Finding> {
        self.findings().filter(|finding| finding.status == Status::New)
    }

    /// Every finding with its fingerprint and which of its equals it is, from 1.
    fn identified(&self) -> Vec<(&'a Finding, String, usize)> {
        let mut seen: FxHashMap<String, usize> = FxHashMap::default();
        let identify = |finding: &'a Finding| {
            let fingerprint = finding.fingerprint();
            let ordinal = seen.entry(fingerprint.clone()).or_default();
            *ordinal += 1;
            (finding, fingerprint, *ordinal)
        };
        self.findings().map(identify).collect()
    }

    /// The findings, in order, whatever became of them.
    pub fn findings(&self) -> impl Iterator<Item = &'a Finding> {
        self.report.findings.iter().map(Box::as_ref)
    }
}

/// A workspace in one line: where it is, how big, and what its network is taken for.
pub fn described(analysed: &Analysed) -> String {
    let (workspace, network) = (&analysed.workspace, &analysed.network);
    format!(
        "{}: {}, network {} (from {}), private endpoints {}",
        workspace.shown_root().escape_debug(),
        counted(workspace.artifacts.len(), "artifact"),
        network.profile.name(),
        network.source.shown.escape_debug(),
        network.completeness.name()
    )
}

/// A fault in a file that is no artifact, as the configuration: headline, frame, help.
pub fn problem(
    level: &str,
    path: &str,
    source: &str,
    message: &str,
    span: Span,
    help: Option<&str>,
    style: &Style,
) -> String {
    let mut out = text::headline(level, None, message, style);
    text::frame(&mut out, path, &Source::plain(source), span, "", style);
    if let Some(help) = help {
        text::help(&mut out, help, style);
    }
    out
}
