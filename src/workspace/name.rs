//! Names of artifacts, activities and parameters, which the service compares without case.

use rustc_hash::FxBuildHasher;
use std::borrow::Cow;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Range;

/// Do two names mean the same artifact or activity? The service compares them without case.
pub fn same_name(one: &str, other: &str) -> bool {
    // Names that are ASCII, as nearly all are, need no copies; `K` (Kelvin) and `k` are the same too.
    let ascii = || one.is_ascii() && other.is_ascii();
    one.eq_ignore_ascii_case(other) || (!ascii() && one.to_lowercase() == other.to_lowercase())
}

/// A name as a key: equal to every name that means the same, and never copied to be compared.
#[derive(Debug, Clone)]
pub struct Folded<'a>(Cow<'a, str>);

impl<'a> Folded<'a> {
    /// The key of a name.
    pub fn of(name: impl Into<Cow<'a, str>>) -> Self {
        Self(name.into())
    }

    /// The name as it stands.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Folded<'_> {
    fn eq(&self, other: &Self) -> bool {
        same_name(&self.0, &other.0)
    }
}

impl Eq for Folded<'_> {}

impl Hash for Folded<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let lower = if self.0.is_ascii() { Cow::Borrowed(self.0.as_ref()) } else { self.0.to_lowercase().into() };
        let mut piece = [0; 32];
        for bytes in lower.as_bytes().chunks(piece.len()) {
            piece[..bytes.len()].copy_from_slice(bytes);
            piece.make_ascii_lowercase();
            state.write(&piece[..bytes.len()]);
        }
    }
}

/// Numbered names, to be found without copies of them.
#[derive(Debug, Default)]
pub struct Numbers {
    /// By the hash of the name, then by number.
    sorted: Vec<(u64, u32)>,
}

impl Numbers {
    /// Of names in the order of their numbers, which begin at 0.
    pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut sorted: Vec<_> = names.enumerate().map(|(number, name)| (hash(name), number as u32)).collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    /// The numbers in this range that the name may have, in order: all that it has, and hardly any other.
    pub fn candidates(&self, name: &str, range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
        let hash = hash(name);
        let before = |number: usize| self.sorted.partition_point(|entry| *entry < (hash, number as u32));
        self.sorted[before(range.start)..before(range.end)].iter().map(|(_, number)| *number as usize)
    }
}

fn hash(name: &str) -> u64 {
    FxBuildHasher.hash_one(Folded::of(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Letters whose lower case is ASCII, longer, or depends on what is beside them.
    const LETTERS: &str = "[aAkK\u{212A}ßẞΣσςİI ]{0,40}";

    proptest! {
        #[test]
        fn names_are_compared_as_their_lower_case(one in LETTERS, other in LETTERS) {
            let hasher = FxBuildHasher;
            let hash = |name: &str| hasher.hash_one(Folded::of(name));
            for other in [&other, &one.to_uppercase(), &one.to_lowercase(), &one.to_ascii_uppercase()] {
                let same = one.to_lowercase() == other.to_lowercase();
                prop_assert_eq!(same_name(&one, other), same);
                prop_assert_eq!(Folded::of(&one) == Folded::of(other), same);
                prop_assert!(!same || hash(&one) == hash(other));
            }
        }

        #[test]
        fn names_are_found_by_their_numbers(
            names in proptest::collection::vec("[aAbB]{0,2}", 0..8), start in 0..4_usize
        ) {
            let numbers = Numbers::of(names.iter().map(String::as_str));
            for name in ["", "a", "AB", "ba"] {
                let range = start..names.len().max(start);
                let expected: Vec<_> = range.clone().filter(|at| same_name(&names[*at], name)).collect();
                prop_assert_eq!(numbers.candidates(name, range).collect::<Vec<_>>(), expected);
            }
        }
    }
}
