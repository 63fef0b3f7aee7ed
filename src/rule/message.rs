//! The sentence of a declarative page: text with `{placeholders}`, read once, so that a misspelt one is a fault of
//! the page and not of a report.

use super::selection::Selection;
use crate::json::{Node, Span, pointer};
use crate::suggest::closest;
use crate::workspace::{Artifact, pipeline};
use std::borrow::Cow;

/// A sentence with placeholders.
#[derive(Debug)]
pub struct Message {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Named(Placeholder),
    Path(Selection),
}

/// What a word in braces stands for.
#[derive(Debug, Clone, Copy)]
enum Placeholder {
    Artifact,
    Kind,
    Name,
    Value,
    Key,
    Within,
    Place,
}

const PLACEHOLDERS: [(&str, Placeholder); 7] = [
    ("artifact", Placeholder::Artifact),
    ("kind", Placeholder::Kind),
    ("name", Placeholder::Name),
    ("value", Placeholder::Value),
    ("key", Placeholder::Key),
    ("within", Placeholder::Within),
    ("place", Placeholder::Place),
];

/// Why a text is no message.
#[derive(Debug)]
pub struct MessageError {
    pub message: String,
    pub help: Option<String>,
    /// Bytes of the text.
    pub span: Span,
}

impl Message {
    /// Reads a sentence. `{artifact}` is linked service "Orders", `{kind}` and `{name}` its parts, `{value}` the
    /// value's text, `{key}` its key, `{within}` the nearest named thing around it (activity "Copy", else the
    /// artifact), `{place}` the path of names that leads to it, and `{$.path}` or `{@.path}` the text of another value.
    pub fn parse(text: &str) -> Result<Self, MessageError> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(open) = text[at..].find('{').map(|found| at + found) {
            let rest = &text[open + 1..];
            let Some(length) = rest.find('}') else {
                let help = Some("a placeholder is written {value}".to_owned());
                return Err(MessageError { message: "`{` is not closed".to_owned(), help, span: open..open + 1 });
            };
            let span = open..open + length + 2;
            pieces.push(Piece::Text(text[at..open].to_owned()));
            pieces.push(piece(&rest[..length], span.clone())?);
            at = span.end;
        }
        pieces.push(Piece::Text(text[at..].to_owned()));
        Ok(Self { pieces })
    }

    /// The sentence about a value.
    pub fn fill(&self, artifact: &Artifact, node: Node<'_>) -> String {
        let part = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Named(placeholder) => placeholder.fill(artifact, node),
            Piece::Path(path) => match &path.select(node)[..] {
                [] => "nothing".to_owned(),
                found => found.iter().map(|node| shown(*node)).collect::<Vec<_>>().join(", "),
            },
        };
        self.pieces.iter().map(part).collect()
    }
}

fn piece(word: &str, span: Span) -> Result<Piece, MessageError> {
    if word.starts_with(['$', '@']) {
        let path = Selection::parse(word);
        return path.map(Piece::Path).map_err(|message| MessageError { message, help: None, span });
    }
    let names = || PLACEHOLDERS.iter().map(|(name, _)| *name);
    match PLACEHOLDERS.iter().find(|(name, _)| *name == word) {
        Some((_, placeholder)) => Ok(Piece::Named(*placeholder)),
        None => {
            let near = closest(word, names()).map(|near| format!("did you mean {{{near}}}?"));
            let all = || names().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
            let help = near.unwrap_or_else(|| format!("there are {}, and paths as {{$.properties.type}}", all()));
            Err(MessageError { message: format!("there is no placeholder {{{word}}}"), help: Some(help), span })
        }
    }
}

impl Placeholder {
    fn fill(self, artifact: &Artifact, node: Node<'_>) -> String {
        match self {
            Placeholder::Artifact => artifact.described(),
            Placeholder::Kind => artifact.kind.words().to_owned(),
            Placeholder::Name => artifact.name.clone(),
            Placeholder::Value => shown(node).into_owned(),
            Placeholder::Key => node.key().unwrap_or_default().into_owned(),
            Placeholder::Within => within(artifact, node),
            Placeholder::Place => pointer::place(node),
        }
    }
}

/// A value as a message shows it. Of lists and objects only what they are: their text may hold secrets, which are
/// known to the mask as decoded strings.
fn shown(node: Node<'_>) -> Cow<'_, str> {
    match node {
        list if list.is_array() => "a list".into(),
        object if object.is_object() => "an object".into(),
        scalar => scalar.as_str().unwrap_or_else(|| scalar.raw().into()),
    }
}

/// The same with texts in quotes, so that they are told from numbers and truth values.
pub fn quoted(node: Node<'_>) -> Cow<'_, str> {
    node.as_str().map_or_else(|| shown(node), |text| format!("\"{text}\"").into())
}

/// The nearest named thing around a value: its activity, else the artifact.
pub fn within(artifact: &Artifact, node: Node<'_>) -> String {
    let activity = pipeline::around(node).find_map(pipeline::name);
    activity.map_or_else(|| artifact.described(), |name| format!("activity \"{name}\""))
}
