//! A JSON text as a flat tree: nodes in document order, each with the place of its key and of its value.
//!
//! One `Vec` of 16-byte entries; a subtree is a contiguous range, so "next sibling" is one look-up and "all
//! descendants" is a slice. Duplicate keys are kept. Strings are decoded on demand.

use super::children::Children;
use super::entry::{Entry, KeyPlace, NodeKind};
use super::key::{Key, KeyNames, KeySet, key_hash, small};
use super::{Span, SyntaxError, parse, text};
use std::borrow::Cow;

/// A parsed JSON text that owns it.
#[derive(Debug)]
pub struct Document {
    text: String,
    nodes: Box<[Entry]>,
    lone_surrogates: Vec<Span>,
    repeating: Vec<u32>,
    keys: KeySet,
}

impl Document {
    /// Parses strict RFC 8259 JSON; a leading byte order mark is accepted and nesting is capped at 512 levels.
    ///
    /// # Errors
    /// Gives the text back with the first fault.
    pub fn parse(text: String) -> Result<Self, (String, SyntaxError)> {
        match parse::parse(&text) {
            Ok(parse::Tree { nodes, lone_surrogates, repeating, keys }) => {
                Ok(Self { text, nodes, lone_surrogates, repeating, keys })
            }
            Err(error) => Err((text, error)),
        }
    }

    /// The document that stands for a text that could not be parsed: `null`, with that text to show.
    pub fn unparsed(text: String) -> Self {
        let root = Entry::new(Key::NONE, 0, 0, 0, NodeKind::Null);
        let (lone_surrogates, repeating) = (Vec::new(), Vec::new());
        Self { text, nodes: [root].into(), lone_surrogates, repeating, keys: KeySet::default() }
    }

    /// The whole text, byte order mark included, so that spans are offsets into the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether these letters stand anywhere in the text, as they are written there. Fast, as it runs over whole files.
    pub fn says(&self, words: &str) -> bool {
        memchr::memmem::find(self.text.as_bytes(), words.as_bytes()).is_some()
    }

    /// The outermost value.
    pub fn root(&self) -> Node<'_> {
        self.node(0)
    }

    /// The value with this number, as [`Node::id`] gives it.
    pub fn node(&self, id: u32) -> Node<'_> {
        Node { document: self, id }
    }

    /// All values in document order.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(|id| self.node(id))
    }

    /// Every value of the key `name`, in document order.
    pub fn nodes_with_key(&self, name: &str) -> impl Iterator<Item = Node<'_>> {
        self.root().descendants_with_key(name)
    }

    /// Whether any object may have the key `name`; `false` is certain.
    pub fn may_have_key(&self, name: &str) -> bool {
        self.keys.may_hold(key_hash(name.as_bytes()))
    }

    /// Objects in which some key may be repeated: every one that repeats a key, and few others.
    pub fn repeating_objects(&self) -> impl Iterator<Item = Node<'_>> {
        self.repeating.iter().map(|id| self.node(*id))
    }

    /// Where a `\uD800`-style escape stands without its other half: legal JSON, but no character.
    pub fn lone_surrogates(&self) -> &[Span] {
        &self.lone_surrogates
    }
}

/// A handle on one value; cheap to copy. Reads like `serde_json::Value`, and knows its place.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    document: &'a Document,
    id: u32,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.id == other.id
    }
}

