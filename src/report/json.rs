//! `synlint-report/1`.

use super::{View, escape};
use crate::finding::{Confidence, Finding, Fix, Level, Location, Status};
use crate::lint::Analysed;
use crate::network::{Completeness, Profile};
use crate::workspace::Product;
use schemars::JsonSchema;
use serde::Serialize;

/// The whole report.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "synlint-report/1")]
struct Document {
    /// Always `synlint-report/1`; additions keep it.
    schema: String,
    tool: Tool,
    workspaces: Vec<WorkspaceView>,
    findings: Vec<FindingView>,
    summary: Summary,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Tool {
    name: String,
    version: String,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct WorkspaceView {
    /// Its folder, relative to the Git root; `.` for the root itself.
    root: String,
    kind: Product,
    artifacts: usize,
    network: Profile,
    /// `file:line`, `--network` or `default`.
    network_from: String,
    private_endpoints: Completeness,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct FindingView {
    rule: String,
    group: String,
    level: Level,
    confidence: Confidence,
    message: String,
    help: Option<String>,
    /// `null` for files that are no artifacts.
    artifact: Option<ArtifactView>,
    #[serde(flatten)]
    location: LocationView,
    /// The path of names: `linkedService RestService1 › typeProperties.url`.
    place: String,
    related: Vec<RelatedView>,
    fix: Option<FixView>,
    /// SHA-256 over names, never lines.
    fingerprint: String,
    status: Status,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ArtifactView {
    kind: String,
    name: String,
    root: String,
}

/// A place: lines and columns from 1, columns in Unicode scalar values; offset and length in bytes.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct LocationView {
    path: String,
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
struct RelatedView {
    message: String,
    #[serde(flatten)]
    location: LocationView,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FixView {
    safe: bool,
    edits: Vec<EditView>,
    why: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct EditView {
    path: String,
    offset: usize,
    length: usize,
    text: String,
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
        .into_root_schema_for::<Document>()
        .to_value()
}

pub(super) fn render(view: &View<'_>) -> String {
    let document = Document {
        schema: "synlint-report/1".to_owned(),
        tool: Tool { name: "synlint".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        workspaces: view.report.workspaces.iter().map(workspace).collect(),
        findings: view.findings().map(|own| finding(view, own)).collect(),
        summary: Summary {
            error: view.count(Level::Error),
            warning: view.count(Level::Warning),
            note: view.count(Level::Note),
            baseline: view.count_status(Status::Baseline),
            excepted: view.count_status(Status::Excepted),
            artifacts: view.report.artifacts(),
            rules: view.report.rules,
        },
    };
    printed(&document)
}

/// JSON as every output prints it.
pub(super) fn printed(document: &impl Serialize) -> String {
    escape::json(&serde_json::to_string_pretty(document).expect("strings and numbers always serialise")) + "\n"
}

/// A finding on one line.
pub(super) fn finding_line(view: &View<'_>, own: &Finding) -> String {
    let text = serde_json::to_string(&finding(view, own)).expect("strings and numbers always serialise");
    escape::json(&text) + "\n"
}

fn workspace(analysed: &Analysed) -> WorkspaceView {
    WorkspaceView {
        root: analysed.workspace.shown_root().to_owned(),
        kind: analysed.workspace.product,
        artifacts: analysed.workspace.artifacts.len(),
        network: analysed.network.profile,
        network_from: analysed.network.source.shown.clone(),
        private_endpoints: analysed.network.completeness,
    }
}

fn finding(view: &View<'_>, finding: &Finding) -> FindingView {
    let related = finding.related.iter();
    FindingView {
        rule: finding.rule.clone(),
        group: finding.group.clone(),
        level: finding.level,
        confidence: finding.confidence,
        message: finding.message.clone(),
        help: finding.help.clone(),
        artifact: finding.artifact.as_ref().map(|id| ArtifactView {
            kind: id.kind.folder().to_owned(),
            name: id.name.clone(),
            root: id.root.clone(),
        }),
        location: location(view, &finding.location),
        place: finding.place.clone(),
        related: related
            .map(|own| RelatedView { message: own.message.clone(), location: location(view, &own.location) })
            .collect(),
        fix: finding.fix.as_ref().map(fix),
        fingerprint: finding.fingerprint(),
        status: finding.status,
    }
}

fn location(view: &View<'_>, place: &Location) -> LocationView {
    let (start, end) = view.positions(place);
    LocationView {
        path: place.path.clone(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        offset: place.span.start,
        length: place.span.len(),
        pointer: place.pointer.clone(),
    }
}

fn fix(fix: &Fix) -> FixView {
    let edits = fix.edits.iter().map(|edit| EditView {
        path: edit.path.clone(),
        offset: edit.span.start,
        length: edit.span.len(),
        text: edit.text.clone(),
    });
    FixView { safe: fix.safe, edits: edits.collect(), why: fix.why.clone() }
}
