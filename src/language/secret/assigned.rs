//! Literals in code under a name that says what they are: `account_key = "…"`, `"password": "…"`,
//! `.option("password", "…")`. Works on the text, comments included: what was committed has leaked.

use super::{Form, Found, Kind, outermost};
use crate::language::placeholder::is_no_secret;
use std::ops::Range;

/// Calls that take a name and its value.
const SETTERS: [&str; 8] = ["option", "config", "set", "setProperty", "put", "setConf", "add", "setdefault"];

/// Every secret literal under a telling name, in order of place.
pub fn assigned(text: &str) -> Vec<Found> {
    outermost(quotes(text).filter_map(|at| assignment(text, at)).collect())
}

/// May the text hold one? Cheap, and right for JSON source as well as for decoded text.
pub fn hints_at_assigned(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Some exports write quotes as escapes.
    let mut escapes = memchr::memmem::find_iter(bytes, r"\u002");
    quotes(text).any(|at| name_of(text, at).is_some())
        || escapes.any(|at| matches!(bytes.get(at + 5), Some(b'2' | b'7')))
}

fn quotes(text: &str) -> impl Iterator<Item = usize> {
    memchr::memchr2_iter(b'"', b'\'', text.as_bytes())
}

/// The assignment whose literal opens at this quote.
fn assignment(text: &str, quote: usize) -> Option<Found> {
    let name = name_of(text, quote)?;
    let range = literal(text, quote)?;
    let kind = named(&text[name.clone()], &text[range.clone()])?;
    Some(Found { kind, form: Form::Assigned, range, name })
}

/// The telling name to which the literal at this quote is given.
fn name_of(text: &str, quote: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    // Most quotes stand behind something else, and need no closer look.
    let leads = |byte: u8| {
        matches!(
            byte,
            b'=' | b'-' | b':' | b',' | b' ' | b'\t' | b'\\' | b'r' | b'R' | b'b' | b'B' | b'u' | b'U' | b'$' | b'@'
        )
    };
    quote.checked_sub(1).filter(|at| leads(bytes[*at]))?;
    let before = spaces_back(bytes, prefix_back(bytes, quote));
    let byte = |back: usize| before.checked_sub(back).map(|at| bytes[at]);
    let name = match byte(1)? {
        b'=' if byte(2).is_none_or(|byte| !b"=!<>+".contains(&byte)) => name_back(text, before - 1)?,
        b'-' if byte(2) == Some(b'<') => name_back(text, before - 2)?,
        b':' => name_back(text, before - 1).filter(|name| is_quoted(text, name.end))?,
        b',' => name_back(text, before - 1).filter(|name| is_setter(text, name.start))?,
        _ => return None,
    };
    kind_of(&text[name.clone()]).map(|_| name)
}

/// Does a quote stand here, in JSON source with its escape?
fn is_quoted(text: &str, at: usize) -> bool {
    text[at..].trim_start_matches('\\').starts_with(['"', '\''])
}

/// Before the prefix of a literal, as the `r` of `r"…"`, and before the escape JSON source has.
fn prefix_back(bytes: &[u8], quote: usize) -> usize {
    let quote = end_without(bytes, quote, |byte| byte == b'\\');
    let letter = |at: usize| bytes[at].is_ascii_alphanumeric();
    let one = quote > 0
        && matches!(bytes[quote - 1], b'r' | b'R' | b'b' | b'B' | b'u' | b'U' | b'$' | b'@')
        && (quote < 2 || !letter(quote - 2));
    if one { quote - 1 } else { quote }
}

fn spaces_back(bytes: &[u8], end: usize) -> usize {
    end_without(bytes, end, |byte| matches!(byte, b' ' | b'\t'))
}

/// Where a text ends whose last bytes of one sort, all of them ASCII, are left out.
fn end_without(bytes: &[u8], end: usize, left_out: impl Fn(u8) -> bool) -> usize {
    bytes[..end].iter().rposition(|byte| !left_out(*byte)).map_or(0, |at| at + 1)
}

/// The name that ends before `end`, its quotes and brackets left out.
fn name_back(text: &str, end: usize) -> Option<Range<usize>> {
    /// No name is longer.
    const LONGEST: usize = 120;
    let bytes = text.as_bytes();
    let end = end_without(bytes, spaces_back(bytes, end), |byte| matches!(byte, b']' | b'"' | b'\'' | b'\\'));
    let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let start = (0..end).rev().take(LONGEST).find(|at| !part(bytes[*at])).map_or(0, |at| at + 1);
    (start < end).then_some(start..end)
}

