//! What rules about linked services in code share: the services an artifact's code names, with their files.

use crate::rule::{Context, Draft, Sink};
use crate::rules::in_code;
use crate::workspace::code::ServiceUse;
use crate::workspace::{Artifact, Kind};

/// A linked service that code names and the workspace has.
pub struct Service<'a> {
    /// The use.
    pub used: ServiceUse<'a>,
    /// The linked service.
    pub target: &'a Artifact,
}

impl<'a> Service<'a> {
    /// Every linked service the code of an artifact names, with its file.
    pub fn used(context: &'a Context<'_>, artifact: &'a Artifact) -> impl Iterator<Item = Service<'a>> {
        let workspace = context.workspace;
        artifact.code().services().filter_map(move |used| {
            let target = workspace.find(Kind::LinkedService, used.name)?;
            Some(Service { used, target })
        })
    }

    /// Begins a finding at the name in the code.
    pub fn report<'s>(&self, artifact: &Artifact, sink: &'s mut Sink<'_>, message: String) -> Draft<'s> {
        in_code::at_text(artifact, sink, self.used.fact, self.used.known, message)
    }

    /// Shows the type of the linked service.
    pub fn show_type<'d>(&self, draft: Draft<'d>) -> Draft<'d> {
        self.show(draft, &["type"], "its type")
    }

    /// Shows a value of the linked service, by its keys below `properties`.
    pub fn show<'d>(&self, draft: Draft<'d>, keys: &[&str], message: &str) -> Draft<'d> {
        draft.related(self.target, self.target.property(keys).unwrap_or(self.target.anchor()), message)
    }

    /// Shows the key of a value of the linked service.
    pub fn show_key<'d>(&self, draft: Draft<'d>, keys: &[&str], message: &str) -> Draft<'d> {
        let node = self.target.property(keys).unwrap_or(self.target.anchor());
        draft.related_span(self.target, node, node.key_or_value_span(), message)
    }

    /// Its type as it is written; empty when it has none.
    pub fn type_name(&self) -> String {
        self.target.type_name().unwrap_or_default().into_owned()
    }

    /// Is it of one of these types?
    pub fn is_of(&self, types: &[&str]) -> bool {
        is_of(self.target, types)
    }
}

/// Is a linked service of one of these types?
pub fn is_of(service: &Artifact, types: &[&str]) -> bool {
    service.type_name().is_some_and(|own| types.iter().any(|name| own.eq_ignore_ascii_case(name)))
}
