//! From tokens to statements: one small reader for each statement that matters, tried at the word it begins with.

use super::cursor::{Cursor, Options};
use super::lexer::{Literal, Token, TokenKind};
use super::{Fact, Grant, Statement};
use std::ops::Range;

pub fn statements(text: &str, tokens: &[Token]) -> Vec<Statement> {
    let words = tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Word);
    words.filter_map(|(at, _)| statement(Cursor::new(text, tokens, at))).collect()
}

type Found = Option<Statement>;

fn statement(cursor: Cursor<'_>) -> Found {
    let word = cursor.word()?;
    // Most words begin nothing; their first letter tells.
    match word.as_bytes()[0].to_ascii_lowercase() {
        b'c' | b'a' if cursor.is("CREATE") || cursor.is("ALTER") => created(cursor),
        b'c' => copy(cursor),
        b'o' => open_rowset(cursor),
        b's' => firewall_rule(cursor),
        b'r' | b'd' => dedicated(cursor),
        _ => None,
    }
}

fn created(mut cursor: Cursor<'_>) -> Found {
    let start = cursor.take(&["CREATE"]).or_else(|| cursor.take(&["ALTER"]))?.start;
    let found = |words: Range<usize>, fact: Option<Fact>| Some(Statement { span: start..words.end, fact: fact? });
    if let Some(words) = cursor.take(&["EXTERNAL", "DATA", "SOURCE"]) {
        return found(words, data_source(cursor));
    }
    if let Some(words) = cursor.take(&["DATABASE", "SCOPED", "CREDENTIAL"]) {
        return found(words, credential(cursor, true));
    }
    if let Some(words) = cursor.take(&["CREDENTIAL"]) {
        return found(words, credential(cursor, false));
    }
    if let Some(words) = cursor.take(&["EXTERNAL", "TABLE"]) {
        return found(words, external_table(cursor));
    }
    if let Some(words) = cursor.take(&["MATERIALIZED", "VIEW"]).or_else(|| cursor.take(&["WORKLOAD", "GROUP"])) {
        return found(words, Some(Fact::Dedicated));
    }
    if let Some(words) = cursor.take(&["WORKLOAD", "CLASSIFIER"]) {
        return found(words, Some(Fact::Dedicated));
    }
    let holders: [(&[&str], &str); 4] = [
        (&["LOGIN"], "login"),
        (&["USER"], "user"),
        (&["APPLICATION", "ROLE"], "application role"),
        (&["MASTER", "KEY"], "master key"),
    ];
    let (words, of) = holders.iter().find_map(|(words, of)| Some((cursor.take(words)?, *of)))?;
    found(words, password(cursor, of))
}

fn data_source(mut cursor: Cursor<'_>) -> Option<Fact> {
    let name = cursor.name()?;
    cursor.take(&["WITH"])?;
    let options = cursor.options();
    Some(Fact::DataSource { name, location: options.literal("LOCATION"), credential: options.name("CREDENTIAL") })
}

fn credential(mut cursor: Cursor<'_>, scoped: bool) -> Option<Fact> {
    let name = cursor.name()?;
    cursor.take(&["WITH"])?;
    Some(Fact::Credential { name, scoped, grant: grant(&cursor.options()) })
}

fn grant(options: &Options) -> Grant {
    Grant { identity: options.literal("IDENTITY"), secret: options.literal("SECRET") }
}

fn external_table(mut cursor: Cursor<'_>) -> Option<Fact> {
    let name = cursor.name()?;
    cursor.skip_group();
    cursor.take(&["WITH"])?;
    let options = cursor.options();
    let writes = cursor.take(&["AS"]).is_some();
    Some(Fact::ExternalTable {
        name,
        location: options.literal("LOCATION"),
        data_source: options.name("DATA_SOURCE"),
        writes,
    })
}

/// `WITH PASSWORD = '…'`, `ENCRYPTION BY PASSWORD = '…'`.
fn password(mut cursor: Cursor<'_>, of: &'static str) -> Option<Fact> {
    let name = if of == "master key" { None } else { Some(cursor.name()?) };
    // As `REGENERATE WITH ENCRYPTION BY`.
    while ["REGENERATE", "ADD", "FORCE", "WITH", "ENCRYPTION", "BY"].iter().any(|word| cursor.take(&[word]).is_some()) {
    }
    let password = cursor.options().literal("PASSWORD")?;
    Some(Fact::Password { of, name, password })
}

fn copy(mut cursor: Cursor<'_>) -> Found {
    let span = cursor.take(&["COPY", "INTO"])?;
    let table = cursor.name()?;
    cursor.skip_group();
    cursor.take(&["FROM"])?;
    let from = cursor.literals();
    let options = cursor.take(&["WITH"]).map(|_| cursor.options()).unwrap_or_default();
    let granted = |key: &str| options.group(key).map(grant).unwrap_or_default();
    let fact = Fact::Copy {
        table,
        from,
        grant: granted("CREDENTIAL"),
        error_file: options.literal("ERRORFILE"),
        error_grant: granted("ERRORFILE_CREDENTIAL"),
    };
    Some(Statement { span, fact })
}