impl<'a> Node<'a> {
    #[inline]
    fn entry(self) -> &'a Entry {
        &self.document.nodes[self.id as usize]
    }

    /// Position in document order, stable for one document.
    pub fn id(self) -> u32 {
        self.id
    }

    /// The document the value belongs to.
    pub fn document(self) -> &'a Document {
        self.document
    }

    /// What the value is.
    pub fn kind(self) -> NodeKind {
        self.entry().kind
    }

    /// Is it `{…}`?
    pub fn is_object(self) -> bool {
        self.kind() == NodeKind::Object
    }

    /// Is it `[…]`?
    pub fn is_array(self) -> bool {
        self.kind() == NodeKind::Array
    }

    /// Is it `"…"`?
    pub fn is_string(self) -> bool {
        matches!(self.kind(), NodeKind::Plain | NodeKind::Escaped)
    }

    /// Is it `null`?
    pub fn is_null(self) -> bool {
        self.kind() == NodeKind::Null
    }

    /// The value's bytes in the file, quotes and brackets included.
    pub fn span(self) -> Span {
        self.entry().start as usize..self.end()
    }

    /// Where the value ends. Of a container that is not kept: it is behind the brackets that close it and what its
    /// last value lies in.
    fn end(self) -> usize {
        if let Some(end) = self.entry().end() {
            return end as usize;
        }
        let mut node = self.document.node(self.next() - 1);
        let mut end = node.entry().end().map_or(node.entry().start as usize + 1, |end| end as usize);
        loop {
            if node.entry().is_container() {
                end = text::skip_space(&self.document.text, end) + 1;
            }
            match node.parent() {
                Some(parent) if node.id != self.id => node = parent,
                _ => return end,
            }
        }
    }

    /// The index behind the value's subtree.
    #[inline]
    pub(super) fn next(self) -> u32 {
        self.entry().next(self.id)
    }

    /// The key's bytes in the file, quotes included; `None` for array items and the root.
    pub fn key_span(self) -> Option<Span> {
        let start = self.key_start()?;
        // Only a colon and white space stand between its closing quote and the value.
        let before = &self.document.text.as_bytes()[..self.entry().start as usize];
        let quote = before.iter().rposition(|byte| *byte == b'"')?;
        Some(start..quote + 1)
    }

    /// The key's bytes in the file, quotes included; the value's where it has no key.
    pub fn key_or_value_span(self) -> Span {
        self.key_span().unwrap_or_else(|| self.span())
    }

    /// Where the opening quote of the key stands.
    #[inline]
    fn key_start(self) -> Option<usize> {
        match self.entry().key() {
            KeyPlace::Nowhere => None,
            KeyPlace::At(start) => Some(start as usize),
            KeyPlace::Far => self.far_key(),
        }
    }

    /// The same where it is not kept: the key is what follows the value before, or the bracket.
    fn far_key(self) -> Option<usize> {
        let parent = self.parent()?;
        let before = parent.children().take_while(|child| child.id < self.id).last();
        let before = before.map_or(parent.entry().start as usize + 1, |before| before.end());
        let text = &self.document.text;
        let quote = text[before..].find('"')?;
        Some(before + quote)
    }

    /// The value as it stands in the file.
    pub fn raw(self) -> &'a str {
        &self.document.text[self.span()]
    }

    /// The decoded key; `None` for array items and the root.
    pub fn key(self) -> Option<Cow<'a, str>> {
        let span = self.key_span()?;
        let source = &self.document.text[span.start + 1..span.end - 1];
        Some(if self.entry().key_hash == Key::ESCAPED { text::decode(source) } else { Cow::Borrowed(source) })
    }

    /// The small hash of the key: [`Key::NONE`]'s where there is none, [`Key::ESCAPED`] when escapes keep it from
    /// telling anything.
    #[inline]
    pub(super) fn key_hash(self) -> u8 {
        self.entry().key_hash
    }

    /// Is this the value of the key `name`?
    #[inline]
    pub fn key_is(self, name: &str) -> bool {
        let Some(start) = self.key_start() else { return false };
        if self.entry().key_hash == Key::ESCAPED {
            return self.key().is_some_and(|key| key == name);
        }
        let after_quote = &self.document.text.as_bytes()[start + 1..];
        // The one byte where the key must end tells most others apart.
        after_quote.get(name.len()) == Some(&b'"') && after_quote.starts_with(name.as_bytes())
    }

    /// The same for one look-up among many values: `hash` is the [`key_hash`] of the name.
    #[inline]
    pub(super) fn has_key(self, name: &str, hash: u16) -> bool {
        let own = self.entry().key_hash;
        (own == small(hash) || own == Key::ESCAPED) && self.key_is(name)
    }

    /// The decoded string; `None` when the value is no string. Lone surrogates become U+FFFD.
    pub fn as_str(self) -> Option<Cow<'a, str>> {
        match self.kind() {
            NodeKind::Plain => Some(Cow::Borrowed(self.inner())),
            NodeKind::Escaped => Some(text::decode(self.inner())),
            _ => None,
        }
    }

    /// Puts the decoded string at the end of a text; nothing when the value is no string.
    pub fn read_onto(self, out: &mut String) {
        match self.kind() {
            NodeKind::Escaped => text::decode_onto(self.inner(), out),
            _ => out.push_str(self.inner()),
        }
    }

    /// The source of a string between its quotes, escapes as they stand; empty when it is no string.
    pub fn inner(self) -> &'a str {
        match self.kind() {
            NodeKind::Plain | NodeKind::Escaped => {
                let span = self.span();
                &self.document.text[span.start + 1..span.end - 1]
            }
            _ => "",
        }
    }

    /// `true` or `false`.
    pub fn as_bool(self) -> Option<bool> {
        match self.kind() {
            NodeKind::True => Some(true),
            NodeKind::False => Some(false),
            _ => None,
        }
    }

    /// The number, rounded to a double; infinite beyond its range.
    pub fn as_f64(self) -> Option<f64> {
        (self.kind() == NodeKind::Number).then(|| self.raw().parse().ok())?
    }

    /// The value of `key`; the last one where the key is repeated, as most readers take it.
    #[inline]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        // Most keys are written in the code, where their hash is made by the compiler.
        self.get_hashed(key, key_hash(key.as_bytes()))
    }

    fn get_hashed(self, key: &str, hash: u16) -> Option<Node<'a>> {
        // Many keys that are asked for stand nowhere in the document.
        if !self.is_object() || !self.document.keys.may_hold(hash) {
            return None;
        }
        let mut found = None;
        for child in self.children().filter(|child| child.has_key(key, hash)) {
            found = Some(child);
            if self.document.repeating.binary_search(&self.id).is_err() {
                break;
            }
        }
        found
    }

    /// The values of several keys in one pass, each the last one where it is repeated.
    pub fn get_each<const N: usize>(self, names: &KeyNames<N>) -> [Option<Node<'a>>; N] {
        let mut found = [None; N];
        for child in self.children() {
            if let Some(at) = names.position_of_key(child) {
                found[at] = Some(child);
            }
        }
        found
    }

    /// The value at the end of a chain of keys.
    pub fn at(self, keys: &[&str]) -> Option<Node<'a>> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The items of an array or the values of an object, in order; nothing for other values.
    pub fn children(self) -> Children<'a> {
        Children::new(self.document, self.id + 1..self.next())
    }

    /// The items of an array; nothing for other values.
    pub fn items(self) -> Children<'a> {
        if self.is_array() { self.children() } else { Children::new(self.document, 0..0) }
    }

    /// Every value below this one, in document order, itself not included.
    pub fn descendants(self) -> impl Iterator<Item = Node<'a>> {
        let document = self.document;
        (self.id + 1..self.next()).map(move |id| document.node(id))
    }

    /// Does `other` lie inside this value?
    pub fn holds(self, other: Node<'_>) -> bool {
        std::ptr::eq(self.document, other.document) && (self.id + 1..self.next()).contains(&other.id)
    }

    /// Every value of the key `name` below this one, in document order.
    pub fn descendants_with_key(self, name: &str) -> impl Iterator<Item = Node<'a>> {
        let hash = key_hash(name.as_bytes());
        let inside = if self.document.keys.may_hold(hash) { self.id + 1..self.next() } else { 0..0 };
        inside.map(move |id| self.document.node(id)).filter(move |node| node.has_key(name, hash))
    }

    /// The object or array that holds the value; `None` for the root.
    pub fn parent(self) -> Option<Node<'a>> {
        (self.id != 0).then(|| self.document.node(self.entry().parent))
    }

    /// The value itself, then what holds it, up to the root.
    pub fn ancestors(self) -> impl Iterator<Item = Node<'a>> {
        std::iter::successors(Some(self), |node| node.parent())
    }

    /// Position among the items of the array that holds it.
    pub fn index(self) -> Option<usize> {
        let parent = self.parent().filter(|parent| parent.is_array())?;
        parent.children().position(|item| item == self)
    }

    /// The place in the file of a range of the decoded string, as in an expression or a line of code.
    pub fn span_within(self, decoded: Span) -> Span {
        let base = self.span().start + 1;
        let inner = self.inner();
        base + text::source_offset(inner, decoded.start)..base + text::source_offset(inner, decoded.end)
    }

    /// The places of many ranges, in order and apart, in one pass over the string.
    pub fn spans_within(self, decoded: impl Iterator<Item = Span>) -> impl Iterator<Item = Span> {
        let base = self.span().start + 1;
        let mut cursor = text::SourceCursor::new(self.inner());
        decoded.map(move |range| base + cursor.offset(range.start)..base + cursor.offset(range.end))
    }
}
