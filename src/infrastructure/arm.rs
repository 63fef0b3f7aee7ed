//! Templates of Azure Resource Manager, as they are written, exported or made from Bicep. Resources may lie inside
//! others or beside them; what a copy loop or a condition makes is not certain.

use super::value::{Budget, UNKNOWN, certain, resource_id};
use super::{Endpoint, Infrastructure, Known, Language, Source, Target, Workspace, said};
use crate::json::{Document, Node};
use crate::language::expression::{Call, Expr, Template, View};
use rustc_hash::FxHashSet;

const WORKSPACE: &str = "Microsoft.Synapse/workspaces";
const NETWORK: &str = "managedVirtualNetworks";
const ENDPOINT: &str = "managedPrivateEndpoints";
/// Deepest nesting that is followed, of resources and of expressions.
const DEEPEST: usize = 32;

/// May the text be a template that declares something?
pub(super) fn hints(text: &str) -> bool {
    text.contains("eploymentTemplate.json#") && text.contains(WORKSPACE)
}

/// May the text be a file of parameters?
pub(super) fn hints_at_parameters(text: &str) -> bool {
    text.contains("deploymentParameters.json#")
}

/// The parameters that a file of parameters sets, in lower case.
pub(super) fn parameters(text: String) -> Vec<String> {
    let Ok(document) = Document::parse(text) else { return Vec::new() };
    let Some(section) = document.root().get("parameters") else { return Vec::new() };
    section.children().filter_map(|own| Some(own.key()?.to_lowercase())).collect()
}

/// Reads a template; `set` are the parameters for which some file has another value than their default.
pub(super) fn read(path: &str, text: String, set: &FxHashSet<String>) -> Option<Infrastructure> {
    let document = Document::parse(text).ok()?;
    let source = Source::new(path, document.text(), Language::Arm);
    let found = Infrastructure::default();
    let mut reader = Reader { source, root: document.root(), set, found, budget: Budget::default() };
    reader.resources(reader.root, &Parent::default(), 0);
    let Reader { source, mut found, .. } = reader;
    let declares = !found.workspaces.is_empty() || !found.endpoints.is_empty();
    declares.then(|| {
        found.texts.push((source.path, source.text));
        found
    })
}

struct Reader<'a> {
    source: Source,
    root: Node<'a>,
    set: &'a FxHashSet<String>,
    found: Infrastructure,
    budget: Budget,
}

/// The resource around a resource.
#[derive(Default)]
struct Parent {
    kind: String,
    name: String,
    certain: bool,
}

impl<'a> Reader<'a> {
    fn resources(&mut self, holder: Node<'a>, parent: &Parent, depth: usize) {
        let Some(resources) = holder.get("resources").filter(|_| depth < DEEPEST) else { return };
        // With symbolic names, resources are an object.
        for resource in resources.children() {
            self.resource(resource, parent, depth);
        }
    }

    fn resource(&mut self, resource: Node<'a>, parent: &Parent, depth: usize) {
        let Some(kind) = resource.get("type").and_then(Node::as_str) else { return };
        let is_top = parent.kind.is_empty() || kind.contains('.');
        let kind = if is_top { kind.into_owned() } else { format!("{}/{kind}", parent.kind) };
        let name = resource.get("name").map(|node| self.text(node)).unwrap_or(UNKNOWN.to_string());
        let name = if is_top { name } else { format!("{}/{name}", parent.name) };
        let once = resource.get("copy").is_none() && resource.get("condition").is_none();
        let certain = once && (parent.kind.is_empty() || parent.certain);
        let own = Parent { kind, name, certain };
        if own.kind.eq_ignore_ascii_case(WORKSPACE) && resource.get("existing").is_none() {
            self.workspace(resource, &own);
        } else if own.kind.eq_ignore_ascii_case(&[WORKSPACE, NETWORK, ENDPOINT].join("/")) {
            self.endpoint(resource, &own);
        }
        self.resources(resource, &own, depth + 1);
    }

    fn workspace(&mut self, resource: Node<'a>, own: &Parent) {
        let Some(properties) = resource.get("properties") else { return };
        let protection = properties.at(&["managedVirtualNetworkSettings", "preventDataExfiltration"]);
        let network = properties.get("managedVirtualNetwork");
        let managed = match network.map(|node| self.text(node)) {
            None => Known::Absent,
            Some(text) if text.contains(UNKNOWN) => Known::Uncertain,
            Some(text) => Known::from(Some(!text.is_empty())),
        };
        let protected = protection.map_or(Known::Absent, |node| self.flag(node).into());
        let place = protection.or(network).or(resource.get("type")).unwrap_or(resource);
        let network = said(managed, protected);
        let place = self.source.place(place.span());
        self.found.workspaces.push(Workspace { name: certain(own.name.clone()), network, place });
    }

