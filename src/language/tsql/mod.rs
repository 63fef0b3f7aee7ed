//! T-SQL, as far as it tells who is reached with which credential: a tokenizer, and recognisers for the statements
//! that matter. Dynamic SQL inside strings is not looked at. It knows nothing of scripts' files or pools.

mod cursor;
mod lexer;
mod recognise;

pub use cursor::Name;
pub use lexer::{Literal, Token, TokenKind, Unclosed, Unterminated};

use std::ops::Range;

/// What a script says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// The statements that matter, in order.
    pub statements: Vec<Statement>,
    /// Its comments, without their marks.
    pub comments: Vec<Range<usize>>,
    /// What was opened and never closed; nothing after it could be read.
    pub unterminated: Option<Unterminated>,
}

/// A statement or clause that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The words it is known by, as `CREATE EXTERNAL DATA SOURCE`.
    pub span: Range<usize>,
    /// What it says.
    pub fact: Fact,
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// `CREATE EXTERNAL DATA SOURCE`.
    DataSource {
        /// Its name.
        name: Name,
        /// Where it leads.
        location: Option<Literal>,
        /// The credential it uses.
        credential: Option<Name>,
    },
    /// `CREATE CREDENTIAL` or `CREATE DATABASE SCOPED CREDENTIAL`, or their `ALTER`.
    Credential {
        /// Its name; on serverless pools a credential of the server is named by a URL.
        name: Name,
        /// Does it belong to a database?
        scoped: bool,
        /// Who and with what.
        grant: Grant,
    },
    /// `COPY INTO`.
    Copy {
        /// The table.
        table: Name,
        /// What is read.
        from: Vec<Literal>,
        /// With which credential.
        grant: Grant,
        /// Where rejected rows are written.
        error_file: Option<Literal>,
        /// With which credential.
        error_grant: Grant,
    },
    /// `CREATE EXTERNAL TABLE`.
    ExternalTable {
        /// The table.
        name: Name,
        /// The path below the data source.
        location: Option<Literal>,
        /// The data source.
        data_source: Option<Name>,
        /// Does it write (`AS SELECT`)?
        writes: bool,
    },
    /// `OPENROWSET`.
    OpenRowset {
        /// What is read: URLs, or paths below the data source.
        bulk: Vec<Literal>,
        /// The data source.
        data_source: Option<Literal>,
        /// The connection to another service.
        connection: Option<Literal>,
    },
    /// A password of a login, user, application role or master key.
    Password {
        /// What it belongs to: `login`, `master key`.
        of: &'static str,
        /// Its name.
        name: Option<Name>,
        /// The password.
        password: Literal,
    },
    /// `sp_set_firewall_rule` and `sp_set_database_firewall_rule`.
    FirewallRule {
        /// First address.
        start: Literal,
        /// Last address.
        end: Literal,
    },
    /// Syntax that only dedicated pools know, besides `COPY INTO`.
    Dedicated,
}

/// `IDENTITY = '…', SECRET = '…'`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grant {
    /// Who, or which kind of credential.
    pub identity: Option<Literal>,
    /// The secret.
    pub secret: Option<Literal>,
}

/// Reads a script; any text reads.
pub fn parse(text: &str) -> Script {
    let lexer::Lexed { tokens, comments, unterminated } = lexer::lex(text);
    Script { statements: recognise::statements(text, &tokens), comments, unterminated }
}

/// Literals given to `SECRET` or `PASSWORD` in a comment: a statement that was switched off, but not taken out.
pub fn commented_secrets<'a>(text: &'a str, script: &'a Script) -> impl Iterator<Item = (Range<usize>, Literal)> + 'a {
    script.comments.iter().flat_map(|comment| {
        let tokens = lexer::lex(&text[comment.clone()]).tokens;
        let found = recognise::given_secrets(&text[comment.clone()], &tokens);
        let at = comment.start;
        let moved = move |range: Range<usize>| range.start + at..range.end + at;
        found.into_iter().map(move |(key, literal)| (moved(key), Literal { content: moved(literal.content) }))
    })
}
