//! How many letters lie between one word and many others: inserted, left out, exchanged, or swapped with their
//! neighbour. The whole column of the usual table is one machine word (Hyyrö, "A bit-vector algorithm for computing
//! Levenshtein and Damerau edit distances", 2003), so a comparison costs a few instructions a letter.

/// A word of 1 to 64 letters, ready to be compared.
pub(super) struct Word {
    length: usize,
    /// For each ASCII letter, a bit for every place where the word has it.
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
}

impl Word {
    /// Reads the word; `None` when it is empty or too long.
    pub fn new(word: &str) -> Option<Self> {
        let length = word.chars().count();
        if !(1..=64).contains(&length) {
            return None;
        }
        let mut read = Self { length, ascii: [0; 128], others: Vec::new() };
        for (at, letter) in word.chars().enumerate() {
            match read.ascii.get_mut(letter as usize) {
                Some(places) => *places |= 1 << at,
                None => read.others.push((letter, 1 << at)),
            }
        }
        Some(read)
    }

    fn places(&self, letter: char) -> u64 {
        self.ascii.get(letter as usize).copied().unwrap_or_else(|| {
            let same = self.others.iter().filter(|(other, _)| *other == letter);
            same.fold(0, |places, (_, place)| places | place)
        })
    }

    /// The distance to another word.
    pub fn distance(&self, other: impl Iterator<Item = char>) -> usize {
        let last = 1 << (self.length - 1);
        let mut distance = self.length;
        // Where the distance rises and falls from one letter of this word to the next.
        let (mut rises, mut falls) = (u64::MAX, 0);
        let (mut kept, mut before) = (0, 0);
        for letter in other {
            let here = self.places(letter);
            let swapped = ((!kept & here) << 1) & before;
            kept = ((here & rises).wrapping_add(rises) ^ rises) | here | falls | swapped;
            // The same from one letter of the other word to the next.
            let (grows, shrinks) = (falls | !(kept | rises), kept & rises);
            distance += usize::from(grows & last != 0);
            distance -= usize::from(shrinks & last != 0);
            let (grows, shrinks) = (grows << 1 | 1, shrinks << 1);
            rises = shrinks | !(kept | grows);
            falls = grows & kept;
            before = here;
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_the_table_says(one in "[abc ä]{1,64}", other in "[abc ä]{0,80}", far in "\\PC{1,64}") {
            let word = Word::new(&one).unwrap();
            for other in [other, far] {
                prop_assert_eq!(word.distance(other.chars()), strsim::osa_distance(&one, &other), "{} {}", one, other);
            }
        }
    }

    #[test]
    fn what_no_machine_word_holds() {
        assert!(Word::new("").is_none() && Word::new(&"a".repeat(65)).is_none());
        assert_eq!(Word::new(&"a".repeat(64)).unwrap().distance("b".chars()), 64);
    }
}
