//! What a script says, as places in its text. Names are not copied: `&text[span]` reads them.

/// Bytes of the script.
pub type Span = std::ops::Range<usize>;

/// A whole script.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// What its `parameters` block declares.
    pub parameters: Vec<Parameter>,
    /// Its statements, in order.
    pub statements: Vec<Statement>,
    /// Every use of a parameter, `$` not included.
    pub uses: Vec<Span>,
    /// Every stream that an expression names to say whose column it means: `Orders` of `Orders@id`.
    pub named_streams: Vec<Span>,
    /// Every `@` that begins an expression of the pipeline language, up to the end of the word behind it. The
    /// language of data flows has no such thing.
    pub pipeline_expressions: Vec<Span>,
}

/// A declared parameter.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: Span,
    /// Has it a default?
    pub has_default: bool,
}

/// `Orders, Products join(…) ~> Joined`.
#[derive(Debug, PartialEq, Eq)]
pub struct Statement {
    /// The streams it reads.
    pub inputs: Vec<Stream>,
    /// What it does: `join`.
    pub kind: Span,
    /// The options it sets: `joinType: 'left'`.
    pub settings: Vec<Setting>,
    /// The stream it makes.
    pub output: Span,
    /// The branches of that stream, `~> Split@(a, b)`.
    pub branches: Vec<Span>,
}

/// A stream that is read, as a whole or one of its branches.
#[derive(Debug, PartialEq, Eq)]
pub struct Stream {
    /// The statement that makes it.
    pub name: Span,
    /// The branch of it.
    pub branch: Option<Span>,
}

/// An option of a statement.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: Span,
    /// Its value as it is written.
    pub value: Span,
}

impl Stream {
    /// The stream with its branch.
    pub fn span(&self) -> Span {
        self.name.start..self.branch.as_ref().map_or(self.name.end, |branch| branch.end)
    }
}

impl Statement {
    /// The text of an option's value; the first where it is set twice.
    pub fn setting<'t>(&self, text: &'t str, name: &str) -> Option<&'t str> {
        let found = self.settings.iter().find(|setting| &text[setting.name.clone()] == name)?;
        Some(text[found.value.clone()].trim())
    }
}
