//! From files to workspaces: read and parse in parallel, then name and connect.

use super::artifact::Problem;
use super::discover::{Candidate, discover};
use super::files::{Files, is_in_workflow_folder};
use super::{Artifact, Kind, Product, Workspace, graph};
use crate::json::{Document, NodeKind};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// Finds and loads every workspace below `folder`.
pub fn load(files: &dyn Files, folder: &str) -> Vec<Workspace> {
    load_listed(files, folder, &files.list(folder))
}

/// Loads every workspace among `paths`, which were found below `folder`.
pub fn load_listed(files: &dyn Files, folder: &str, paths: &[String]) -> Vec<Workspace> {
    let roots = discover(paths.iter().filter(|path| !is_in_workflow_folder(path, folder)));
    let load_root = |(root, candidates): (String, Vec<Candidate>)| {
        let artifacts = candidates.into_par_iter().map(|candidate| artifact(files, candidate)).collect();
        assemble(root, artifacts, paths)
    };
    roots.into_iter().filter_map(load_root).collect()
}

fn assemble(root: String, artifacts: Vec<Artifact>, paths: &[String]) -> Option<Workspace> {
    // Folders called `database` or `trigger` are common elsewhere: without one file that looks like an artifact,
    // or one that cannot tell, it is no workspace.
    if !artifacts.iter().any(may_be_artifact) {
        return None;
    }
    let product = product(&artifacts);
    let notebooks = exported_notebooks(&root, paths);
    Some(Workspace::new(root, product, artifacts, notebooks))
}

/// Notebooks that lie as `.ipynb` files in the notebook folder, to be imported by hand: the service does not read them
/// from Git, but what refers to them is not lost. Lower-case names.
fn exported_notebooks(root: &str, paths: &[String]) -> FxHashSet<String> {
    let below = |path: &str| {
        let rest = path.strip_prefix(root)?.trim_start_matches('/');
        let (folder, file) = rest.split_once('/')?;
        let name = file.strip_suffix(".ipynb").filter(|name| !name.contains('/'))?;
        (Kind::from_folder(folder) == Some(Kind::Notebook)).then(|| name.to_lowercase())
    };
    paths.iter().filter_map(|path| below(path)).collect()
}

fn may_be_artifact(artifact: &Artifact) -> bool {
    match artifact.problem {
        Some(Problem::NotAnObject(_) | Problem::ClosedFolder(_)) => return false,
        Some(Problem::Unreadable { .. } | Problem::Syntax(_)) => return true,
        None => {}
    }
    let root = artifact.root();
    let named = root.children().any(|child| child.key().is_some_and(|key| key.eq_ignore_ascii_case("name")));
    named || root.get("properties").is_some_and(|properties| properties.is_object())
}

/// Which service a root belongs to: kinds only Synapse has, else a `factory` folder, else what most `type`s say.
fn product(artifacts: &[Artifact]) -> Product {
    if artifacts.iter().any(|artifact| artifact.kind.is_synapse_only() || artifact.is_synapse_default()) {
        return Product::Synapse;
    }
    if artifacts.iter().any(|artifact| artifact.kind == Kind::Factory) {
        return Product::DataFactory;
    }
    let says = |service: &str| {
        let types = artifacts.iter().filter_map(|artifact| artifact.root().get("type")?.as_str());
        types.filter(|text| text.starts_with(service)).count()
    };
    match says("Microsoft.DataFactory/") > says("Microsoft.Synapse/") {
        true => Product::DataFactory,
        false => Product::Synapse,
    }
}

impl Workspace {
    /// May an artifact of a kind lie where nobody can look: in another workspace, as is declared or likely, or in a
    /// folder that is closed?
    pub fn may_lie_elsewhere(&self, kind: Kind, name: &str) -> bool {
        self.is_external(kind, name) || self.has_closed_folder(kind)
    }

    /// May there be more artifacts of a kind, in a folder that cannot be looked into?
    pub fn has_closed_folder(&self, kind: Kind) -> bool {
        let holds = |holder| self.of_kind(holder).any(Artifact::is_closed_folder);
        // Endpoints lie below the folder of the network.
        holds(kind) || (kind == Kind::ManagedPrivateEndpoint && holds(Kind::ManagedVirtualNetwork))
    }
}

impl Artifact {
    fn is_synapse_default(&self) -> bool {
        matches!(self.kind, Kind::LinkedService | Kind::Credential) && self.is_built_in()
    }
}

fn artifact(files: &dyn Files, candidate: Candidate) -> Artifact {
    let Candidate { kind, path, is_folder, stem } = candidate;
    let (document, problem) = if is_folder { closed_folder(files, &path) } else { read_json(files, &path) };
    let name = document.root().get("name").and_then(|name| name.as_str()).filter(|name| !name.trim().is_empty());
    let name = match (name, kind) {
        (Some(name), Kind::Database) => match stem.rsplit_once('/') {
            Some((folders, _)) => format!("{folders}/{name}"),
            None => name.into_owned(),
        },
        (Some(name), _) => name.into_owned(),
        (None, _) => stem.clone(),
    };
    let references = graph::references(kind, &document);
    Artifact { id: 0, kind, name, stem, path: path.into(), document, problem, references, parsed: Default::default() }
}

/// Reads a file that should be a JSON object.
pub fn read_json(files: &dyn Files, path: &str) -> (Document, Option<Problem>) {
    match files.read(path) {
        Ok(bytes) => decode(bytes).map_or_else(broken, parse),
        Err(why) => broken((String::new(), Problem::Unreadable { why, span: 0..0, help: None })),
    }
}

/// Reading a folder as a file tells why it is closed.
fn closed_folder(files: &dyn Files, path: &str) -> (Document, Option<Problem>) {
    let why = files.read(path).err().unwrap_or_else(|| "its files cannot be listed".to_owned());
    broken((String::new(), Problem::ClosedFolder(why)))
}

fn broken((text, problem): (String, Problem)) -> (Document, Option<Problem>) {
    (Document::unparsed(text), Some(problem))
}

fn parse(text: String) -> (Document, Option<Problem>) {
    match Document::parse(text) {
        Ok(document) if document.root().kind() == NodeKind::Object => (document, None),
        Ok(document) => {
            let start = document.root().span().start;
            broken((document.text().to_owned(), Problem::NotAnObject(start..start + 1)))
        }
        Err((text, error)) => broken((text, Problem::Syntax(error))),
    }
}

/// UTF-8, or what the bytes are instead.
fn decode(bytes: Vec<u8>) -> Result<String, (String, Problem)> {
    let unreadable = |why: &str, span, help| Problem::Unreadable { why: why.to_owned(), span, help: Some(help) };
    let other = match bytes[..] {
        [0xFF, 0xFE, 0, 0, ..] | [b'{', 0, 0, 0, ..] => Some("UTF-32, little endian"),
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, b'{', ..] => Some("UTF-32, big endian"),
        [0xFF, 0xFE, ..] | [b'{', 0, ..] => Some("UTF-16, little endian"),
        [0xFE, 0xFF, ..] | [0, b'{', ..] => Some("UTF-16, big endian"),
        _ => None,
    };
    if let Some(encoding) = other {
        let why = format!("it is {encoding}, and artifacts are UTF-8");
        return Err((String::new(), unreadable(&why, 0..2, "save the file as UTF-8")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let start = error.utf8_error().valid_up_to();
        let length = error.utf8_error().error_len().unwrap_or(1);
        let byte = error.as_bytes()[start];
        let why = format!("byte 0x{byte:02X} is not UTF-8");
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        (text, unreadable(&why, start..start + length, "save the file as UTF-8"))
    })
}
