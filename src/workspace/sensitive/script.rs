//! Secrets in T-SQL and KQL: what statements give to credentials, logins and connections, in comments as well, and
//! what has a form of its own.

use super::Holder;
use super::collect::Collected;
use crate::json::Node;
use crate::language::placeholder::is_no_secret;
use crate::language::secret::{Kind as Secret, hints_at_form};
use crate::language::tsql::{Fact, Grant, Literal, commented_secrets};
use crate::language::{kql, tsql};
use crate::workspace::sql::Sql;
use crate::workspace::{Artifact, Kind};

pub fn secrets(artifact: &Artifact) -> Vec<super::Secret> {
    let mut found = Collected::default();
    statements(&mut found, artifact);
    if artifact.kind == Kind::Kqlscript {
        addresses(&mut found, artifact);
    }
    if hints_at_form(artifact.document.text()) {
        for (node, value) in artifact.document.nodes().filter_map(|node| Some((node, node.as_str()?))) {
            found.add_forms(node, &value, Some(Holder::Script));
        }
    }
    found.finish(&artifact.document)
}

/// What the statements of every T-SQL text of an artifact give away.
pub fn statements(found: &mut Collected, artifact: &Artifact) {
    for sql in artifact.sql() {
        let mut given = Given { found, sql: &sql };
        sql.script.statements.iter().for_each(|statement| given.statement(statement));
        for (key, literal) in commented_secrets(&sql.text, sql.script) {
            let key = &sql.text[key];
            let kind = if key.eq_ignore_ascii_case("PASSWORD") { Secret::Password } else { Secret::Secret };
            given.literal(&literal, kind, "a statement in a comment");
        }
    }
}

struct Given<'c, 'a> {
    found: &'c mut Collected,
    sql: &'c Sql<'a>,
}

impl Given<'_, '_> {
    fn statement(&mut self, statement: &tsql::Statement) {
        match &statement.fact {
            Fact::Credential { name, scoped, grant } => {
                let of = if *scoped { "database scoped credential" } else { "credential" };
                self.grant(grant, &format!("{of} \"{}\"", name.text));
            }
            Fact::Copy { table, grant, error_grant, .. } => {
                self.grant(grant, &format!("COPY INTO {}", table.text));
                self.grant(error_grant, &format!("COPY INTO {}", table.text));
            }
            Fact::Password { of, name, password } => {
                let name = name.as_ref().map_or_else(|| format!("the {of}"), |name| format!("{of} \"{}\"", name.text));
                self.literal(password, Secret::Password, &name);
            }
            Fact::OpenRowset { connection: Some(connection), .. } => {
                let text = connection.text(&self.sql.text);
                // The value of the pair only; the account around it is none of a secret.
                let at = text.to_ascii_lowercase().find("key=").map(|at| connection.content.start + at + 4);
                if let Some(start) = at {
                    let end = self.sql.text[start..connection.content.end]
                        .find(';')
                        .map_or(connection.content.end, |length| start + length);
                    self.literal(&Literal { content: start..end }, Secret::AccountKey, "OPENROWSET");
                }
            }
            _ => {}
        }
    }

    fn grant(&mut self, grant: &Grant, name: &str) {
        let Some(secret) = &grant.secret else { return };
        let identity = grant.identity.as_ref().map(|identity| identity.text(&self.sql.text).to_ascii_lowercase());
        let kind = match identity.as_deref() {
            Some("shared access signature") => Secret::Signature,
            Some("storage account key") => Secret::AccountKey,
            Some("s3 access key") => Secret::AccessKey,
            Some(identity) if identity.contains("oauth2/token") => Secret::ClientSecret,
            _ => Secret::Secret,
        };
        self.literal(secret, kind, name);
    }

    fn literal(&mut self, literal: &Literal, kind: Secret, name: &str) {
        if !is_no_secret(literal.text(&self.sql.text)) {
            self.found.add(self.sql.node, literal.content.clone(), kind, Holder::Script, name);
        }
    }
}

/// Storage addresses of KQL carry their key behind a semicolon.
fn addresses(found: &mut Collected, artifact: &Artifact) {
    /// An account key has 88 characters; a bit of room for other services.
    const KEY: std::ops::RangeInclusive<usize> = 40..=100;
    let query = artifact.property(&["content", "query"]);
    let Some((node, text)) = query.and_then(|node: Node<'_>| Some((node, node.as_str()?))) else { return };
    for literal in kql::literals(&text).iter().filter(|literal| literal.is_address) {
        let address = &text[literal.content.clone()];
        let Some(semicolon) = address.rfind(';') else { continue };
        let key = &address[semicolon + 1..];
        if KEY.contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)) {
            let start = literal.content.start + semicolon + 1;
            found.add(node, start..literal.content.end, Secret::AccountKey, Holder::Script, "");
        }
    }
}
