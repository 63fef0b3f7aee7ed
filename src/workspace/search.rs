//! Looks for many words in a text at once, whatever their case, and reads but a part of it: of every word, however it
//! stands in the text, one of the places that are looked at holds three bytes that the word has there. An automaton, as
//! the crate `aho-corasick` builds it, reads every byte.

/// Words to look for.
#[derive(Debug)]
pub(crate) struct Search {
    /// The words in lower case, sorted, each with its number in the list that was given.
    words: Vec<(Vec<u8>, usize)>,
    /// How far apart the places are that are looked at.
    stride: usize,
    /// Which bits of three bytes count: no case, and no more bytes than the shortest word has.
    mask: u32,
    /// By three bytes, how far before them words may begin: a bit for each distance.
    distances: Box<[u8; SLOTS]>,
}

/// A place where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Number of the word.
    pub word: usize,
}

impl Search {
    /// Words by their numbers. An empty one stands nowhere.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words = words.into_iter().map(|word| word.to_ascii_lowercase().into_bytes());
        let mut words: Vec<(Vec<u8>, usize)> = words.zip(0..).filter(|(word, _)| !word.is_empty()).collect();
        words.sort_unstable();
        let shortest = words.iter().map(|(word, _)| word.len()).min().unwrap_or(GRAM);
        let mask = 0x00df_dfdf >> (8 * GRAM.saturating_sub(shortest));
        // A word is two bytes longer at least, so that the first place in it has all three bytes within the word.
        let stride = (shortest + 1).saturating_sub(GRAM).clamp(1, MOST_DISTANCES);
        let mut distances = Box::new([0; SLOTS]);
        for (word, _) in &words {
            for distance in 0..stride {
                let byte = |at: usize| word.get(distance + at).copied().unwrap_or_default();
                distances[slot([byte(0), byte(1), byte(2), 0], mask)] |= 1 << distance;
            }
        }
        Self { words, stride, mask, distances }
    }

    /// Every place where a word stands in ASCII letters of either case, in no order; words may overlap.
    pub fn hits<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Hit> + 'a {
        let text = if self.words.is_empty() { &[] } else { text.as_bytes() };
        self.starts(text).flat_map(move |start| {
            let found = self.beginning(&text[start..]).into_iter();
            found.map(move |(word, length)| Hit { start, end: start + length, word })
        })
    }

    /// Where words may begin.
    fn starts<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let mut at = 0;
        let places = std::iter::from_fn(move || {
            loop {
                let distances = self.distances(text, at)?;
                at += self.stride;
                if distances != 0 {
                    return Some((at - self.stride, distances));
                }
            }
        });
        let starts = places.flat_map(move |(at, distances)| {
            let own = (0..self.stride).filter(move |distance| distances >> distance & 1 == 1);
            own.filter_map(move |distance| at.checked_sub(distance))
        });
        // Places near the end have too few bytes to be looked at.
        let end = text.len().saturating_sub(self.stride + READ - 2);
        starts.filter(move |start| *start < end && self.may_begin(text, *start)).chain(end..text.len())
    }

    /// May a word begin here, by all that the table knows of it?
    fn may_begin(&self, text: &[u8], start: usize) -> bool {
        let fits = |distance: usize| self.distances(text, start + distance).is_some_and(|own| own >> distance & 1 == 1);
        (0..self.stride).all(fits)
    }

    /// How far before this place words may begin, by the bytes there: a bit for each distance.
    #[inline]
    fn distances(&self, text: &[u8], at: usize) -> Option<u8> {
        Some(self.distances[slot(*text.get(at..)?.first_chunk()?, self.mask)])
    }

    /// The words that a text begins with, each with its length.
    fn beginning(&self, text: &[u8]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut alike = self.words.as_slice();
        for (at, byte) in text.iter().map(u8::to_ascii_lowercase).enumerate() {
            let stands_in = |own: Option<&(Vec<u8>, usize)>| own.is_some_and(|(word, _)| word[at] == byte);
            if !(stands_in(alike.first()) && stands_in(alike.last())) {
                alike = &alike[alike.partition_point(|(word, _)| word[at] < byte)..];
                alike = &alike[..alike.partition_point(|(word, _)| word[at] == byte)];
            }
            // What is a beginning of the others stands before them.
            let whole = alike.iter().take_while(|(word, _)| word.len() == at + 1).count();
            found.extend(alike[..whole].iter().map(|(word, number)| (*number, word.len())));
            alike = &alike[whole..];
            if alike.is_empty() {
                break;
            }
        }
        found
    }
}

/// How many bytes are looked at in one place.
const GRAM: usize = 3;

/// How many bytes are read there: four in one go.
const READ: usize = 4;

/// How many distances a byte of the table has bits for.
const MOST_DISTANCES: usize = 8;

/// How many slots the table has.
const SLOTS: usize = 1 << 16;

/// Where three bytes are kept; the mask leaves out the fourth. Others may share the slot.
#[inline]
fn slot(bytes: [u8; READ], mask: u32) -> usize {
    usize::from(((u32::from_le_bytes(bytes) & mask).wrapping_mul(0x9e37_79b1) >> 16) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(words: &[String], text: &str) -> Vec<Hit> {
        let mut found: Vec<Hit> = Search::new(words.iter().map(String::as_str)).hits(text).collect();
        found.sort_unstable();
        found
    }

    /// At every place, every word.
    fn one_by_one(words: &[String], text: &str) -> Vec<Hit> {
        let ends = |start: usize, word: &str| (start + word.len() <= text.len()).then_some(start + word.len());
        let at = |start: usize| {
            let here = words.iter().enumerate().filter(|(_, word)| !word.is_empty());
            here.filter_map(move |(number, word)| {
                let end = ends(start, word)?;
                let same = text.as_bytes()[start..end].eq_ignore_ascii_case(word.as_bytes());
                same.then_some(Hit { start, end, word: number })
            })
        };
        let mut found: Vec<Hit> = (0..text.len()).flat_map(at).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn words_may_overlap_and_repeat() {
        let words = ["lake", "a", "DataLake", "Ä", "lake", ""].map(str::to_owned);
        let found: Vec<(usize, usize)> =
            found(&words, "datalaKE äÄ").into_iter().map(|hit| (hit.start, hit.word)).collect();
        assert_eq!(found, [(0, 2), (1, 1), (3, 1), (4, 0), (4, 4), (5, 1), (11, 3)]);
        assert!(Search::new([]).hits("lake").next().is_none());
        assert!(Search::new(["lake"]).hits("lak").next().is_none());
    }

    proptest! {
        #[test]
        fn finds_what_one_by_one_finds(
            words in prop::collection::vec("[a-cA-C_\\[{0é]{0,4}|[ab]{8}|[aB]{300}", 0..12),
            text in "[a-cA-C_\\[{0é]{0,60}",
            tail in "[abAB]{0,400}",
        ) {
            let text = format!("{text}{tail}");
            prop_assert_eq!(found(&words, &text), one_by_one(&words, &text));
        }

        #[test]
        fn finds_words_cut_from_the_text(
            text in "\\PC{0,80}",
            cuts in prop::collection::vec((0usize..80, 1usize..9), 0..6),
        ) {
            let upper = text.to_ascii_uppercase();
            let letters: Vec<char> = text.chars().collect();
            let cut = |&(start, length): &(usize, usize)| letters.iter().skip(start).take(length).collect::<String>();
            let words: Vec<String> = cuts.iter().map(cut).collect();
            prop_assert_eq!(found(&words, &upper), one_by_one(&words, &upper));
        }
    }
}
