//! Which artifacts are named anywhere in the text of the others: in code, in queries, in settings, in what is switched
//! off. It is a net with wide arms: a name that stands there by chance is a mention too, so that only its absence says
//! something.

use super::search::Search;
use super::{Artifact, Workspace};
use rustc_hash::FxHashSet;

/// Artifacts, by number, that some other artifact of the workspace mentions; only names of `wanted` are looked for.
pub(super) fn mentioned(workspace: &Workspace, wanted: &[&Artifact]) -> FxHashSet<usize> {
    let search = Search::new(wanted.iter().map(|artifact| artifact.name.as_str()));
    // What has no name cannot be told from what is mentioned.
    let nameless = wanted.iter().filter(|artifact| artifact.name.is_empty());
    let mut found: FxHashSet<usize> = nameless.map(|artifact| artifact.id).collect();
    for artifact in &workspace.artifacts {
        // The rest of the text has nothing more to say.
        if found.len() == wanted.len() {
            break;
        }
        let text = artifact.document.text();
        for hit in search.hits(text) {
            let target = wanted[hit.word].id;
            if target != artifact.id && stands_alone(text, hit.start, hit.end) {
                found.insert(target);
            }
        }
    }
    found
}

/// Is the name no part of a longer word?
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let in_word = |character: char| character.is_alphanumeric() || character == '_';
    let before = &text[..start];
    let joined = before.chars().next_back().is_some_and(in_word) && !ends_in_escape(before);
    !joined && !text[end..].chars().next().is_some_and(in_word)
}

/// Does the text end in `\n` or `\u0027`, whose last letter belongs to no word?
fn ends_in_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    let backslash = |back: usize| bytes.len() >= back && bytes[bytes.len() - back] == b'\\';
    backslash(2) || (backslash(6) && bytes[bytes.len() - 5] == b'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_longer_word_is_no_mention() {
        let alone = |text: &str| {
            let start = text.find("ls_a").unwrap();
            stands_alone(text, start, start + 4)
        };
        assert!(alone("\"ls_a\"") && alone("ls_a") && alone(r"x\nls_a") && alone(r"\u0027ls_a\u0027"));
        assert!(!alone("ls_ab") && !alone("xls_a") && !alone("ls_a_b") && !alone("éls_a"));
    }
}
