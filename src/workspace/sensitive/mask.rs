//! Hiding secrets: what is shown instead of them, in files by place and in sentences by value.

use crate::json::{NodeKind, Span};
use crate::language::placeholder::is_no_secret;
use crate::language::secret::{self, assigned, forms, outermost};
use crate::workspace::Artifact;
use rustc_hash::{FxHashMap, FxHashSet};

/// Places of a file that are never shown, each with what is shown instead, in order.
pub type Hidden = Vec<(Span, String)>;

/// The places of an artifact's file that are never shown.
pub fn hidden_spans(artifact: &Artifact) -> Hidden {
    if artifact.problem.is_some() {
        return hidden_in_text(artifact.document.text(), Vec::new());
    }
    let mut mask = Mask::default();
    let secrets = artifact.secrets().iter().map(|secret| {
        let value = artifact.secret_value(secret);
        let stand_in = secret.kind.stand_in(&value);
        mask.add_word(&value, &stand_in);
        (secret.span.clone(), stand_in)
    });
    let mut hidden: Hidden = secrets.collect();
    if !mask.is_empty() {
        // Where it stands with other escapes.
        let escaped = artifact.document.nodes().filter(|node| node.kind() == NodeKind::Escaped);
        hidden.extend(escaped.flat_map(|node| {
            let value = node.as_str().unwrap_or_default();
            let found = mask.found_in(&value, Word::whole_at);
            found.map(|(range, word)| (node.span_within(range), word.stand_in.clone())).collect::<Vec<_>>()
        }));
    }
    everywhere(artifact.document.text(), hidden, mask)
}

/// Hides known secrets wherever else they stand in a text: `mask` knows what they mean, and their source is added.
fn everywhere(text: &str, mut hidden: Hidden, mut mask: Mask) -> Hidden {
    for (span, stand_in) in &hidden {
        mask.add_word(&text[span.clone()], stand_in);
    }
    if mask.is_empty() {
        return hidden;
    }
    hidden.extend(mask.found_in(text, Word::whole_at).map(|(span, word)| (span, word.stand_in.clone())));
    hidden.sort_by_key(|(span, _)| span.start);
    hidden.dedup_by(|(later, _), (kept, _)| {
        let overlaps = later.start < kept.end;
        if overlaps {
            kept.end = kept.end.max(later.end);
        }
        overlaps
    });
    hidden
}

/// The same for a file that is no artifact or could not be read as JSON: only its text tells, and `known`, what else is
/// known to be secret in it.
pub fn hidden_in_text(text: &str, known: Vec<(Span, secret::Kind)>) -> Hidden {
    let found =
        outermost(forms(text).into_iter().chain(assigned(text)).collect()).into_iter().map(|one| (one.range, one.kind));
    let secure =
        text.match_indices("ecureString").filter_map(|(at, _)| Some((value_near(text, at)?, secret::Kind::Secret)));
    let mut hidden: Vec<(Span, secret::Kind)> = found.chain(secure).chain(known).collect();
    hidden.sort_by_key(|(span, _)| span.start);
    hidden.dedup_by(|later, kept| later.0.start < kept.0.end);
    let hidden = hidden.into_iter().map(|(span, kind)| (span.clone(), kind.stand_in(&text[span]))).collect();
    everywhere(text, hidden, Mask::default())
}

/// The `"value": "…"` next to the type of a secure string.
fn value_near(text: &str, at: usize) -> Option<Span> {
    /// How far the value may be.
    const NEAR: usize = 512;
    let (from, to) =
        (text.floor_char_boundary(at.saturating_sub(64)), text.floor_char_boundary((at + NEAR).min(text.len())));
    let key = from + text[from..to].find("\"value\"")? + "\"value\"".len();
    let open = key + text[key..to].find('"')? + 1;
    let close = open + text[open..].find(['"', '\n'])?;
    (!is_no_secret(&text[open..close])).then_some(open..close)
}

/// Takes the secrets of one artifact out of sentences.
#[derive(Debug, Default)]
pub struct Mask {
    words: Vec<Word>,
    /// The first bytes of words → the words.
    heads: FxHashMap<Head, Vec<usize>>,
    known: FxHashSet<String>,
}

#[derive(Debug)]
struct Word {
    lower: String,
    stand_in: String,
}

/// Words that are shorter are hidden in frames only: in sentences they are everywhere.
const SHORTEST: usize = 3;

type Head = [u8; SHORTEST];

/// Of a longer secret its beginning is enough to be hidden: sentences are cut at some length.
const BEGINNING: usize = 8;

/// What connection strings begin with: words of many sentences, and no secrets.
const OPENINGS: [&str; 3] = ["endpoint=", "accountendpoint=", "defaultendpointsprotocol="];

impl Mask {
    /// Hides the secrets of an artifact: what they mean, and their source, which some sentences quote.
    pub fn of(artifact: &Artifact) -> Self {
        let mut mask = Self::default();
        for secret in artifact.secrets() {
            let value = artifact.secret_value(secret);
            let stand_in = secret.kind.stand_in(&value);
            mask.add(&value, &stand_in);
            mask.add(&artifact.document.text()[secret.span.clone()], &stand_in);
        }
        mask
    }

