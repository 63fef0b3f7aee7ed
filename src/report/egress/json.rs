//! `synlint-egress/1`.

use super::{map, subscription};
use crate::infrastructure::{Language, Place};
use crate::json::pointer;
use crate::lint::Analysed;
use crate::network::{
    Completeness, Consumer, Egress, Origin, PrivateEndpoint, Profile, Row, RuntimeClass, State, Unknown, UnknownHost,
    Use, Verdict,
};
use crate::workspace::Product;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// The whole map.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "synlint-egress/1")]
struct Document {
    /// Always `synlint-egress/1`; additions keep it.
    schema: String,
    workspaces: Vec<WorkspaceView>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct WorkspaceView {
    /// Its folder, relative to the Git root; `.` for the root itself.
    root: String,
    kind: Product,
    network: Profile,
    /// `file:line`, `--network` or `default`.
    network_from: String,
    private_endpoints: Completeness,
    /// One a host, port and runtime; the worst first.
    hosts: Vec<HostView>,
    /// Hosts that cannot be told.
    unknown: Vec<UnknownView>,
    /// Private endpoints in Git that nothing uses.
    unused: Vec<EndpointView>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct HostView {
    host: String,
    port: Option<u16>,
    runtime: RuntimeView,
    verdict: Verdict,
    /// The private endpoint that leads there; for `near-miss` the one that comes near.
    endpoint: Option<EndpointView>,
    uses: BTreeSet<Use>,
    consumers: Vec<ConsumerView>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct RuntimeView {
    name: String,
    class: RuntimeClass,
}

#[derive(Debug, Serialize, JsonSchema)]
struct EndpointView {
    name: String,
    /// Resource id of the target.
    resource: String,
    subscription: Option<String>,
    group: String,
    fqdns: Vec<String>,
    from: FromView,
    /// `file:line` of the infrastructure code that makes it.
    place: Option<String>,
    /// What the inventory says; `null` without one.
    state: Option<String>,
}

/// Where an endpoint is known from.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum FromView {
    Git,
    Configuration,
    Inventory,
    Terraform,
    Arm,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ConsumerView {
    kind: String,
    name: String,
    path: String,
    /// The activity that calls it itself.
    activity: Option<String>,
    pointer: String,
    authentication: Option<String>,
    /// The pipelines that come to use it.
    pipelines: BTreeSet<String>,
    /// Does a trigger start one of them?
    triggered: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct UnknownView {
    reason: Unknown,
    consumer: ConsumerView,
}

/// Its JSON Schema.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Document).to_value()
}

/// The map of several workspaces.
pub fn render(workspaces: &[Analysed]) -> String {
    let workspaces = workspaces.iter().map(workspace).collect();
    let document = Document { schema: "synlint-egress/1".to_owned(), workspaces };
    crate::report::json::printed(&document)
}

fn workspace(analysed: &Analysed) -> WorkspaceView {
    let Egress { rows, unknown, unused } = map(analysed);
    WorkspaceView {
        root: analysed.workspace.shown_root().to_owned(),
        kind: analysed.workspace.product,
        network: analysed.network.profile,
        network_from: analysed.network.source.shown.clone(),
        private_endpoints: analysed.network.completeness,
        hosts: rows.iter().map(host).collect(),
        unknown: unknown.iter().map(unknown_host).collect(),
        unused: unused.into_iter().map(endpoint).collect(),
    }
}

fn host(row: &Row<'_>) -> HostView {
    HostView {
        host: row.host.clone(),
        port: row.port,
        runtime: RuntimeView { name: row.runtime_name.clone(), class: row.runtime },
        verdict: row.verdict,
        endpoint: row.endpoint.map(endpoint),
        uses: row.uses.clone(),
        consumers: row.consumers.iter().map(consumer).collect(),
    }
}

fn endpoint(endpoint: &PrivateEndpoint) -> EndpointView {
    EndpointView {
        name: endpoint.name.clone(),
        resource: endpoint.resource_id.clone(),
        subscription: subscription(endpoint).map(str::to_owned),
        group: endpoint.group.clone(),
        fqdns: endpoint.fqdns.clone(),
        from: match &endpoint.origin {
            Origin::Git(_) => FromView::Git,
            Origin::Configuration => FromView::Configuration,
            Origin::Inventory => FromView::Inventory,
            Origin::Code(Place { language: Language::Terraform, .. }) => FromView::Terraform,
            Origin::Code(Place { language: Language::Arm, .. }) => FromView::Arm,
        },
        place: match &endpoint.origin {
            Origin::Code(place) => Some(format!("{}:{}", place.path, place.line)),
            _ => None,
        },
        state: match &endpoint.state {
            State::Unknown => None,
            State::Approved => Some("approved".to_owned()),
            State::Absent => Some("absent".to_owned()),
            State::Blocked(state) => Some(state.clone()),
        },
    }
}

fn consumer(consumer: &Consumer<'_>) -> ConsumerView {
    ConsumerView {
        kind: consumer.artifact.kind.folder().to_owned(),
        name: consumer.artifact.name.clone(),
        path: consumer.artifact.path.to_string(),
        activity: consumer.activity.clone(),
        pointer: pointer::pointer(consumer.node),
        authentication: consumer.authentication.clone(),
        pipelines: consumer.pipelines.clone(),
        triggered: consumer.triggered,
    }
}

fn unknown_host(unknown: &UnknownHost<'_>) -> UnknownView {
    UnknownView { reason: unknown.why, consumer: consumer(&unknown.consumer) }
}
