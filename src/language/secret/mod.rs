//! Secrets in text, by their form: the pairs of connection strings, signed URLs, function keys, credentials in URLs,
//! private keys, well-known tokens; and in code, literals under a name that says what they are. It knows nothing of
//! the artifacts and rules around the text. How random a text looks is never a reason.

mod assigned;
mod forms;

pub use assigned::{assigned, hints_at_assigned, is_telling, named};
pub use forms::{Form, forms, hints_at_form};

use std::ops::Range;

/// What a secret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Of a user or login.
    Password,
    /// Of a storage or Cosmos DB account.
    AccountKey,
    /// Of a namespace, service or API.
    AccessKey,
    /// Of a signed URL.
    Signature,
    /// Of a function app.
    FunctionKey,
    /// Of an application.
    ClientSecret,
    /// Of a session or account.
    Token,
    /// Of a certificate or login.
    PrivateKey,
    /// Something that is kept secret.
    Secret,
}

impl Kind {
    const ALL: [Kind; 9] = [
        Kind::Password,
        Kind::AccountKey,
        Kind::AccessKey,
        Kind::Signature,
        Kind::FunctionKey,
        Kind::ClientSecret,
        Kind::Token,
        Kind::PrivateKey,
        Kind::Secret,
    ];

    /// The kind that people call so; a secret of no special kind when none is.
    pub fn called(words: &str) -> Kind {
        Kind::ALL.into_iter().find(|kind| kind.words() == words).unwrap_or(Kind::Secret)
    }

    /// What people call it.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Password => "password",
            Kind::AccountKey => "account key",
            Kind::AccessKey => "access key",
            Kind::Signature => "shared access signature",
            Kind::FunctionKey => "function key",
            Kind::ClientSecret => "client secret",
            Kind::Token => "token",
            Kind::PrivateKey => "private key",
            Kind::Secret => "secret",
        }
    }

    /// What is shown instead of one: `[password, 12 characters]`.
    pub fn stand_in(self, value: &str) -> String {
        let length = value.chars().count();
        let plural = if length == 1 { "" } else { "s" };
        format!("[{}, {length} character{plural}]", self.words())
    }
}

/// A secret in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// The form it was found by.
    pub form: Form,
    /// The bytes of the secret itself.
    pub range: Range<usize>,
    /// The key or name it stands under, as written; empty where it has none.
    pub name: Range<usize>,
}

/// Sorts by place and drops what lies inside another.
pub fn outermost(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|one| (one.range.start, std::cmp::Reverse(one.range.end)));
    let mut end = 0;
    found.retain(|one| {
        let outside = one.range.start >= end;
        end = end.max(one.range.end);
        outside
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_searched(text in r#"([a-zé→ =:;,?&@#'"\\/\n(<\-]|password|AccountKey|sig=|sv=1|code=|://|-----BEGIN |PRIVATE KEY-----|[a-z0-9]{20}){0,30}"#) {
            for one in outermost(forms(&text).into_iter().chain(assigned(&text)).collect()) {
                prop_assert!(!text[one.range].trim().is_empty());
                prop_assert!(one.form != Form::Assigned || hints_at_assigned(&text));
                prop_assert!(one.form == Form::Assigned || hints_at_form(&text));
                let _ = &text[one.name];
            }
        }
    }
}
