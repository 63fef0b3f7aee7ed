//! A rule's page: TOML front matter between `+++` lines, then prose under fixed headings. The page is what
//! `explain` prints, and for declarative rules it is the rule.

use super::condition::{Condition, RawCondition};
use super::declaration::{Anchor, Declaration};
use super::message::Message;
use crate::finding::{Confidence, Level};
use crate::json::{Query, Span};
use crate::suggest::closest;
use crate::workspace::Kind;
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;
use toml::Spanned;

/// The network profiles under which a rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, serde::Serialize, JsonSchema)]
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

/// A rule's page.
#[derive(Debug)]
pub struct Page {
    /// The rule's name: the file's name. Findings share it.
    pub name: Arc<str>,
    /// The rule's group: the folder's name.
    pub group: Arc<str>,
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
    pub help: Option<Arc<str>>,
    /// The query and the sentence of a declarative rule.
    pub declaration: Option<Declaration>,
    /// The prose below the front matter.
    pub prose: String,
}

/// A page that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError {
    /// What is wrong.
    pub message: String,
    /// Where in the page, in bytes.
    pub span: Span,
    /// How to mend it.
    pub help: Option<String>,
}

impl PageError {
    fn new(message: impl Into<String>, span: Span) -> Self {
        Self { message: message.into(), span, help: None }
    }
}

/// What stands between the `+++` lines.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "a rule's page")]
pub struct FrontMatter {
    /// Name of the rule. Default: that of the file.
    name: Option<String>,
    /// Group of the rule. Default: that of the folder for rules that are shipped, `team` for others.
    group: Option<String>,
    summary: String,
    level: Level,
    #[serde(default)]
    off: bool,
    confidence: Option<Confidence>,
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    kinds: Vec<Spanned<String>>,
    #[serde(default)]
    when: When,
    #[serde(default)]
    fixable: bool,
    help: Option<String>,
    #[schemars(with = "Option<Queries>")]
    query: Option<Spanned<Queries>>,
    #[serde(default, rename = "where")]
    #[schemars(with = "Vec<RawCondition>")]
    conditions: Vec<Spanned<RawCondition>>,
    #[schemars(with = "Option<String>")]
    message: Option<Spanned<String>>,
    #[serde(default)]
    anchor: Anchor,
}

/// One query, or several that are tried one after the other.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Queries {
    One(String),
    Many(Vec<String>),
}

impl Queries {
    fn texts(&self) -> &[String] {
        match self {
            Queries::One(text) => std::slice::from_ref(text),
            Queries::Many(texts) => texts,
        }
    }
}

const FENCE: &str = "+++\n";

/// The front matter of a page, as bytes of it.
///
/// # Errors
/// There is none.
pub fn front_matter(text: &str) -> Result<Span, PageError> {
    let length = text.strip_prefix(FENCE).and_then(|rest| rest.find("\n+++\n"));
    let first_line = 0..text.find('\n').unwrap_or(text.len());
    let length = length
        .ok_or_else(|| PageError::new("a page begins with front matter between two lines of `+++`", first_line))?;
    Ok(FENCE.len()..FENCE.len() + length + 1)
}

/// A span of the front matter as one of the page; what is missing altogether is missing between the `+++` lines.
pub fn in_page(span: Span, front: &Span) -> Span {
    if span.start == 0 && (span.end == 0 || span.end + 1 >= front.len()) {
        return 0..FENCE.trim_end().len();
    }
    front.start + span.start..front.start + span.end
}

impl Page {
    /// Reads a page. It is called `name` in `group` unless it says otherwise.
    ///
    /// # Errors
    /// What is wrong with it, and where: no front matter, an unknown key or kind, an ill-typed query.
    pub fn parse(group: &str, name: &str, text: &str) -> Result<Self, PageError> {
        let front = front_matter(text)?;
        let prose = text[front.end + FENCE.len()..].trim().to_owned();
        Self::read(group, name, &text[front.clone()], prose)
            .map_err(|error| PageError { span: in_page(error.span, &front), ..error })
    }

    fn read(group: &str, name: &str, front: &str, prose: String) -> Result<Self, PageError> {
        let matter: FrontMatter =
            toml::from_str(front).map_err(|error| PageError::new(error.message(), error.span().unwrap_or(0..0)))?;
        let kinds = matter.kinds.iter().map(kind).collect::<Result<_, _>>()?;
        let queries = matter.query.map(|queries| compiled(&queries, front)).transpose()?.unwrap_or_default();
        let condition = |raw| Condition::compile(raw).map_err(|(message, span)| PageError::new(message, span));
        let conditions = matter.conditions.into_iter().map(condition).collect::<Result<Vec<_>, _>>()?;
        let message = matter.message.map(|message| sentence(&message, front)).transpose()?;
        let declaration = match message {
            Some(message) if !queries.is_empty() => {
                Some(Declaration { queries, conditions, message, anchor: matter.anchor })
            }
            None if queries.is_empty() && conditions.is_empty() => None,
            Some(_) => return Err(PageError::new("\"query\" is missing", 0..front.len())),
            None => return Err(PageError::new("\"message\" is missing", 0..front.len())),
        };
        Ok(Self {
            name: matter.name.unwrap_or_else(|| name.to_owned()).into(),
            group: matter.group.unwrap_or_else(|| group.to_owned()).into(),
            summary: matter.summary,
            level: matter.level,
            off: matter.off,
            confidence: matter.confidence.unwrap_or(Confidence::High),
            kinds,
            when: matter.when,
            fixable: matter.fixable,
            help: matter.help.map(Into::into),
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

fn kind(text: &Spanned<String>) -> Result<Kind, PageError> {
    let name = text.get_ref();
    Kind::all().find(|known| known.folder() == name).ok_or_else(|| PageError {
        message: format!("\"{name}\" is no kind of artifact"),
        span: text.span(),
        help: Some(match closest(name, Kind::all().map(Kind::folder)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "kinds are called as their folders: pipeline, linkedService, …".to_owned(),
        }),
    })
}

fn compiled(queries: &Spanned<Queries>, front: &str) -> Result<Vec<Query>, PageError> {
    let query = |text: &String| {
        let place = || written(text, queries.span(), front).unwrap_or(queries.span());
        Query::parse(text).map_err(|error| PageError::new(error.to_string(), place()))
    };
    queries.get_ref().texts().iter().map(query).collect()
}

fn sentence(message: &Spanned<String>, front: &str) -> Result<Message, PageError> {
    Message::parse(message.get_ref()).map_err(|error| {
        let inside = |text: Span| text.start + error.span.start..text.start + error.span.end;
        let span = written(message.get_ref(), message.span(), front).map_or(message.span(), inside);
        PageError { message: error.message, span, help: error.help }
    })
}

/// Where in a value of the front matter a text stands, when it stands there without escapes; an empty text stands
/// everywhere.
fn written(text: &str, value: Span, front: &str) -> Option<Span> {
    if text.is_empty() {
        return None;
    }
    let start = value.start + front[value].find(text)?;
    Some(start..start + text.len())
}
