//! Sentences as people read them: counts, names that are not too long, lines that are not too wide.

use std::borrow::Cow;

/// Longest name that is shown whole, in characters: the service takes none that is longer.
const LONGEST: usize = 260;

/// `1 artifact`, `2 artifacts`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Breaks at spaces so that no line is wider than `width`; the first line has `used` columns taken.
pub fn wrapped(text: &str, width: usize, used: usize, indent: &str) -> String {
    let (mut out, mut column) = (String::new(), used);
    for (at, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if at > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(indent);
            column = indent.len();
        } else if at > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

/// A sentence with what stands in quotes, and every single word, cut where it is longer than any name may be.
pub fn with_short_names(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let pieces = text.split('"').enumerate().map(|(at, piece)| match at % 2 {
        1 => short(piece),
        _ => Cow::Owned(piece.split(' ').map(short).collect::<Vec<_>>().join(" ")),
    });
    Cow::Owned(pieces.collect::<Vec<_>>().join("\""))
}

fn short(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(LONGEST) {
        Some(_) => {
            let kept: String = name.chars().take(LONGEST - 1).collect();
            Cow::Owned(kept + "…")
        }
        None => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_and_sentences_are_not() {
        let long = "Ä b".repeat(100);
        let shown = with_short_names(&format!("pipeline \"{long}\" calls \"x\"")).into_owned();
        assert!(shown.starts_with("pipeline \"Ä bÄ") && shown.ends_with("…\" calls \"x\""), "{shown}");
        assert_eq!(shown.split('"').nth(1).map(|name| name.chars().count()), Some(LONGEST));
        let host = "h".repeat(300);
        assert!(with_short_names(&format!("it calls {host}, which is far")).ends_with("h… which is far"));
        let sentence = "many words ".repeat(100);
        assert_eq!(with_short_names(&sentence), sentence);
    }
}