fn open_rowset(mut cursor: Cursor<'_>) -> Found {
    let span = cursor.take(&["OPENROWSET"])?;
    if !cursor.punctuation('(') {
        return None;
    }
    let (bulk, positional) = match cursor.take(&["BULK"]) {
        Some(_) => (cursor.literals(), Vec::new()),
        None => (Vec::new(), cursor.literals()),
    };
    cursor.punctuation(',');
    let options = cursor.options();
    let known = !bulk.is_empty() || !positional.is_empty() || options != Options::default();
    let connection = options.literal("CONNECTION").or_else(|| positional.into_iter().nth(1));
    let fact = Fact::OpenRowset { bulk, data_source: options.literal("DATA_SOURCE"), connection };
    known.then_some(Statement { span, fact })
}

fn firewall_rule(mut cursor: Cursor<'_>) -> Found {
    let span = cursor.take(&["sp_set_firewall_rule"]).or_else(|| cursor.take(&["sp_set_database_firewall_rule"]))?;
    let mut addresses = Vec::new();
    for _ in 0..3 {
        // Arguments may be named.
        if cursor.word().is_some_and(|word| word.starts_with('@')) {
            cursor.name();
            cursor.punctuation('=');
        }
        addresses.push(cursor.literal()?);
        cursor.punctuation(',');
    }
    let end = addresses.pop()?;
    let start = addresses.pop()?;
    Some(Statement { span, fact: Fact::FirewallRule { start, end } })
}

/// `RENAME OBJECT`, `DISTRIBUTION = HASH(…)`.
fn dedicated(mut cursor: Cursor<'_>) -> Found {
    let span = match cursor.take(&["RENAME", "OBJECT"]) {
        Some(span) => span,
        None => {
            let span = cursor.take(&["DISTRIBUTION"])?;
            let kind = cursor.punctuation('=').then(|| cursor.word()).flatten()?;
            ["HASH", "ROUND_ROBIN", "REPLICATE"].iter().find(|own| own.eq_ignore_ascii_case(kind))?;
            span
        }
    };
    Some(Statement { span, fact: Fact::Dedicated })
}

/// Literals given to `SECRET` or `PASSWORD` where options stand, each with its key.
pub fn given_secrets(text: &str, tokens: &[Token]) -> Vec<(Range<usize>, Literal)> {
    let begins_option = |at: usize| {
        at.checked_sub(1).is_none_or(|before| match tokens[before].kind {
            TokenKind::Punctuation(c) => matches!(c, ',' | '('),
            TokenKind::Word => {
                let word = &text[tokens[before].span.clone()];
                word.eq_ignore_ascii_case("WITH") || word.eq_ignore_ascii_case("BY")
            }
            _ => false,
        })
    };
    let given = |(at, window): (usize, &[Token])| match window {
        [key, equals, Token { kind: TokenKind::String(literal), .. }] => {
            let word = &text[key.span.clone()];
            let is_key = word.eq_ignore_ascii_case("SECRET") || word.eq_ignore_ascii_case("PASSWORD");
            let assigns = equals.kind == TokenKind::Punctuation('=') && key.kind == TokenKind::Word;
            (is_key && assigns && begins_option(at)).then(|| (key.span.clone(), literal.clone()))
        }
        _ => None,
    };
    tokens.windows(3).enumerate().filter_map(given).collect()
}

#[cfg(test)]
mod tests {
    use crate::language::tsql::{Fact, parse};

    fn shown(text: &str) -> Vec<String> {
        let literal =
            |own: &Option<super::Literal>| own.as_ref().map_or("-".to_owned(), |own| own.text(text).to_owned());
        let all = |own: &[super::Literal]| own.iter().map(|own| own.text(text)).collect::<Vec<_>>().join("+");
        let fact = |fact: &Fact| match fact {
            Fact::DataSource { name, location, credential } => {
                format!(
                    "source {} {} {:?}",
                    name.text,
                    literal(location),
                    credential.as_ref().map(|name| name.text.as_str())
                )
            }
            Fact::Credential { name, scoped, grant } => {
                format!("credential {} {scoped} {} {}", name.text, literal(&grant.identity), literal(&grant.secret))
            }
            Fact::Copy { table, from, grant, error_file, error_grant } => format!(
                "copy {} {} {} {} {}",
                table.text,
                all(from),
                literal(&grant.secret),
                literal(error_file),
                literal(&error_grant.identity)
            ),
            Fact::ExternalTable { name, location, data_source, writes } => {
                format!(
                    "table {} {} {:?} {writes}",
                    name.text,
                    literal(location),
                    data_source.as_ref().map(|name| name.text.as_str())
                )
            }
            Fact::OpenRowset { bulk, data_source, connection } => {
                format!("rowset {} {} {}", all(bulk), literal(data_source), literal(connection))
            }
            Fact::Password { of, name, password } => {
                format!("{of} {:?} {}", name.as_ref().map(|name| name.text.as_str()), password.text(text))
            }
            Fact::FirewallRule { start, end } => format!("firewall {} {}", start.text(text), end.text(text)),
            Fact::Dedicated => "dedicated".to_owned(),
        };
        parse(text).statements.iter().map(|own| format!("{}: {}", &text[own.span.clone()], fact(&own.fact))).collect()
    }