    fn endpoint(&mut self, resource: Node<'a>, own: &Parent) {
        let mut names = own.name.split('/');
        let workspace = names.next().map(str::to_owned).and_then(certain);
        let name = own.name.rsplit('/').next().unwrap_or_default().to_owned();
        let place = self.source.place(resource.get("name").unwrap_or(resource).span());
        let target = self.target(resource).filter(|_| own.certain);
        let name = certain(name).unwrap_or_else(|| ENDPOINT.to_owned());
        self.found.endpoints.push(Endpoint { workspace, name, target, place });
    }

    fn target(&self, resource: Node<'a>) -> Option<Target> {
        let properties = resource.get("properties")?;
        let resource_id = resource_id(&self.text(properties.get("privateLinkResourceId")?))?;
        let group = properties.get("groupId").map_or(Some(String::new()), |node| {
            let text = self.text(node);
            (!text.contains(UNKNOWN)).then_some(text)
        })?;
        let listed = properties.get("fqdns");
        let fqdns: Option<Vec<String>> = match listed {
            Some(list) if list.is_array() => list.items().map(|name| certain(self.text(name))).collect(),
            Some(_) => None,
            None => Some(Vec::new()),
        };
        Some(Target { resource_id, group, fqdns: fqdns? })
    }

    fn flag(&self, node: Node<'a>) -> Option<bool> {
        node.as_bool().or_else(|| {
            let text = node.as_str()?;
            let template = expression(&text)?;
            let named = self.default(template.whole()?.call()?)?;
            named.as_bool()
        })
    }

    /// What a value comes to, with [`UNKNOWN`] for what is not certain.
    fn text(&self, node: Node<'a>) -> String {
        self.text_within(node, 0)
    }

    fn text_within(&self, node: Node<'a>, depth: usize) -> String {
        let unknown = || UNKNOWN.to_string();
        let Some(text) = node.as_str().filter(|_| depth < DEEPEST) else { return unknown() };
        if !text.starts_with('[') || text.starts_with("[[") {
            return text.into_owned();
        }
        expression(&text).and_then(|template| Some(self.computed(template.whole()?, depth))).unwrap_or_else(unknown)
    }

    fn computed(&self, expr: Expr<'_>, depth: usize) -> String {
        let unknown = UNKNOWN.to_string();
        if depth >= DEEPEST || !self.budget.spend() {
            return unknown;
        }
        let call = match expr.view() {
            View::Text(text) => return text.into_owned(),
            View::Call(call) => call,
            _ => return unknown,
        };
        if call.is("concat") {
            return call.arguments().map(|part| self.computed(part, depth + 1)).collect();
        }
        if call.is("resourceId") {
            return self.identity(call, depth + 1).unwrap_or(unknown);
        }
        self.default(call).map_or(unknown, |node| self.text_within(node, depth + 1))
    }

    /// `resourceId('Microsoft.Web/sites', 'func')`; before the type a subscription and a group may stand.
    fn identity(&self, call: Call<'_>, depth: usize) -> Option<String> {
        let parts: Vec<String> = call.arguments().map(|part| self.computed(part, depth)).collect();
        let at = parts.iter().position(|part| part.contains('/') && part.contains('.'))?;
        let [kind, name] = &parts[at..] else { return None };
        (kind.matches('/').count() == 1).then(|| format!("{UNKNOWN}/providers/{kind}/{name}"))
    }

    /// What `parameters('x')` is by default, or `variables('x')` at all.
    fn default(&self, call: Call<'_>) -> Option<Node<'a>> {
        let name = call.arguments().next()?.literal_text()?;
        let found = |section: &str| {
            let section = self.root.get(section)?;
            section.children().find(|own| own.key().is_some_and(|key| key.eq_ignore_ascii_case(&name)))
        };
        if call.is("parameters") {
            return found("parameters").filter(|_| !self.set.contains(&name.to_lowercase()))?.get("defaultValue");
        }
        if call.is("variables") { found("variables") } else { None }
    }
}

/// The expression between the brackets.
fn expression(text: &str) -> Option<Template> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let template = Template::parse(format!("@{inner}"));
    template.faults().is_empty().then_some(template)
}
