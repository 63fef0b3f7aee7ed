//! Secrets that stand in artifacts: each once, with what holds it, so that one rule speaks for it and every output
//! hides it, whatever rules run. It knows nothing of wording and levels.

mod collect;
mod mask;
mod notebook;
mod properties;
mod script;
mod settings;

pub use mask::{Hidden, Mask, hidden_in_text, hidden_spans};

use super::{Artifact, Kind};
use crate::json::{Node, Span};
use crate::language::secret;
use std::borrow::Cow;

/// A secret in an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// The string it stands in.
    pub node: u32,
    /// Its bytes in the file.
    pub span: Span,
    /// What it is.
    pub kind: secret::Kind,
    /// What holds it.
    pub holder: Holder,
    /// The key, property, header or statement it belongs to; empty where it has none.
    pub name: String,
}

/// What holds a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A property, or a header or text of an activity.
    Property,
    /// A connection string.
    ConnectionString,
    /// A signed URL.
    SignedUrl,
    /// The URL of a function.
    FunctionUrl,
    /// A header of a linked service.
    Header,
    /// A notebook: its code, its text or its stored outputs.
    Code,
    /// A script.
    Script,
    /// A setting of Spark.
    SparkSetting,
    /// The default of a parameter.
    Default,
    /// The rest of a secret that begins in another string.
    Continued,
}

impl Artifact {
    /// Every secret that stands in the artifact, in document order.
    pub fn secrets(&self) -> &[Secret] {
        self.parsed.secrets.get_or_init(|| match self.kind {
            _ if self.problem.is_some() => Vec::new(),
            Kind::Notebook => notebook::secrets(self),
            Kind::SparkConfiguration | Kind::SparkJobDefinition | Kind::BigDataPool => settings::secrets(self),
            Kind::Sqlscript | Kind::Kqlscript => script::secrets(self),
            _ => properties::secrets(self),
        })
    }

    /// Hides the artifact's secrets in sentences.
    pub fn mask(&self) -> &Mask {
        self.parsed.mask.get_or_init(|| Box::new(Mask::of(self)))
    }

    /// The secret itself, to be shown to nobody.
    fn secret_value(&self, secret: &Secret) -> Cow<'_, str> {
        crate::json::text::decode(&self.document.text()[secret.span.clone()])
    }
}

impl Secret {
    /// The string it stands in.
    pub fn node<'a>(&self, artifact: &'a Artifact) -> Node<'a> {
        artifact.document.node(self.node)
    }
}
