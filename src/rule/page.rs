//! A rule's page: TOML front matter between `+++` lines, then prose under fixed headings. The page is what
//! `explain` prints, and for declarative rules it is the rule.

use super::Sink;
use crate::finding::{Confidence, Level};
use crate::json::{Node, Query, Span};
use crate::workspace::graph::is_inactive;
use crate::workspace::{Artifact, Kind, pipeline};
use serde::Deserialize;

/// The network profiles under which a rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Always.
    #[default]
    Any,
    /// With a managed virtual network, protected against data exfiltration or not.
    Managed,
    /// Only with data exfiltration protection.
    Dep,
    /// With a managed virtual network, but without the protection.
    ManagedOnly,
}

/// What to underline of a value that a query selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Anchor {
    /// The value.
    #[default]
    Value,
    /// Its key: for objects that lack something.
    Key,
}

/// A rule's page.
#[derive(Debug)]
pub struct Page {
    /// The rule's name: the file's name.
    pub name: String,
    /// The rule's group: the folder's name.
    pub group: String,
    /// One line that says what it finds.
    pub summary: String,
    /// Level unless configured.
    pub level: Level,
    /// Does it run only when it is selected by name, by group or by `all`?
    pub off: bool,
    /// How sure its findings are.
    pub confidence: Confidence,
    /// Kinds it looks at; all when empty.
    pub kinds: Vec<Kind>,
    /// When it applies.
    pub when: When,
    /// Does it know how to mend what it finds?
    pub fixable: bool,
    /// How to mend what it finds, in one line.
    pub help: Option<String>,
    /// The query and the sentence of a declarative rule.
    pub declaration: Option<Declaration>,
    /// The prose below the front matter.
    pub prose: String,
}

/// What makes a page a rule of its own.
#[derive(Debug)]
pub struct Declaration {
    /// Selects the values that are faults; several are tried one after the other.
    pub queries: Vec<Query>,
    /// The sentence, with `{placeholders}`.
    pub message: String,
    /// What to underline.
    pub anchor: Anchor,
}

/// A page that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError {
    /// What is wrong.
    pub message: String,
    /// Where in the page, in bytes.
    pub span: Span,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FrontMatter {
    summary: String,
    level: Level,
    #[serde(default)]
    off: bool,
    confidence: Confidence,
    #[serde(default)]
    kinds: Vec<toml::Spanned<String>>,
    #[serde(default)]
    when: When,
    #[serde(default)]
    fixable: bool,
    help: Option<String>,
    #[serde(default)]
    query: Vec<toml::Spanned<String>>,
    message: Option<String>,
    #[serde(default)]
    anchor: Anchor,
}

const FENCE: &str = "+++\n";

impl Page {
    /// Reads a page.
    ///
    /// # Errors
    /// What is wrong with it, and where: no front matter, an unknown key or kind, an ill-typed query.
    pub fn parse(group: &str, name: &str, text: &str) -> Result<Self, PageError> {
        let fail = |message: String, span: Span| PageError { message, span };
        let front = text.strip_prefix(FENCE).and_then(|rest| Some(&rest[..rest.find("\n+++\n")? + 1]));
        let front = front.ok_or_else(|| fail("a page begins with front matter between `+++` lines".into(), 0..0))?;
        let base = FENCE.len();
        let prose = text[base + front.len() + FENCE.len()..].trim().to_owned();
        let matter: FrontMatter = toml::from_str(front).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            fail(error.message().to_owned(), base + span.start..base + span.end)
        })?;
        let place = |span: Span| base + span.start..base + span.end;
        let mut kinds = Vec::new();
        for kind in &matter.kinds {
            let known = Kind::all().find(|known| known.folder() == kind.get_ref());
            kinds.push(
                known
                    .ok_or_else(|| fail(format!("`{}` is no kind of artifact", kind.get_ref()), place(kind.span())))?,
            );
        }
        let mut queries = Vec::new();
        for query in &matter.query {
            let parsed = Query::parse(query.get_ref());
            queries.push(parsed.map_err(|error| fail(error.to_string(), place(query.span())))?);
        }
        let declaration = match (queries.is_empty(), matter.message) {
            (true, None) => None,
            (false, Some(message)) => Some(Declaration { queries, message, anchor: matter.anchor }),
            _ => return Err(fail("`query` and `message` come together".into(), base..base + front.len())),
        };
        Ok(Self {
            name: name.to_owned(),
            group: group.to_owned(),
            summary: matter.summary,
            level: matter.level,
            off: matter.off,
            confidence: matter.confidence,
            kinds,
            when: matter.when,
            fixable: matter.fixable,
            help: matter.help,
            declaration,
            prose,
        })
    }

    /// The level as lists of rules show it: `note`, or `off` where it waits to be selected.
    pub fn shown_level(&self) -> &'static str {
        if self.off { "off" } else { self.level.name() }
    }

    /// Does the rule look at artifacts of this kind?
    pub fn looks_at(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

impl Declaration {
    /// Reports every value that a query selects, but for what stands in an activity that is switched off.
    pub fn check(&self, artifact: &Artifact, sink: &mut Sink<'_>) {
        let selected = self.queries.iter().flat_map(|query| query.select(artifact.root()));
        for node in selected.filter(|node| artifact.kind != Kind::Pipeline || !is_inactive(*node)) {
            let draft = sink.report(node, fill(&self.message, artifact, node));
            if self.anchor == Anchor::Key {
                draft.key(node);
            }
        }
    }
}

/// Replaces `{artifact}` (linked service "Orders"), `{name}`, `{value}` (the value's text) and `{within}` (the nearest
/// named thing around the value: activity "Copy", else the artifact).
fn fill(message: &str, artifact: &Artifact, node: Node<'_>) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = behind.split_once('}') else { break };
        out.push_str(&match name {
            "artifact" => artifact.described(),
            "name" => artifact.name.clone(),
            "value" => node.as_str().map_or_else(|| node.raw().to_owned(), |text| text.into_owned()),
            "within" => within(artifact, node),
            _ => format!("{{{name}}}"),
        });
        rest = after;
    }
    out + rest
}

/// The nearest named thing around a value: its activity, else the artifact.
pub fn within(artifact: &Artifact, node: Node<'_>) -> String {
    let activity = pipeline::around(node).find_map(pipeline::name);
    activity.map_or_else(|| artifact.described(), |name| format!("activity \"{name}\""))
}
