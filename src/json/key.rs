//! Keys of a document by a small hash, so that looking for one rarely touches the text.

use super::Node;

/// The key of a value: where its opening quote stands, and a hash of its source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    /// Offset of the opening quote; `None` when the value has no key.
    pub start: Option<u32>,
    /// [`small`] of the [`key_hash`] of the text between the quotes, or [`Key::ESCAPED`].
    pub hash: u8,
}

impl Key {
    /// The key of array items and of the root.
    pub const NONE: Key = Key { start: None, hash: 1 };

    /// The hash of a key that holds escapes: it tells nothing about what the key means.
    pub const ESCAPED: u8 = 0;
}

/// The part of a hash that each value keeps of its key; never [`Key::ESCAPED`].
#[inline]
pub(super) fn small(hash: u16) -> u8 {
    ((hash >> 8) as u8).max(1)
}

/// A key by its length and its first and last eight bytes, which names of one document rarely share.
#[inline]
pub(super) fn key_hash(key: &[u8]) -> u16 {
    let (head, tail) = match (key.first_chunk(), key.last_chunk()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => (key.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0),
    };
    // Odd constants of Fibonacci hashing: the high bits of a product depend on all bits of the factor.
    let mixed =
        (head ^ key.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ tail.wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as u16
}

/// A few names of keys, to be looked for among many values: most need no look at the text.
#[derive(Debug)]
pub struct KeyNames<const N: usize> {
    names: [(&'static str, u16); N],
    /// One bit for each small hash: those of the names, and the one of keys with escapes.
    possible: [u64; 4],
}

impl<const N: usize> KeyNames<N> {
    /// Gets names ready to be looked for.
    pub fn new(names: [&'static str; N]) -> Self {
        let names = names.map(|name| (name, key_hash(name.as_bytes())));
        let mut possible = [0; 4];
        for hash in names.iter().map(|(_, hash)| small(*hash)).chain([Key::ESCAPED]) {
            possible[usize::from(hash / 64)] |= 1 << (hash % 64);
        }
        Self { names, possible }
    }

    /// Is the value's key one of them?
    #[inline]
    pub fn hold_key_of(&self, node: Node<'_>) -> bool {
        self.position_of_key(node).is_some()
    }

    /// Which of them is the value's key, by its position.
    #[inline]
    pub fn position_of_key(&self, node: Node<'_>) -> Option<usize> {
        let hash = node.key_hash();
        if self.possible[usize::from(hash / 64)] & 1 << (hash % 64) == 0 {
            return None;
        }
        self.names.iter().position(|(name, hash)| node.has_key(name, *hash))
    }
}

/// The keys of a document, with a few false positives: 1,024 bits, one a key.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct KeySet([u64; 16]);

impl KeySet {
    /// Adds a key; an escaped one may be any name, so it stands for all of them.
    pub fn add(&mut self, hash: u16, escaped: bool) {
        if escaped {
            self.0 = [u64::MAX; 16];
        }
        let (word, bit) = Self::bit(hash);
        self.0[word] |= bit;
    }

    /// Whether a key of this hash may be there; `false` is certain.
    #[inline]
    pub fn may_hold(&self, hash: u16) -> bool {
        let (word, bit) = Self::bit(hash);
        self.0[word] & bit != 0
    }

    #[inline]
    fn bit(hash: u16) -> (usize, u64) {
        (usize::from(hash >> 6) % 16, 1 << (hash % 64))
    }
}

/// The keys of one object, by the low and by the high bits of their hashes, one bit each: it tells the few objects
/// worth a closer look for repeated keys.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    low: u64,
    high: u64,
}

impl Seen {
    /// Notes a key by its hash; true when one before may be the same.
    #[inline]
    pub fn add(&mut self, hash: u16) -> bool {
        let (low, high) = (1 << (hash % 64), 1 << ((hash >> 8) % 64));
        let known = self.low & low != 0 && self.high & high != 0;
        self.low |= low;
        self.high |= high;
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_are_found_whatever_stands_around_them(
            pairs in proptest::collection::vec((r#"(a|value|type|\\"|\\\\|\\u0061|é){0,5}"#, "[ \n]{0,3}"), 1..6)
        ) {
            let pair = |(key, space): &(String, String)| format!("\"{key}\"{space}:{space}[\":\"]");
            let pairs: Vec<String> = pairs.iter().map(pair).collect();
            let document = Document::parse(format!("{{{}}}", pairs.join(","))).unwrap();
            let names = KeyNames::new(["value", "a", "aa"]);
            for (node, pair) in document.root().children().zip(&pairs) {
                let key = &document.text()[node.key_span().unwrap()];
                prop_assert!(pair.starts_with(key) && pair[key.len()..].trim_start().starts_with(':'));
                prop_assert_eq!(node.key().unwrap(), crate::json::text::decode(&key[1..key.len() - 1]));
                prop_assert_eq!(names.hold_key_of(node), ["value", "a", "aa"].iter().any(|name| node.key_is(name)));
            }
            prop_assert!(document.nodes().all(|node| node.key().is_some() || !names.hold_key_of(node)));
            let each = ["value", "a", "aa"].map(|name| document.root().get(name));
            prop_assert_eq!(document.root().get_each(&names), each);
            let keys: Vec<_> = document.root().children().filter_map(Node::key).collect();
            for key in &keys {
                let last = keys.iter().rposition(|other| other == key);
                prop_assert_eq!(document.root().get(key), last.and_then(|at| document.root().children().nth(at)));
                let repeats = keys.iter().filter(|other| *other == key).count() > 1;
                prop_assert!(!repeats || document.repeating_objects().any(|object| object == document.root()));
            }
        }
    }
}