/// Is the name the first argument of a call that sets it?
fn is_setter(text: &str, name: usize) -> bool {
    let Some(call) =
        text[..name].strip_suffix(['"', '\'']).and_then(|call| call.trim_end_matches([' ', '\\']).strip_suffix('('))
    else {
        return false;
    };
    let start = call.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
    call.get(start..).is_some_and(|call| SETTERS.iter().any(|setter| setter.eq_ignore_ascii_case(call)))
}

/// The bytes between the quotes; `None` for triple quotes and what is not closed on its line.
fn literal(text: &str, quote: usize) -> Option<Range<usize>> {
    let mark = text.as_bytes()[quote] as char;
    let start = quote + 1;
    let end = start + text[start..].find([mark, '\n', '\\'])?;
    text[end..].starts_with(mark).then_some(start..end)
}

/// Endings of names, without separators, and what they say.
const NAMES: [(&str, Kind); 25] = [
    ("password", Kind::Password),
    ("passwd", Kind::Password),
    ("pwd", Kind::Password),
    ("passphrase", Kind::Password),
    ("accountkey", Kind::AccountKey),
    ("storagekey", Kind::AccountKey),
    ("cosmoskey", Kind::AccountKey),
    ("masterkey", Kind::AccountKey),
    ("accountaccesskey", Kind::AccountKey),
    ("storageaccesskey", Kind::AccountKey),
    // Clients of storage take the key itself: `BlobServiceClient(url, credential="…")`.
    ("credential", Kind::AccountKey),
    ("secretaccesskey", Kind::AccessKey),
    ("sharedaccesskey", Kind::AccessKey),
    ("subscriptionkey", Kind::AccessKey),
    ("functionkey", Kind::FunctionKey),
    ("functionskey", Kind::FunctionKey),
    ("secretkey", Kind::AccessKey),
    ("accesskey", Kind::AccessKey),
    ("apikey", Kind::AccessKey),
    ("clientsecret", Kind::ClientSecret),
    ("appsecret", Kind::ClientSecret),
    ("serviceprincipalkey", Kind::ClientSecret),
    ("serviceprincipalsecret", Kind::ClientSecret),
    ("accesstoken", Kind::Token),
    ("authtoken", Kind::Token),
];

/// Settings of Spark whose value is a secret, by their beginning.
/// The shortest first.
const SETTINGS: [(&str, Kind); 2] =
    [("fs.azure.account.key", Kind::AccountKey), ("fs.azure.account.oauth2.client.secret", Kind::ClientSecret)];

/// Does a name say that its value is a secret?
pub fn is_telling(name: &str) -> bool {
    kind_of(name).is_some()
}

/// What a literal is by the name it stands under; `None` when the name says nothing, or the value cannot be it.
pub fn named(name: &str, value: &str) -> Option<Kind> {
    kind_of(name).filter(|kind| is_value(*kind, value))
}

/// What a name says of its value.
fn kind_of(name: &str) -> Option<Kind> {
    if let Some(kind) = kind_of_setting(name) {
        return Some(kind);
    }
    // Two letters rule out almost every name.
    let [one, other] = name.as_bytes().last_chunk()?;
    let last = &[one.to_ascii_lowercase(), other.to_ascii_lowercase()];
    if !matches!(last, b"rd" | b"wd" | b"se" | b"ey" | b"et" | b"en" | b"al") {
        return None;
    }
    // `spark.synapse.logAnalytics.secret`, `spark.synapse.diagnostic.emitter.<destination>.secret`.
    if name.starts_with("spark.synapse.") && name.ends_with(".secret") {
        return Some(Kind::Secret);
    }
    if !["word", "wd", "rase", "key", "ret", "ken", "ial"].iter().any(|end| ends_with(name, end)) {
        return None;
    }
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    NAMES.iter().find(|(ending, _)| plain.ends_with(ending)).map(|(_, kind)| *kind)
}

/// What a setting of Spark holds, by the beginning of its name.
fn kind_of_setting(name: &str) -> Option<Kind> {
    if name.len() < SETTINGS[0].0.len() {
        return None;
    }
    let own = name.strip_prefix("spark.hadoop.").unwrap_or(name);
    let begins = |start: &str| own.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    SETTINGS.iter().find(|(start, _)| begins(start)).map(|(_, kind)| *kind)
}