    #[test]
    fn credentials_and_sources() {
        let text =
            "create external data source [Lake] with (\r\n LOCATION = N'https://x', CREDENTIAL = [c], TYPE=HADOOP);
            CREATE DATABASE SCOPED CREDENTIAL c WITH IDENTITY='SHARED ACCESS SIGNATURE', SECRET = 'it''s'
            CREATE CREDENTIAL [https://x/y] WITH IDENTITY = 'Managed Identity'
            GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::c TO u";
        assert_eq!(
            shown(text),
            [
                "create external data source: source Lake https://x Some(\"c\")",
                "CREATE DATABASE SCOPED CREDENTIAL: credential c true SHARED ACCESS SIGNATURE it''s",
                "CREATE CREDENTIAL: credential https://x/y false Managed Identity -",
            ]
        );
    }

    #[test]
    fn reads_and_writes() {
        let text = "COPY INTO dbo.[T 1] (a 1, b DEFAULT 'x' 2) FROM 'https://a', 'https://b' WITH (FILE_TYPE='CSV',
              CREDENTIAL=(IDENTITY='Storage Account Key', SECRET='k'), ERRORFILE='https://e', ERRORFILE_CREDENTIAL=(IDENTITY='i'))
            CREATE EXTERNAL TABLE t (a int, b varchar(10)) WITH (LOCATION='/x', DATA_SOURCE=Lake, FILE_FORMAT=f)
            CREATE EXTERNAL TABLE u WITH (LOCATION='/y', DATA_SOURCE=[Lake], FILE_FORMAT=f) AS SELECT * FROM
              OPENROWSET(BULK ('https://a','https://b'), FORMAT='CSV', DATA_SOURCE='Lake') WITH (a int) AS r,
              OPENROWSET('CosmosDB', 'Account=a;Key=k', T) AS s, OPENROWSET(PROVIDER='CosmosDB', CONNECTION='Account=b', OBJECT='T')";
        assert_eq!(
            shown(text),
            [
                "COPY INTO: copy dbo.T 1 https://a+https://b k https://e i",
                "CREATE EXTERNAL TABLE: table t /x Some(\"Lake\") false",
                "CREATE EXTERNAL TABLE: table u /y Some(\"Lake\") true",
                "OPENROWSET: rowset https://a+https://b Lake -",
                "OPENROWSET: rowset  - Account=a;Key=k",
                "OPENROWSET: rowset  - Account=b",
            ]
        );
    }

    #[test]
    fn passwords_firewalls_and_pools() {
        let text = "CREATE LOGIN etl WITH PASSWORD = 'a', DEFAULT_DATABASE = x; ALTER LOGIN etl ENABLE
            CREATE USER u FROM EXTERNAL PROVIDER CREATE USER v WITH PASSWORD = 'b' CREATE USER w FOR LOGIN w
            CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'c' ALTER MASTER KEY REGENERATE WITH ENCRYPTION BY PASSWORD='d'
            EXEC sp_set_firewall_rule N'all', '0.0.0.0', '255.255.255.255'
            EXEC sys.sp_set_database_firewall_rule @name = N'x', @start_ip_address = '10.0.0.4', @end_ip_address = '10.0.0.5'
            CREATE TABLE t WITH (DISTRIBUTION = HASH(id)) RENAME OBJECT a TO b SELECT distribution = 1";
        assert_eq!(
            shown(text),
            [
                "CREATE LOGIN: login Some(\"etl\") a",
                "CREATE USER: user Some(\"v\") b",
                "CREATE MASTER KEY: master key None c",
                "ALTER MASTER KEY: master key None d",
                "sp_set_firewall_rule: firewall 0.0.0.0 255.255.255.255",
                "sp_set_database_firewall_rule: firewall 10.0.0.4 10.0.0.5",
                "DISTRIBUTION: dedicated",
                "RENAME OBJECT: dedicated",
            ]
        );
        assert_eq!(
            shown("-- CREATE LOGIN a WITH PASSWORD='x'\nSELECT 'COPY INTO t FROM ''x''', [CREATE LOGIN]"),
            [""; 0]
        );
    }
}
