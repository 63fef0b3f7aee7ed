//! Looks for many words in a text at once, whatever their case, and steps over most of it: where the last two bytes of
//! a window as wide as the shortest word stand in none of the words, none can begin in the window (Wu and Manber, "A
//! fast algorithm for multi-pattern searching"). An automaton, as the crate `aho-corasick` builds it, looks at every byte.

/// Words to look for.
#[derive(Debug)]
pub(crate) struct Search {
    /// The words in lower case, sorted, each with its number in the list that was given.
    words: Vec<(Vec<u8>, usize)>,
    /// How wide the window is: as the shortest word, and two bytes at least.
    width: usize,
    /// How far the window may move on, by its last two bytes.
    steps: Vec<u8>,
    /// Does a word begin so, by its first two bytes?
    begins: Vec<bool>,
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
        let shortest = words.iter().map(|(word, _)| word.len()).min().unwrap_or_default();
        let width = shortest.clamp(2, usize::from(u8::MAX));
        let (steps, begins) = (vec![(width - 1) as u8; BLOCKS], vec![false; BLOCKS]);
        let mut search = Self { words, width, steps, begins };
        for at in 0..search.words.len() {
            search.learn(at);
        }
        search
    }

    /// Takes the start of a word into the tables.
    fn learn(&mut self, at: usize) {
        let start: Vec<u8> = self.words[at].0.iter().copied().take(self.width).collect();
        if let [byte] = *start {
            // Whatever stands behind it.
            (0..=u8::MAX).for_each(|second| self.learn_block([byte, second], 2));
        }
        for (pair, end) in start.windows(2).zip(2..) {
            self.learn_block([pair[0], pair[1]], end);
        }
    }

    /// Takes two bytes of a word into the tables, in either case, by where they end.
    fn learn_block(&mut self, [first, second]: [u8; 2], end: usize) {
        for first in [first, first.to_ascii_uppercase()] {
            for second in [second, second.to_ascii_uppercase()] {
                let block = block(first, second);
                self.steps[block] = self.steps[block].min((self.width - end) as u8);
                self.begins[block] |= end == 2;
            }
        }
    }

    /// Every place where a word stands in ASCII letters of either case, by its start; words may overlap.
    pub fn hits<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Hit> + 'a {
        let text = if self.words.is_empty() { &[] } else { text.as_bytes() };
        self.starts(text).flat_map(move |start| {
            let found = self.beginning(&text[start..]).into_iter();
            found.map(move |(word, length)| Hit { start, end: start + length, word })
        })
    }

    /// Where words may begin.
    fn starts<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let mut end = self.width;
        let ends = std::iter::from_fn(move || {
            while end <= text.len() {
                let step = self.steps[block(text[end - 2], text[end - 1])];
                end += usize::from(step.max(1));
                if step == 0 {
                    return Some(end - 1);
                }
            }
            None
        });
        let starts = ends.map(|end| end - self.width);
        let starts = starts.filter(|start| self.begins[block(text[*start], text[*start + 1])]);
        // The last byte may be a word that is narrower than the window.
        starts.chain(text.len().checked_sub(1))
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

/// How many numbers there are for two bytes.
const BLOCKS: usize = 1 << 16;

/// The number of two bytes.
#[inline]
fn block(first: u8, second: u8) -> usize {
    usize::from(u16::from_be_bytes([first, second]))
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
