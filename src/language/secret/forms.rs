//! Secrets that are known by their form in any text, whatever the language around it.

use super::{Found, Kind, outermost};
use crate::language::placeholder::is_no_secret;
use std::ops::Range;

/// The form a secret was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `AccountKey=…`, `;Password=…`, `//user:password@host`.
    ConnectionString,
    /// `sig=` of a signed URL.
    SignedUrl,
    /// `?code=` on a function's host.
    FunctionUrl,
    /// `client_secret=…` of a form or query.
    Query,
    /// `-----BEGIN PRIVATE KEY-----`.
    Block,
    /// A literal under a name that says what it is.
    Assigned,
}

/// No signed URL, key or password is longer; it bounds every search.
const LONGEST: usize = 4096;

/// The shortest value of a signature, key or token in a URL; what is shorter is made up.
const SHORTEST: usize = 16;

/// May the text hold a secret by its form? Cheap, and right for JSON source as well as for decoded text.
pub fn hints_at_form(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut signs = memchr::memchr2_iter(b'=', b'@', bytes);
    let in_pairs = signs.any(|at| match bytes[at] {
        b'=' => key_kind(&text[key_before(text, at)]).is_some(),
        _ => credentials(text, at).is_some(),
    });
    // Some exports write `=` and `&` as escapes.
    let mut escapes = memchr::memmem::find_iter(bytes, r"\u00");
    in_pairs
        || memchr::memmem::find(bytes, b"PRIVATE KEY-----").is_some()
        || escapes.any(|at| matches!(bytes.get(at + 4..at + 6), Some(b"3d" | b"3D" | b"26")))
}

/// Every secret that is known by its form, in order of place.
pub fn forms(text: &str) -> Vec<Found> {
    let pairs = text.match_indices('=').filter_map(|(at, _)| pair(text, at));
    let credentials = text.match_indices('@').filter_map(|(at, _)| credentials(text, at));
    let blocks = text.match_indices("PRIVATE KEY-----").filter_map(|(at, marker)| block(text, at + marker.len()));
    outermost(pairs.chain(credentials).chain(blocks).collect())
}

/// The key that ends before an equals sign; empty where none can be that means a secret.
fn key_before(text: &str, equals: usize) -> Range<usize> {
    /// No key is longer.
    const LONGEST: usize = 32;
    let bytes = text.as_bytes();
    let mut end = equals;
    while end > 0 && bytes[end - 1] == b' ' && equals - end < 4 {
        end -= 1;
    }
    // The last letters of the keys that [`key_kind`] knows.
    let last = end.checked_sub(1).map(|last| bytes[last].to_ascii_lowercase());
    if !matches!(last, Some(b'y' | b'e' | b'd' | b'g' | b't' | b'n')) {
        return end..end;
    }
    let mut start = end;
    while start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || matches!(bytes[start - 1], b'_' | b'-')) {
        start -= 1;
        if end - start > LONGEST {
            return end..end;
        }
    }
    start..end
}

fn key_kind(key: &str) -> Option<(Form, Kind)> {
    Some(match key.to_ascii_lowercase().as_str() {
        "accountkey" => (Form::ConnectionString, Kind::AccountKey),
        "key" => (Form::ConnectionString, Kind::AccountKey),
        "sharedaccesskey" => (Form::ConnectionString, Kind::AccessKey),
        "sharedaccesssignature" => (Form::ConnectionString, Kind::Signature),
        "password" | "pwd" => (Form::ConnectionString, Kind::Password),
        "sig" => (Form::SignedUrl, Kind::Signature),
        "code" => (Form::FunctionUrl, Kind::FunctionKey),
        "client_secret" => (Form::Query, Kind::ClientSecret),
        "subscription-key" | "apikey" | "api_key" | "api-key" => (Form::Query, Kind::AccessKey),
        "access_token" | "refresh_token" => (Form::Query, Kind::Token),
        _ => return None,
    })
}

fn pair(text: &str, equals: usize) -> Option<Found> {
    let name = key_before(text, equals);
    let (form, kind) = key_kind(&text[name.clone()])?;
    let before = text[..name.start].trim_end_matches(' ').chars().next_back();
    let opened = before.is_some_and(|c| matches!(c, ';' | '?' | '&' | '"' | '\''));
    let in_query = matches!(before, None | Some('?' | '&' | '"' | '\''));
    // Any text may be a password, so its key must begin a pair; the other keys mean one thing only.
    let begins = match form {
        Form::Query => in_query,
        Form::FunctionUrl => matches!(before, Some('?' | '&')),
        _ if kind == Kind::Password => opened || before.is_none(),
        _ if name.len() == 3 && form == Form::ConnectionString => before == Some(';'),
        _ => true,
    };
    if !begins {
        return None;
    }
    let range = match form {
        Form::SignedUrl | Form::FunctionUrl | Form::Query => query_value(text, equals + 1),
        _ if kind == Kind::Password && matches!(before, Some('?' | '&')) => query_value(text, equals + 1),
        _ => pair_value(text, equals + 1, kind),
    };
    let value = &text[range.clone()];
    let right = match form {
        _ if kind == Kind::Password => before.is_some() || text[range.end..].starts_with(';'),
        _ if value.len() < SHORTEST => false,
        Form::SignedUrl => is_signed(&text[around(text, name.start)]),
        Form::FunctionUrl => is_function(text, name.start),
        _ if name.len() == 3 => is_cosmos(text, name.start),
        _ => true,
    };
    let right = right && !is_no_secret(value);
    right.then_some(Found { kind, form, range, name })
}

