//! What delivers workspaces: the files beside the artifacts that say where Studio publishes, what a template makes a
//! parameter, and which steps of which workflow deploy. It knows nothing of rules, wording or reports.

mod definition;
mod find;
mod step;

pub use definition::{COVERS_ENDPOINTS, RuleFault, covers, right_name, rule_fault};
pub use find::{load, roots};
pub use step::{Flag, Input, Step};

use crate::json::Document;
use crate::json::Span;
use crate::workspace::discover::is_below;
use crate::workspace::sensitive::{Hidden, Mask};
use crate::workspace::{Problem, Workspace};
use std::sync::Arc;

/// The delivery files of a repository, by path.
#[derive(Debug, Default)]
pub struct Delivery {
    /// The files.
    pub files: Vec<File>,
    /// The roots of Synapse that there are, whether they are looked at or not.
    roots: Vec<String>,
    /// The folder in which everything was looked for.
    folder: String,
}

/// A file that is no artifact and has to do with delivery.
#[derive(Debug)]
pub struct File {
    /// Path relative to the base of the files, with `/`.
    pub path: Arc<str>,
    /// What it says.
    pub content: Content,
    /// What is never shown of it.
    pub hidden: Hidden,
    /// Hides its secrets in sentences.
    pub mask: Mask,
}

/// What a delivery file says.
#[derive(Debug)]
pub enum Content {
    /// `publish_config.json`: where Studio publishes.
    PublishConfig(Json),
    /// `template-parameters-definition.json`, or a file that is meant to be: what a template makes a parameter.
    Definition(Json),
    /// A workflow that deploys.
    Workflow {
        /// Its text.
        text: String,
        /// Its steps that deploy a workspace.
        steps: Vec<Step>,
    },
}

/// A JSON file, or why it is none.
#[derive(Debug)]
pub struct Json {
    /// The document; `null` when there is a problem.
    pub document: Document,
    /// Why there is no document.
    pub problem: Option<Problem>,
}

impl File {
    /// The text.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::PublishConfig(json) | Content::Definition(json) => json.document.text(),
            Content::Workflow { text, .. } => text,
        }
    }

    /// The document, where it is JSON.
    pub fn document(&self) -> Option<&Document> {
        match &self.content {
            Content::PublishConfig(json) | Content::Definition(json) => Some(&json.document),
            Content::Workflow { .. } => None,
        }
    }

    /// The folder it lies in.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file's own name.
    pub fn name(&self) -> &str {
        self.path.rsplit_once('/').map_or(&self.path, |(_, name)| name)
    }

    /// The steps that deploy a workspace.
    pub fn steps(&self) -> &[Step] {
        match &self.content {
            Content::Workflow { steps, .. } => steps,
            _ => &[],
        }
    }
}

impl Delivery {
    /// The file that says what the template of a workspace makes a parameter: in its root, else the nearest above.
    pub fn definition_of(&self, workspace: &Workspace) -> Option<(&File, &Json)> {
        let name = right_name(workspace.product);
        let definitions = self.files.iter().filter_map(|file| match &file.content {
            Content::Definition(json) if file.name() == name => Some((file, json)),
            _ => None,
        });
        let above = |file: &File| is_below(&workspace.root, file.folder());
        definitions.filter(|(file, _)| above(file)).max_by_key(|(file, _)| file.folder().len())
    }

    /// Is there a file in the root of a workspace that is meant to be its definition, whatever its name?
    pub fn has_misnamed_definition(&self, workspace: &Workspace) -> bool {
        let mut files = self.files.iter().filter(|file| file.folder() == workspace.root);
        files.any(|file| matches!(file.content, Content::Definition(_)) && file.name() != right_name(workspace.product))
    }

    /// Every step that deploys a workspace, with its file.
    pub fn steps(&self) -> impl Iterator<Item = (&File, &Step)> {
        self.files.iter().flat_map(|file| file.steps().iter().map(move |step| (file, step)))
    }

    /// The root of the workspace that a step deploys; `None` where that cannot be told.
    pub fn target(&self, file: &File, step: &Step) -> Option<&str> {
        let near = self.roots_near(file.folder());
        let Some(folder) = step.folder() else {
            // The template of another branch is named after the workspace, which no folder is. Where there is one
            // workspace only, it is that; of a repository that is seen in part nobody knows.
            return near.first().copied().filter(|_| near.len() == 1 && is_below(&file.path, &self.folder));
        };
        let is_it = |root: &str| root == folder || root.strip_suffix(folder).is_some_and(|rest| rest.ends_with('/'));
        let mut named = near.iter().copied().filter(|root| folder.is_empty() || is_it(root));
        named.next().filter(|_| named.next().is_none())
    }

    /// The roots of Synapse below the nearest folder around `folder` that has any.
    fn roots_near(&self, folder: &str) -> Vec<&str> {
        let mut around = Some(folder);
        while let Some(folder) = around {
            let found: Vec<&str> =
                self.roots.iter().map(String::as_str).filter(|root| is_below(root, folder)).collect();
            if !found.is_empty() {
                return found;
            }
            around = (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above));
        }
        Vec::new()
    }
}

/// Where a fault of the file as a whole stands: its first character.
pub fn beginning(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    start..text.len().min(start + text[start..].chars().next().map_or(0, char::len_utf8))
}
