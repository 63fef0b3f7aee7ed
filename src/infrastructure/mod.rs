//! What the infrastructure code beside the artifacts says of workspaces: their settings and the managed private
//! endpoints that it makes. Files in, declarations with their places out. Only what can be read with certainty is
//! declared; what cannot is counted, so that nobody takes the rest for the whole. It knows no artifacts and no rules.

mod arm;
mod terraform;
mod value;

use crate::json::Span;
use crate::json::text::LineIndex;
use crate::workspace::files::{Files, has_json_extension};
use rayon::prelude::*;
use std::sync::Arc;

/// Files that are longer were not written by anyone.
const LONGEST: usize = 8 << 20;

/// A place in a file of infrastructure code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: Arc<str>,
    /// Its bytes.
    pub span: Span,
    /// Its line, from 1.
    pub line: usize,
    /// What language it is written in.
    pub language: Language,
}

/// A language of infrastructure code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Terraform.
    Terraform,
    /// A template of Azure Resource Manager.
    Arm,
}

/// A workspace that the code makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Its name, where that is certain.
    pub name: Option<String>,
    /// What the code says of its network.
    pub network: Said,
    /// Where it says so.
    pub place: Place,
}

/// What the code says of the network of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Nothing that is certain.
    Nothing,
    /// It has no managed network.
    Public,
    /// It has one without data exfiltration protection.
    Managed,
    /// It has one with data exfiltration protection.
    Protected,
}

/// A managed private endpoint that the code makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Name of its workspace, where that is certain.
    pub workspace: Option<String>,
    /// Its name, where that is certain, else what the code calls it.
    pub name: String,
    /// What it leads to; `None` when that is not certain.
    pub target: Option<Target>,
    /// Where.
    pub place: Place,
}

/// What an endpoint leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The resource id, or the part of it from `providers` on.
    pub resource_id: String,
    /// Sub-resource; empty for a Private Link Service.
    pub group: String,
    /// The names it lists: templates have them, Terraform does not.
    pub fqdns: Vec<String>,
}

/// All that the code of a repository declares.
#[derive(Debug, Default)]
pub struct Infrastructure {
    /// The workspaces, in the order of their places.
    pub workspaces: Vec<Workspace>,
    /// The endpoints, in the order of their places.
    pub endpoints: Vec<Endpoint>,
    /// The text of every file that declares something.
    pub texts: Vec<(Arc<str>, Arc<str>)>,
}

/// Reads the code among `paths`.
pub fn load<'p>(files: &dyn Files, paths: impl Iterator<Item = &'p str> + Clone) -> Infrastructure {
    let mut found = terraform::read(files, paths.clone());
    for template in templates(files, paths) {
        found.add(template);
    }
    found
}

fn templates<'p>(files: &dyn Files, paths: impl Iterator<Item = &'p str>) -> Vec<Infrastructure> {
    let hinting = |text: &str| arm::hints(text) || arm::hints_at_parameters(text);
    let paths: Vec<&str> = paths.filter(|path| has_json_extension(path)).collect();
    let read = |path| Some((path, text(files, path, hinting)?));
    let texts: Vec<(&str, String)> = paths.into_par_iter().filter_map(read).collect();
    let (templates, parameters): (Vec<_>, Vec<_>) = texts.into_iter().partition(|(_, text)| arm::hints(text));
    if templates.is_empty() {
        return Vec::new();
    }
    let set = parameters.into_iter().flat_map(|(_, text)| arm::parameters(text)).collect();
    templates.into_iter().filter_map(|(path, text)| arm::read(path, text, &set)).collect()
}

impl Infrastructure {
    fn add(&mut self, other: Infrastructure) {
        self.workspaces.extend(other.workspaces);
        self.endpoints.extend(other.endpoints);
        self.texts.extend(other.texts);
    }

    /// What concerns the workspace of a root: all, when no other root can be meant; else what names it.
    pub fn of(&self, name: Option<&str>, is_only_root: bool) -> Concerning<'_> {
        let same = |declared: &Option<String>| match (declared, name) {
            (Some(declared), Some(name)) => declared.eq_ignore_ascii_case(name),
            _ => false,
        };
        // Code that makes this workspace and others says which is which.
        let is_named = self.workspaces.iter().any(|own| same(&own.name));
        let concerns =
            |declared: &Option<String>| same(declared) || (is_only_root && (declared.is_none() || !is_named));
        Concerning {
            workspaces: self.workspaces.iter().filter(|own| same(&own.name) || (is_only_root && !is_named)).collect(),
            endpoints: self.endpoints.iter().filter(|endpoint| concerns(&endpoint.workspace)).collect(),
        }
    }
}

/// What the code declares of one root.
#[derive(Debug, Default)]
pub struct Concerning<'a> {
    /// The workspaces it may be.
    pub workspaces: Vec<&'a Workspace>,
    /// Its endpoints.
    pub endpoints: Vec<&'a Endpoint>,
}

impl Concerning<'_> {
    /// What all the workspaces it may be have in common, and where the first of them says so.
    pub fn network(&self) -> Option<(Said, &Place)> {
        let (first, others) = self.workspaces.split_first()?;
        let agree = first.network != Said::Nothing && others.iter().all(|other| other.network == first.network);
        agree.then_some((first.network, &first.place))
    }
}

/// The text of a file that holds what is looked for.
fn text(files: &dyn Files, path: &str, hints: impl Fn(&str) -> bool) -> Option<String> {
    let bytes = files.read(path).ok().filter(|bytes| bytes.len() <= LONGEST)?;
    String::from_utf8(bytes).ok().filter(|text| hints(text))
}

/// A file that is being read.
struct Source {
    path: Arc<str>,
    text: Arc<str>,
    lines: LineIndex,
    language: Language,
}

impl Source {
    fn new(path: &str, text: &str, language: Language) -> Self {
        Self { path: path.into(), text: text.into(), lines: LineIndex::new(text), language }
    }

    fn place(&self, span: Span) -> Place {
        let line = self.lines.position(&self.text, span.start).line;
        Place { path: Arc::clone(&self.path), span, line, language: self.language }
    }
}

/// Managed network and protection, as both languages say them, each certain or not.
fn said(managed: Known, protection: Known) -> Said {
    match (managed, protection) {
        (_, Known::Yes) => Said::Protected,
        (Known::Yes, Known::No | Known::Absent) => Said::Managed,
        (Known::No, Known::No | Known::Absent) => Said::Public,
        _ => Said::Nothing,
    }
}

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Yes,
    No,
    Absent,
    Uncertain,
}

impl From<Option<bool>> for Known {
    fn from(value: Option<bool>) -> Self {
        match value {
            Some(true) => Known::Yes,
            Some(false) => Known::No,
            None => Known::Uncertain,
        }
    }
}