fn ends_with(name: &str, end: &str) -> bool {
    let tail = name.len().checked_sub(end.len()).and_then(|at| name.as_bytes().get(at..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
}

/// Can the literal be such a secret? Names of secrets, of columns and of types are none.
fn is_value(kind: Kind, value: &str) -> bool {
    if is_no_secret(value) || value.contains(char::is_whitespace) || value.len() < 4 {
        return false;
    }
    let digit = value.contains(|c: char| c.is_ascii_digit());
    let letter = value.contains(|c: char| c.is_ascii_alphabetic());
    match kind {
        // A word may be a column, a type or the name of a secret; a password in use is rarely one.
        Kind::Password => {
            value.contains(|c: char| !c.is_ascii_alphabetic() && !"_-.".contains(c)) && !names_secret(value)
        }
        Kind::AccountKey => {
            value.len() >= 40 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
        }
        _ => value.len() >= 16 && digit && letter && !names_secret(value) && !value.contains("://"),
    }
}

/// `kv-sql-password-01`, `SqlPasswordSecret2`: words that name what they stand for.
fn names_secret(value: &str) -> bool {
    let stem = value.trim_end_matches(|c: char| c.is_ascii_digit());
    if value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ["Secret", "Name", "Key"].iter().any(|end| stem.ends_with(end))
    {
        return true;
    }
    let name = value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte));
    name && ["password", "pwd", "secret", "key", "token", "kv-"].iter().any(|word| value.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "Zm9yIHRoZSB0dWxpcHMgb2YgZmFicmlrYW0gb25seSE0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NA==";

    fn found(text: &str) -> Vec<(&str, Kind)> {
        assigned(text).into_iter().map(|one| (&text[one.range], one.kind)).collect()
    }

    #[test]
    fn literals_under_telling_names() {
        for (text, kind) in [
            ("account_key = 'VALUE'", Kind::AccountKey),
            ("BlobServiceClient(account_url=url, credential='VALUE')", Kind::AccountKey),
            ("spark.conf.set(\"fs.azure.account.key.contoso.dfs.core.windows.net\", \"VALUE\")", Kind::AccountKey),
            ("# storageAccountKey: 'x'\nval storageAccountKey = \"VALUE\"", Kind::AccountKey),
            ("conf[\"COSMOS_KEY\"]=r'VALUE'", Kind::AccountKey),
        ] {
            let text = text.replace("VALUE", KEY);
            assert_eq!(found(&text), [(KEY, kind)], "{text}");
        }
        for (text, value, kind) in [
            ("df.option(\"password\", \"Tulips-4-All\")", "Tulips-4-All", Kind::Password),
            ("connect(user='etl', password='Tulips-4-All')", "Tulips-4-All", Kind::Password),
            ("{\"pwd\": \"Tulips-4-All\"}", "Tulips-4-All", Kind::Password),
            ("sql_password <- \"Tulips-4-All\"", "Tulips-4-All", Kind::Password),
            ("# client_secret = 'aB3~Kd1FhGjNbVcXzAoE'", "aB3~Kd1FhGjNbVcXzAoE", Kind::ClientSecret),
            (
                "headers = {'Ocp-Apim-Subscription-Key': '0f1e2d3c4b5a69788796a5b4c3d2e1f0'}",
                "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                Kind::AccessKey,
            ),
        ] {
            assert_eq!(found(text), [(value, kind)], "{text}");
            assert!(hints_at_assigned(&text.replace('"', "\\\"")), "the hint misses {text}");
        }
    }

    #[test]
    fn names_and_blanks_are_silent() {
        for text in [
            "secret_name = 'kv-sql-password-01'",
            "credential = 'WorkspaceSystemIdentity'",
            "password = 'kv-sql-password-01'",
            "password = getSecret('kv', 'x1y2')",
            "df.select(\"password\", \"user_1d\")",
            "primary_key = 'orderId1234567890'",
            "password = \"<password>\"",
            "password == 'Tulips-4-All'",
            "password != 'Tulips-4-All'",
            "\"password\": \"string\"",
            "account_key = 'your_account_key_goes_here_0123456789012345'",
            "password = f'{pwd}4'",
            "password = ''",
            "access_key = os.environ['ACCESS_KEY_0123456789']",
            "AWS_ACCESS_KEY_ID = 'AKIA0123456789ABCDEF'",
            "api_key: str = 'x'",
            "password = 'enter the password 1'",
            "accesskey = 'https://contoso.com/keys/1'",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