/// `Account=…;Database=…;Key=…`, as serverless SQL and Spark write it.
fn is_cosmos(text: &str, at: usize) -> bool {
    let from = text.ceil_char_boundary(at.saturating_sub(LONGEST));
    let before = &text[from..at];
    let start = before.rfind(['"', '\'', '\n']).map_or(0, |quote| quote + 1);
    before[start..].to_ascii_lowercase().contains("account")
}

/// A value of a query ends at the next parameter, or where the URL ends.
fn query_value(text: &str, start: usize) -> Range<usize> {
    let ends =
        |c: char| c.is_whitespace() || matches!(c, '&' | '"' | '\'' | '\\' | ';' | ',' | ')' | '<' | '>' | '`' | '#');
    start..end_of(text, start, ends)
}

/// Where the first character that ends a value stands, or the longest value does.
fn end_of(text: &str, start: usize, ends: impl Fn(char) -> bool) -> usize {
    let longest = text.floor_char_boundary((start + LONGEST).min(text.len()));
    text[start..longest].find(ends).map_or(longest, |length| start + length)
}

/// A value of a connection string ends at its semicolon, or where the string around it ends.
fn pair_value(text: &str, start: usize, kind: Kind) -> Range<usize> {
    let start = start + text[start..].len() - text[start..].trim_start_matches(' ').len();
    if kind == Kind::AccountKey || kind == Kind::AccessKey {
        let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '%' | '-' | '_'));
        // A blank to fill in is none of a key's characters, and says so.
        let end = end_of(text, start, ends);
        let blank = text[end..].starts_with(['<', '{', '$', '*', '#', '@']);
        return if blank { start..start } else { start..end };
    }
    let ends = |c: char| matches!(c, ';' | '"' | '\'' | '\n' | '\r' | '\\');
    let end = end_of(text, start, ends);
    start..start + text[start..end].trim_end().len()
}

/// Is it on a function app's host? The host may stand in another literal of an expression.
fn is_function(text: &str, at: usize) -> bool {
    /// How far the host may be.
    const NEAR: usize = 512;
    text[text.ceil_char_boundary(at.saturating_sub(NEAR))..at].contains(".azurewebsites.")
}