    /// Hides what is never shown of a text.
    pub fn of_text(text: &str, hidden: &Hidden) -> Self {
        let mut mask = Self::default();
        for (span, stand_in) in hidden {
            mask.add(&text[span.clone()], stand_in);
        }
        mask
    }

    /// Is there nothing to hide?
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// White space may have been folded in what is shown, so each word of a secret counts on its own.
    fn add(&mut self, secret: &str, stand_in: &str) {
        secret.split_whitespace().for_each(|word| self.add_word(word, stand_in));
    }

    fn add_word(&mut self, word: &str, stand_in: &str) {
        let lower = word.to_ascii_lowercase();
        let Some(head) = lower.as_bytes().first_chunk::<SHORTEST>() else { return };
        if !self.known.insert(lower.clone()) {
            return;
        }
        self.heads.entry(*head).or_default().push(self.words.len());
        self.words.push(Word { lower, stand_in: stand_in.to_owned() });
    }

    /// The text without the secrets; `None` when it has none.
    pub fn hide(&self, text: &str) -> Option<String> {
        let (mut out, mut copied) = (String::new(), 0);
        for (span, word) in self.found_in(text, Word::found_at) {
            out.push_str(&text[copied..span.start]);
            out.push_str(&word.stand_in);
            copied = span.end;
        }
        (copied > 0).then(|| out + &text[copied..])
    }

    /// Where words stand in a text, the longest of each place; `length` tells how far one goes from there.
    fn found_in(
        &self,
        text: &str,
        length: impl Fn(&Word, &str, usize) -> Option<usize>,
    ) -> impl Iterator<Item = (Span, &Word)> {
        let (lower, mut at) = (text.to_ascii_lowercase(), 0);
        std::iter::from_fn(move || {
            while let Some(head) = lower.as_bytes()[at..].first_chunk::<SHORTEST>() {
                let start = at;
                let here = self.heads.get(head).filter(|_| lower.is_char_boundary(start));
                let known = here.into_iter().flatten().map(|word| &self.words[*word]);
                let longest = known
                    .filter_map(|word| Some((length(word, &lower, start)?, word)))
                    .max_by_key(|(length, _)| *length);
                if let Some((length, word)) = longest {
                    at += length;
                    return Some((start..at, word));
                }
                at += 1;
            }
            None
        })
    }
}

impl Word {
    /// How far the word goes at this place of a sentence: a short one stands whole and alone, a longer one may be cut.
    fn found_at(&self, text: &str, at: usize) -> Option<usize> {
        let opening =
            OPENINGS.iter().find(|opening| self.lower.starts_with(**opening)).map_or(0, |opening| opening.len());
        let beginning = || Some(self.common_at(text, at)).filter(|length| *length >= BEGINNING + opening);
        self.whole_at(text, at).or_else(beginning)
    }

    /// How far the word goes at this place of a file, where it is never cut: a short one stands alone.
    fn whole_at(&self, text: &str, at: usize) -> Option<usize> {
        let length = self.lower.len();
        let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let alone = || outside(text[..at].chars().next_back()) && outside(text[at + length..].chars().next());
        (text[at..].starts_with(&self.lower) && (length >= BEGINNING || alone())).then_some(length)
    }

    /// How much of the word's beginning stands at this place.
    fn common_at(&self, text: &str, at: usize) -> usize {
        let same = text[at..].chars().zip(self.lower.chars()).take_while(|(one, other)| one == other);
        same.map(|(c, _)| c.len_utf8()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hide(secret: &str, text: &str) -> String {
        let mut mask = Mask::default();
        mask.add(secret, "[password, 12 characters]");
        mask.hide(text).unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn whole_or_cut_and_whatever_its_case() {
        assert_eq!(hide("Tulips-4-All", "x=Tulips-4-All;y"), "x=[password, 12 characters];y");
        assert_eq!(hide("Tulips-4-All", "x=tulips-4-"), "x=[password, 12 characters]");
        assert_eq!(
            hide("Tulips-4-All", "\"Tulips-4-All\" and Tulips-4…"),
            "\"[password, 12 characters]\" and [password, 12 characters]…"
        );
        assert_eq!(hide("Tulips-4-All", "Tulips"), "Tulips", "six letters of twelve are a word like others");
        let hub = "Endpoint=sb://hub.example/;SharedAccessKey=Tulips-4-All";
        assert_eq!(hide(hub, "no endpoint leads there"), "no endpoint leads there");
        assert_eq!(hide(hub, "Endpoint=sb://hub.example/;Sh…"), "[password, 12 characters]…");
        assert_eq!(hide("tulip", "tulips, \"tulip\""), "tulips, \"[password, 12 characters]\"");
    }

    #[test]
    fn a_file_that_is_no_json_hides_what_looks_like_one() {
        let text =
            "{\"a\": {\"type\": \"SecureString\", \"value\": \"Tulips-4-All\"},\n\"password\": \"Tulips-4-All\",,}";
        let shown: Vec<&str> = hidden_in_text(text, Vec::new()).into_iter().map(|(span, _)| &text[span]).collect();
        assert_eq!(shown, ["Tulips-4-All", "Tulips-4-All"]);
        assert_eq!(hidden_in_text("{\"type\": \"SecureString\", \"value\": \"**********\",,}", Vec::new()), []);
    }
}
