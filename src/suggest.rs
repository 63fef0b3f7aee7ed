//! Did you mean? For names in configuration, on the command line and in artifacts.

/// Most names that are compared: beyond, the search would cost more than the hint is worth.
const MOST: usize = 400;

/// The known name nearest to a misspelt one; `None` when none is near.
pub fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    // Of names that differ much in length none is near.
    let length = name.chars().count();
    let near = |known: &&str| known.chars().count().abs_diff(length) * 3 <= known.chars().count().max(length);
    let scored = known.take(MOST).filter(near).map(|known| (strsim::osa_distance(&name, &known.to_lowercase()), known));
    let (distance, best) = scored.min_by_key(|(distance, known)| (*distance, known.len()))?;
    // A third of the letters may be wrong; more is another word.
    (distance * 3 <= best.chars().count().max(name.chars().count())).then_some(best)
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
    }
}
