//! `synlint-report/1`.

use super::{View, escape};
use crate::finding::{Confidence, Finding, Fix, Level, Location, Status};
use crate::lint::Analysed;
use crate::network::{Completeness, Profile};
use crate::workspace::Product;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// The whole report.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "synlint-report/1")]
struct Document<'a> {
    /// Always `synlint-report/1`; additions keep it.
    schema: &'a str,
    tool: Tool<'a>,
    workspaces: Vec<WorkspaceView<'a>>,
    #[schemars(with = "Vec<FindingView<'a>>")]
    findings: Findings<'a>,
    summary: Summary,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Tool<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct WorkspaceView<'a> {
    /// Its folder, relative to the Git root; `.` for the root itself.
    root: &'a str,
    kind: Product,
    artifacts: usize,
    network: Profile,
    /// `file:line`, `--network` or `default`.
    network_from: &'a str,
    private_endpoints: Completeness,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct FindingView<'a> {
    rule: &'a str,
    group: &'a str,
    level: Level,
    confidence: Confidence,
    message: &'a str,
    help: Option<&'a str>,
    /// `null` for files that are no artifacts.
    artifact: Option<ArtifactView<'a>>,
    #[serde(flatten)]
    location: LocationView<'a>,
    /// The path of names: `linkedService RestService1 › typeProperties.url`.
    place: &'a str,
    related: Vec<RelatedView<'a>>,
    fix: Option<FixView<'a>>,
    /// SHA-256 over names, never lines.
    fingerprint: String,
    status: Status,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ArtifactView<'a> {
    kind: &'a str,
    name: &'a str,
    root: &'a str,
}

/// A place: lines and columns from 1, columns in Unicode scalar values; offset and length in bytes.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct LocationView<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    offset: usize,
    length: usize,
    /// RFC 6901; `null` where there is no JSON.
    pointer: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct RelatedView<'a> {
    message: &'a str,
    #[serde(flatten)]
    location: LocationView<'a>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FixView<'a> {
    safe: bool,
    edits: Vec<EditView<'a>>,
    why: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct EditView<'a> {
    path: &'a str,
    offset: usize,
    length: usize,
    text: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    error: usize,
    warning: usize,
    note: usize,
    baseline: usize,
    excepted: usize,
    artifacts: usize,
    /// How many rules were enabled.
    rules: usize,
}

/// The JSON Schema of the report.
pub fn schema() -> serde_json::Value {
    schemars::SchemaGenerator::from(schemars::generate::SchemaSettings::draft2020_12().for_serialize())
        .into_root_schema_for::<Document<'static>>()
        .to_value()
}

/// The findings, each made when it is written: there may be a great many.
#[derive(Debug)]
struct Findings<'a>(&'a View<'a>);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.findings().map(|own| finding(self.0, own)))
    }
}

pub(super) fn write(view: &View<'_>, out: &mut impl Write) -> io::Result<()> {
    let document = Document {
        schema: "synlint-report/1",
        tool: Tool { name: "synlint", version: env!("CARGO_PKG_VERSION") },
        workspaces: view.report.workspaces.iter().map(workspace).collect(),
        findings: Findings(view),
        summary: Summary {
            error: view.count(Level::Error),
            warning: view.count(Level::Warning),
            note: view.count(Level::Note),
            baseline: view.count_status(Status::Baseline),
            excepted: view.count_status(Status::Excepted),
            artifacts: view.report.artifacts(),
            rules: view.report.enabled.len(),
        },
    };
    let mut lines = escape::JsonLines::new(out);
    serde_json::to_writer_pretty(&mut lines, &document)?;
    lines.write_all(b"\n")
}

/// JSON as every output prints it.
pub(super) fn printed(document: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(document).expect("strings and numbers always serialise");
    escape::json(&text).into_owned() + "\n"
}

/// A finding on one line.
pub(super) fn finding_line(view: &View<'_>, own: &Finding) -> String {
    let text = serde_json::to_string(&finding(view, own)).expect("strings and numbers always serialise");
    escape::json(&text).into_owned() + "\n"
}

fn workspace(analysed: &Analysed) -> WorkspaceView<'_> {
    WorkspaceView {
        root: analysed.workspace.shown_root(),
        kind: analysed.workspace.product,
        artifacts: analysed.workspace.artifacts.len(),
        network: analysed.network.profile,
        network_from: analysed.network.source.shown.as_str(),
        private_endpoints: analysed.network.completeness,
    }
}

fn finding<'a>(view: &View<'_>, finding: &'a Finding) -> FindingView<'a> {
    let related = finding.related.iter();
    FindingView {
        rule: &finding.rule,
        group: &finding.group,
        level: finding.level,
        confidence: finding.confidence,
        message: &finding.message,
        help: finding.help.as_deref(),
        artifact: finding.artifact.as_ref().map(|id| ArtifactView {
            kind: id.kind.folder(),
            name: &id.name,
            root: &id.root,
        }),
        location: location(view, &finding.location),
        place: &finding.place,
        related: related
            .map(|own| RelatedView { message: &own.message, location: location(view, &own.location) })
            .collect(),
        fix: finding.fix.as_deref().map(fix),
        fingerprint: finding.fingerprint(),
        status: finding.status,
    }
}

fn location<'a>(view: &View<'_>, place: &'a Location) -> LocationView<'a> {
    let (start, end) = view.positions(place);
    LocationView {
        path: &place.path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        offset: place.span.start,
        length: place.span.len(),
        pointer: view.pointer(place),
    }
}

fn fix(fix: &Fix) -> FixView<'_> {
    let edits = fix.edits.iter().map(|edit| EditView {
        path: &edit.path,
        offset: edit.span.start,
        length: edit.span.len(),
        text: &edit.text,
    });
    FixView { safe: fix.safe, edits: edits.collect(), why: &fix.why }
}
