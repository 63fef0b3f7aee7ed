//! One module: what its locals, variables and resources come to, as far as that is certain.

use super::super::value::{Budget, UNKNOWN, certain};
use super::{File, WORKSPACE, resource};
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::structure::{Block, Body};
use hcl_edit::template::{Element, Template};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Deepest nesting of references that is followed.
const DEEPEST: usize = 16;

/// What gives modules their values: calls by other modules, and files of variables.
#[derive(Default)]
pub struct Calls {
    /// Variables that something sets.
    set: FxHashSet<String>,
    /// Folders of modules that are called a number of times that is not certain.
    repeated: FxHashSet<String>,
}

impl Calls {
    pub fn add(&mut self, path: &str, body: &Body) {
        if path.ends_with(".tfvars") {
            self.set.extend(body.attributes().map(|attribute| attribute.key.as_str().to_owned()));
        }
        for block in body.get_blocks("module") {
            self.set.extend(block.body.attributes().map(|attribute| attribute.key.as_str().to_owned()));
            let source = block.body.get_attribute("source").and_then(|source| source.value.as_str());
            if let Some(source) = source.filter(|_| is_repeated(block)) {
                self.repeated.insert(joined(super::folder(path), source));
            }
        }
    }
}

/// The folder that a relative path leads to.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// Does a block stand for a number of things that is not certain?
pub fn is_repeated(block: &Block) -> bool {
    block.body.has_attribute("count") || block.body.has_attribute("for_each")
}

/// Type and label of a resource.
pub fn labels(block: &Block) -> Option<(&str, &str)> {
    match &block.labels[..] {
        [kind, label] => Some((kind.as_str(), label.as_str())),
        _ => None,
    }
}

/// A module.
pub struct Module<'a> {
    /// Is it called a number of times that is not certain?
    pub is_conditional: bool,
    locals: FxHashMap<&'a str, &'a Expression>,
    defaults: FxHashMap<&'a str, &'a Expression>,
    /// By type and label; data sources too.
    resources: BTreeMap<(bool, &'a str, &'a str), &'a Block>,
    budget: Budget,
}

impl<'a> Module<'a> {
    pub fn new(folder: &str, files: &'a [File], calls: &Calls) -> Self {
        let mut module = Self {
            is_conditional: calls.repeated.contains(folder),
            locals: FxHashMap::default(),
            defaults: FxHashMap::default(),
            resources: BTreeMap::new(),
            budget: Budget::default(),
        };
        for block in files.iter().filter_map(|file| file.body.as_ref()).flat_map(Body::blocks) {
            module.add(block, calls);
        }
        module
    }

    fn add(&mut self, block: &'a Block, calls: &Calls) {
        match (block.ident.as_str(), &block.labels[..]) {
            ("locals", []) => {
                self.locals.extend(block.body.attributes().map(|own| (own.key.as_str(), &own.value)));
            }
            ("variable", [name]) if !calls.set.contains(name.as_str()) => {
                let default = block.body.get_attribute("default");
                self.defaults.extend(default.map(|default| (name.as_str(), &default.value)));
            }
            (kind @ ("resource" | "data"), [of, label]) => {
                self.resources.insert((kind == "data", of.as_str(), label.as_str()), block);
            }
            _ => {}
        }
    }

    /// The text of a block's attribute, with [`UNKNOWN`] for what is not certain.
    pub fn text_of(&self, block: &Block, key: &str) -> Option<String> {
        block.body.get_attribute(key).map(|attribute| self.text(&attribute.value))
    }

    /// The text that an expression comes to, with [`UNKNOWN`] for what is not certain.
    pub fn text(&self, expression: &Expression) -> String {
        self.text_within(expression, 0)
    }

    /// The flag that an expression comes to.
    pub fn flag(&self, expression: &Expression) -> Option<bool> {
        let mut at = expression;
        for _ in 0..DEEPEST {
            match at {
                Expression::Bool(value) => return Some(**value),
                Expression::Traversal(traversal) => at = self.named(traversal)?,
                _ => return None,
            }
        }
        None
    }

    /// The name of the workspace whose id an expression is.
    pub fn workspace(&self, id: &Expression) -> Option<String> {
        let text = self.text(id);
        let (kind, name) = text.rsplit_once("/workspaces/")?;
        kind.to_lowercase().ends_with("microsoft.synapse").then(|| name.to_owned()).and_then(certain)
    }

    fn text_within(&self, expression: &Expression, depth: usize) -> String {
        let unknown = || UNKNOWN.to_string();
        if depth >= DEEPEST || !self.budget.spend() {
            return unknown();
        }
        match expression {
            Expression::String(text) => text.as_str().to_owned(),
            Expression::StringTemplate(template) => self.template(template, depth),
            Expression::Parenthesis(inner) => self.text_within(inner.inner(), depth + 1),
            Expression::Traversal(traversal) => match self.named(traversal) {
                Some(value) => self.text_within(value, depth + 1),
                None => self.attribute(traversal, depth).unwrap_or_else(unknown),
            },
            _ => unknown(),
        }
    }

    fn template(&self, template: &Template, depth: usize) -> String {
        let part = |element: &Element| match element {
            Element::Literal(text) => text.as_str().to_owned(),
            Element::Interpolation(inner) => self.text_within(&inner.expr, depth + 1),
            Element::Directive(_) => UNKNOWN.to_string(),
        };
        template.iter().map(part).collect()
    }

    /// What `local.x` or `var.x` stands for.
    fn named(&self, traversal: &Traversal) -> Option<&'a Expression> {
        let (root, names) = path(traversal)?;
        match (root, &names[..]) {
            ("local", [name]) => self.locals.get(name).copied(),
            ("var", [name]) => self.defaults.get(name).copied(),
            _ => None,
        }
    }

    /// `azurerm_storage_account.lake.id` and `.name`, of resources and data sources of this module.
    fn attribute(&self, traversal: &Traversal, depth: usize) -> Option<String> {
        let (root, names) = path(traversal)?;
        let (is_data, kind, label, attribute) = match (root, &names[..]) {
            ("data", [kind, label, attribute]) => (true, *kind, *label, *attribute),
            (kind, [label, attribute]) => (false, kind, *label, *attribute),
            _ => return None,
        };
        let block = self.resources.get(&(is_data, kind, label)).filter(|block| !is_repeated(block))?;
        let name = self.text_within(&block.body.get_attribute("name")?.value, depth + 1);
        match attribute {
            "name" => Some(name),
            "id" if kind == WORKSPACE => Some(format!("{UNKNOWN}/providers/Microsoft.Synapse/workspaces/{name}")),
            "id" => Some(format!("{UNKNOWN}/providers/{}/{name}", resource::arm_type(kind)?)),
            _ => None,
        }
    }
}

/// `a.b.c` as `a` and `b`, `c`.
fn path(traversal: &Traversal) -> Option<(&str, Vec<&str>)> {
    let root = traversal.expr.as_variable()?.as_str();
    let names = traversal.operators.iter().map(|operator| match operator.value() {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        _ => None,
    });
    Some((root, names.collect::<Option<_>>()?))
}