/// The run of characters around a place that a URL may have.
fn around(text: &str, at: usize) -> Range<usize> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`');
    let from = text.floor_char_boundary(at.saturating_sub(LONGEST));
    let to = text.floor_char_boundary((at + LONGEST).min(text.len()));
    let start = text[from..at].rfind(ends).map_or(from, |found| text.ceil_char_boundary(from + found + 1));
    let end = text[at..to].find(ends).map_or(to, |found| at + found);
    start..end
}

/// A signature comes with its version or with an expiry and permissions.
fn is_signed(url: &str) -> bool {
    let has =
        |key: &str| url.match_indices(key).any(|(at, _)| at == 0 || !url.as_bytes()[at - 1].is_ascii_alphanumeric());
    has("sv=") || (has("se=") && has("sp="))
}

/// The password of `//user:password@host`, from its `@`.
fn credentials(text: &str, host: usize) -> Option<Found> {
    /// No login is longer.
    const LONGEST: usize = 512;
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>' | ';' | ',' | '\\' | '`' | '(')
    };
    let from = text.ceil_char_boundary(host.saturating_sub(LONGEST));
    let slash = from + text[from..host].rfind(ends)?;
    let start = slash + text[slash..].chars().next()?.len_utf8();
    let (user, password) = text[start..host].split_once(':')?;
    let named = text[..start].ends_with("://") && !text[host + 1..].starts_with(ends);
    if !named || user.is_empty() || is_no_secret(password) || is_no_secret(user) {
        return None;
    }
    let at = start + user.len() + 1;
    let (kind, form) = (Kind::Password, Form::ConnectionString);
    Some(Found { kind, form, range: at..host, name: start..start + user.len() })
}

/// The body of a private key, from behind the dashes of its first line.
fn block(text: &str, start: usize) -> Option<Found> {
    let from = text.ceil_char_boundary(start.saturating_sub(64));
    let begin = from + text[from..start].rfind("-----BEGIN ")?;
    let longest = text.floor_char_boundary((start + LONGEST).min(text.len()));
    let end = text[start..longest].find("-----END").map_or(longest, |length| start + length);
    let body = &text[start..end];
    let letters = body.bytes().filter(u8::is_ascii_alphanumeric).count();
    let real = letters >= 64 && !body.contains("...") && !body.contains(['<', '{']);
    real.then(|| Found { kind: Kind::PrivateKey, form: Form::Block, range: start..end, name: begin + 11..start - 5 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "Zm9yIHRoZSB0dWxpcHMgb2YgZmFicmlrYW0gb25seSE0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NA==";
    const SIG: &str = "q9Zr4mT2xYwPvL8sKd1FhGjNbVcXzAoEuIy3R5t7U0%3D";

    fn found(text: &str) -> Vec<(&str, Kind)> {
        assert!(hints_at_form(text) || forms(text).is_empty(), "the hint misses {text}");
        forms(text).into_iter().map(|one| (&text[one.range], one.kind)).collect()
    }

    #[test]
    fn pairs_of_connection_strings() {
        let storage = format!("DefaultEndpointsProtocol=https;AccountName=x;AccountKey={KEY};EndpointSuffix=y");
        assert_eq!(found(&storage), [(KEY, Kind::AccountKey)]);
        assert_eq!(found("Server=x;User ID=sa;Password=Tulips-4;"), [("Tulips-4", Kind::Password)]);
        assert_eq!(
            found("jdbc:sqlserver://h:1433;user=a@b;password=Tulips-4;encrypt=true"),
            [("Tulips-4", Kind::Password)]
        );
        assert_eq!(found("jdbc:mysql://h/db?user=a&password=Tulips-4&useSSL=true"), [("Tulips-4", Kind::Password)]);
        let cosmos = format!("'CosmosDB', 'Account=a;Database=b;Region=c;Key={KEY}', Orders");
        assert_eq!(found(&cosmos), [(KEY, Kind::AccountKey)]);
        let quiet = [
            "Password=",
            "Server=x;Password=<password>;",
            "\"Password=\" + pwd",
            "f\";Password={pwd};\"",
            "password=pwd",
            "AccountKey=",
            "AccountKey=<key>",
            "\"AccountKey=\" + key",
            "AccountKey=@{linkedService().key}",
            "WHERE password = 'x'",
            "AccountKey=short",
            "PartitionKey=abcdefghijklmnopqrst",
            "Password=**********",
        ];
        for text in quiet {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn urls() {
        let sas = format!("https://x.blob.core.windows.net/c?sv=2022-11-02&se=2030-01-01&sp=r&sig={SIG}");
        assert_eq!(found(&sas), [(SIG, Kind::Signature)]);
        let app = format!("\"https://prod-1.logic.azure.com/triggers/run?api-version=1&sp=%2Fx&sv=1.0&sig={SIG}\"");
        assert_eq!(found(&app), [(SIG, Kind::Signature)]);
        let function = "https://func-contoso.azurewebsites.net/api/x?code=Kd1FhGjNbVcXzAoEuIy3R5t7==&y=1";
        assert_eq!(found(function), [("Kd1FhGjNbVcXzAoEuIy3R5t7==", Kind::FunctionKey)]);
        assert_eq!(found("mongodb://etl:Tulips-4@h.contoso.com:10255/?ssl=true"), [("Tulips-4", Kind::Password)]);
        let body = "grant_type=client_credentials&client_id=x&client_secret=aB3~Kd1FhGjNbVcXzAoE";
        assert_eq!(found(body), [("aB3~Kd1FhGjNbVcXzAoE", Kind::ClientSecret)]);
        for text in [
            "?sv=2022&sig=xxx",
            "?sv=2022&sig=REDACTED_SIGNATURE_HERE",
            "?sv=2022&sig=@{activity('x').output}",
            "sig=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "https://shop.contoso.com/?code=Kd1FhGjNbVcXzAoEuIy3R5t7",
            "abfss://data@contoso.dfs.core.windows.net/",
            "https://user@host/",
            "https://@{variables('u')}:p@h/",
            "jdbc:sqlserver://h:1433;user=a@b",
            "http://h:80/a@b",
            "client_secret={secret}",
            "client_secret=secret",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn private_keys() {
        let body = "\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n";
        let block = format!("-----BEGIN PRIVATE KEY-----{body}-----END PRIVATE KEY-----");
        assert_eq!(found(&block), [(body, Kind::PrivateKey)]);
        assert_eq!(found("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"), []);
        assert_eq!(found("x = text.split('PRIVATE KEY-----')"), []);
    }
}
