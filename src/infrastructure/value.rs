//! Text that code computes, as far as it is certain, and resource ids made of it.

use std::cell::Cell;

/// Stands for a part of a text that is not certain; no name holds it.
pub const UNKNOWN: char = '\u{FFFC}';

/// How much is worked out in one file or module before the rest counts as unknown: values may multiply by referring
/// to each other.
pub struct Budget(Cell<u32>);

impl Default for Budget {
    fn default() -> Self {
        Self(Cell::new(100_000))
    }
}

impl Budget {
    /// One more step; is it still allowed?
    pub fn spend(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

/// A resource id whose type and name are certain. Where what comes before them is not, it is left out.
pub fn resource_id(text: &str) -> Option<String> {
    let id = text.trim();
    let parts: Vec<&str> = id.trim_matches('/').split('/').collect();
    let at = parts.iter().rposition(|part| part.eq_ignore_ascii_case("providers"))?;
    let certain = |part: &&str| !part.is_empty() && !part.contains(UNKNOWN);
    let [provider, kind, name, ..] = &parts[at + 1..] else { return None };
    if ![provider, kind, name].into_iter().all(certain) || !provider.contains('.') {
        return None;
    }
    match id.contains(UNKNOWN) {
        true => Some(["providers", provider, kind, name].join("/")),
        false => Some(id.to_owned()),
    }
}

/// A text that is certain.
pub fn certain(text: String) -> Option<String> {
    (!text.trim().is_empty() && !text.contains(UNKNOWN)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_and_name_are_what_counts() {
        let id = |text: &str| resource_id(&text.replace('?', &UNKNOWN.to_string()));
        let whole = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Web/sites/func";
        assert_eq!(id(whole).as_deref(), Some(whole));
        let partly = "/subscriptions/?/resourceGroups/?/providers/Microsoft.Web/sites/func";
        assert_eq!(id(partly).as_deref(), Some("providers/Microsoft.Web/sites/func"));
        assert_eq!(id("?/providers/Microsoft.Web/sites/func").as_deref(), Some("providers/Microsoft.Web/sites/func"));
        for uncertain in ["?", "", "/providers/Microsoft.Web/sites", "/providers/Microsoft.Web/sites/func-?", "func"] {
            assert_eq!(id(uncertain), None, "{uncertain}");
        }
    }
}
