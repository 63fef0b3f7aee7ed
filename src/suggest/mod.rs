//! Did you mean? For names in configuration, on the command line and in artifacts.

mod distance;

use distance::Word;
use std::cmp::Reverse;

/// Most names that are compared: beyond, the search would cost more than the hint is worth.
const MOST: usize = 400;

/// The known name nearest to a misspelt one; `None` when none is near.
pub fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    // Of names that differ much in length none is near.
    let length = name.chars().count();
    let near = |known: &&str| {
        let own = known.chars().count();
        own.abs_diff(length) * 3 <= own.max(length)
    };
    let (letters, most) = (letters_of(&name), |known: &str| known.len().max(name.len()) as u32);
    // One wrong letter takes one out of the set of letters and puts one in.
    let shares = |known: &&str| (letters_of(known) ^ letters).count_ones() * 3 <= 2 * most(known);
    let distance = distance_from(&name);
    let scored = known.take(MOST).filter(near).filter(shares).map(|known| (distance(known), known));
    // Of two that are equally near, the one that begins and ends more alike; then the shorter one.
    let rank = |(distance, known): &(usize, &str)| (*distance, Reverse(common_ends(&name, known)), known.len());
    let (distance, best) = scored.min_by_key(rank)?;
    // A third of the letters may be wrong; more is another word.
    (distance * 3 <= best.chars().count().max(length)).then_some(best)
}

/// How far a name in lower case is from others, whatever their case.
fn distance_from(name: &str) -> impl Fn(&str) -> usize {
    let word = Word::new(name);
    move |other| match &word {
        Some(word) if other.is_ascii() => word.distance(other.chars().map(|letter| letter.to_ascii_lowercase())),
        Some(word) => word.distance(other.to_lowercase().chars()),
        None => strsim::osa_distance(name, &other.to_lowercase()),
    }
}

/// How many letters two words have in common at their beginning and at their end, whatever the case of the second.
fn common_ends(one: &str, other: &str) -> usize {
    let other = other.to_lowercase();
    let alike = |pairs: &mut dyn Iterator<Item = (char, char)>| pairs.take_while(|(a, b)| a == b).count();
    alike(&mut one.chars().zip(other.chars())) + alike(&mut one.chars().rev().zip(other.chars().rev()))
}

/// Which ASCII letters a name has, whatever their case: a bit for each, several letters to a bit.
fn letters_of(name: &str) -> u64 {
    name.bytes().filter(u8::is_ascii).fold(0, |letters, byte| letters | 1 << (byte.to_ascii_lowercase() & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_and_far() {
        let known = ["network", "name", "external"];
        assert_eq!(closest("netwrok", known.into_iter()), Some("network"));
        assert_eq!(closest("Nmae", known.into_iter()), Some("name"), "two letters changed places");
        assert_eq!(closest("externals", known.into_iter()), Some("external"));
        assert_eq!(closest("colour", known.into_iter()), None);
        for rules in [["plain-ftp", "plain-http"], ["plain-http", "plain-ftp"]] {
            assert_eq!(closest("plain-htp", rules.into_iter()), Some("plain-http"), "both are one letter away");
        }
    }
}
