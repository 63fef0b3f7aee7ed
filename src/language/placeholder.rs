//! Values that only stand for others: tokens a deployment replaces, blanks a reader is to fill in, masks an export
//! left behind.

use memchr::memchr3;

/// Is this a name or host with a token that a deployment replaces: `#{name}#`, `{name}`, `__name__`, `<name>`, `$(name)`?
pub fn is_placeholder(text: &str) -> bool {
    const TOKENS: [(&str, &str); 4] = [("{", "}"), ("__", "__"), ("<", ">"), ("$(", ")")];
    // Most names hold not even what a token begins with.
    let bytes = text.as_bytes();
    let may_hold = memchr3(b'{', b'<', b'$', bytes).is_some() || bytes.windows(2).any(|pair| pair == b"__");
    may_hold
        && TOKENS.iter().any(|(open, close)| {
            text.find(open).is_some_and(|at| text[at + open.len()..].find(close).is_some_and(|length| length > 0))
        })
}

/// Words that a secret holds only where it is none: documentation and templates.
const WORDS: [&str; 16] = [
    "your",
    "placeholder",
    "redacted",
    "masked",
    "hidden",
    "removed",
    "example",
    "dummy",
    "sample",
    "insert",
    "replace",
    "changeme",
    "xxxx",
    "todo",
    "enter_",
    "***",
];

/// Is this no secret, but what stands where one belongs: empty, masked, a blank to fill in, a variable, an expression?
pub fn is_no_secret(value: &str) -> bool {
    let value = value.trim();
    let masked = value.chars().all(|c| matches!(c, '*' | 'x' | 'X' | '.' | '-' | '_' | '•' | '…' | '?'));
    if masked || value.starts_with(['@', '[', '<']) || value.contains('{') || is_placeholder(value) {
        return true;
    }
    let variable = value.strip_prefix(['$', '%']).is_some_and(|rest| {
        let name = rest.strip_prefix("env:").unwrap_or(rest).trim_end_matches('%');
        name.chars().all(|c| c.is_alphanumeric() || c == '_')
    });
    let lower = value.to_ascii_lowercase();
    variable || WORDS.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_secret_is_none() {
        for blank in [
            "",
            " ",
            "**********",
            "xxx",
            "...",
            "<storage-key>",
            "your_password",
            "#{sql-password}#",
            "${PASSWORD}",
            "$(password)",
            "$password",
            "$env:SQL_PASSWORD",
            "%PASSWORD%",
            "%s",
            "__password__",
            "@{pipeline().x}",
            "@pwd",
            "[parameters('password')]",
            "{password}",
            "REDACTED",
            "EXAMPLEKEY",
        ] {
            assert!(is_no_secret(blank), "{blank}");
        }
        for secret in ["Tulips-4-Fabrikam", "P@ssw0rd!", "a", "100%sure", "pa$$word"] {
            assert!(!is_no_secret(secret), "{secret}");
        }
    }
}
