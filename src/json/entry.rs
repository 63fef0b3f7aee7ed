//! One value of a tree in sixteen bytes: what can be read off the text again in a moment is not kept.

use super::key::Key;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// `null`
    Null,
    /// `true`
    True,
    /// `false`
    False,
    /// A number; its text is kept as it stands.
    Number,
    /// A string without escapes.
    Plain,
    /// A string with at least one `\` escape.
    Escaped,
    /// `[…]`
    Array,
    /// `{…}`
    Object,
}

/// One value of the tree.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Where it begins.
    pub start: u32,
    /// The index of what holds it; 0 for the root.
    pub parent: u32,
    /// Of an array or object the index behind its subtree, of any other value the offset where it ends.
    behind: u32,
    /// Bytes from the opening quote of the key to the value; 0 without a key, [`FAR`] when they are too many.
    to_key: u16,
    /// [`Key::hash`].
    pub key_hash: u8,
    pub kind: NodeKind,
}

// A large repository has millions of them.
const _: () = assert!(size_of::<Entry>() == 16);

/// The distance of a key that lies further away than is kept.
const FAR: u16 = u16::MAX;

/// Where the key of a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyPlace {
    /// It has none.
    Nowhere,
    /// Its opening quote.
    At(u32),
    /// Too far before the value.
    Far,
}

impl Entry {
    /// A value that begins at `start`; `end` is where a value ends that is no container.
    pub fn new(key: Key, start: u32, end: u32, parent: u32, kind: NodeKind) -> Self {
        let distance = key.start.map_or(0, |key| u16::try_from(start - key).unwrap_or(FAR));
        Self { start, parent, behind: end, to_key: distance, key_hash: key.hash, kind }
    }

    /// Is it `{…}` or `[…]`?
    #[inline]
    pub fn is_container(&self) -> bool {
        matches!(self.kind, NodeKind::Array | NodeKind::Object)
    }

    /// Closes a container before the index `next`.
    pub fn close(&mut self, next: u32) {
        self.behind = next;
    }

    /// The index behind the subtree of the value `id`, which this is.
    #[inline]
    pub fn next(&self, id: u32) -> u32 {
        if self.is_container() { self.behind } else { id + 1 }
    }

    /// Where the value ends; `None` for a container.
    #[inline]
    pub fn end(&self) -> Option<u32> {
        (!self.is_container()).then_some(self.behind)
    }

    /// Where the key stands.
    #[inline]
    pub fn key(&self) -> KeyPlace {
        match self.to_key {
            0 => KeyPlace::Nowhere,
            FAR => KeyPlace::Far,
            distance => KeyPlace::At(self.start - u32::from(distance)),
        }
    }
}
