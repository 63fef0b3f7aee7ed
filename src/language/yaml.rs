//! YAML as workflow files use it: a tree with the place of every value. What is broken gives no tree, and what cannot
//! be told without the rest of YAML (aliases, merge keys) is a value nobody knows. It knows nothing of workflows.

use saphyr_parser::{Event, Parser};
use std::ops::Range;

/// A value and its bytes in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yaml {
    /// What it is.
    pub value: Value,
    /// Where it stands; the quotes of a text included.
    pub span: Range<usize>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text, number, truth value or nothing: YAML tells them apart by their looks, and so may the reader.
    Scalar(String),
    /// Items in order.
    Sequence(Vec<Yaml>),
    /// Pairs in order.
    Mapping(Vec<(Yaml, Yaml)>),
    /// Stands for a value elsewhere.
    Alias,
}

impl Yaml {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The pairs of a mapping; none for anything else.
    pub fn pairs(&self) -> &[(Yaml, Yaml)] {
        match &self.value {
            Value::Mapping(pairs) => pairs,
            _ => &[],
        }
    }

    /// The items of a sequence; none for anything else.
    pub fn items(&self) -> &[Yaml] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The value of a key, whatever its case.
    pub fn get(&self, key: &str) -> Option<&Yaml> {
        let is = |known: &Yaml| known.text().is_some_and(|text| text.eq_ignore_ascii_case(key));
        self.pairs().iter().find(|(known, _)| is(known)).map(|(_, value)| value)
    }
}

/// The deepest nesting that is followed; no workflow comes near it, and trees are walked by recursion.
const DEEPEST: usize = 100;

/// The documents of a text; `None` when any of it is broken, or nested beyond reason.
pub fn parse(text: &str) -> Option<Vec<Yaml>> {
    let mut offsets = Offsets::of(text);
    let mut parser = Parser::new_from_str(text);
    let (mut open, mut documents): (Vec<Open>, Vec<Yaml>) = (Vec::new(), Vec::new());
    while let Some(event) = parser.next_event() {
        let (event, span) = event.ok()?;
        let (start, end) = (offsets.byte(span.start.index()), offsets.byte(span.end.index()));
        let done = match event {
            Event::Scalar(value, ..) => {
                let shown = shown(text.get(start..end).unwrap_or_default());
                Yaml { value: Value::Scalar(value.into_owned()), span: start..start + shown }
            }
            Event::Alias(_) => Yaml { value: Value::Alias, span: start..end },
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() == DEEPEST => return None,
            Event::SequenceStart(..) => {
                open.push(Open { value: Value::Sequence(Vec::new()), start, key: None });
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open { value: Value::Mapping(Vec::new()), start, key: None });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Open { value, start, .. } = open.pop()?;
                Yaml { value, span: start..end.max(start) }
            }
            _ => continue,
        };
        match open.last_mut() {
            Some(outer) => outer.add(done),
            None => documents.push(done),
        }
    }
    Some(documents)
}

/// How much of a scalar's place is the scalar: for the parser the place of a quoted one goes on to the next line.
fn shown(place: &str) -> usize {
    let Some(quote) = place.bytes().next().filter(|first| b"\"'".contains(first)) else {
        return place.trim_end().len();
    };
    let mut skip = false;
    for (at, byte) in place.bytes().enumerate().skip(1) {
        match byte {
            _ if skip => skip = false,
            b'\\' if quote == b'"' => skip = true,
            // A quote that is doubled stands for itself.
            b'\'' if quote == b'\'' && place.as_bytes().get(at + 1) == Some(&b'\'') => skip = true,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    place.len()
}

/// A sequence or mapping whose end is yet to come.
struct Open {
    value: Value,
    start: usize,
    /// The key whose value is yet to come.
    key: Option<Yaml>,
}

impl Open {
    fn add(&mut self, inner: Yaml) {
        match (&mut self.value, self.key.take()) {
            (Value::Sequence(items), _) => items.push(inner),
            (Value::Mapping(pairs), Some(key)) => pairs.push((key, inner)),
            _ => self.key = Some(inner),
        }
    }
}

/// From the characters the parser counts to bytes. Events come in the order of the text, but for the ends of what
/// was open, so the way from the last place is short.
struct Offsets<'t> {
    text: &'t str,
    ascii: bool,
    character: usize,
    byte: usize,
}

impl<'t> Offsets<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, ascii: text.is_ascii(), character: 0, byte: 0 }
    }

    fn byte(&mut self, character: usize) -> usize {
        if self.ascii {
            return character.min(self.text.len());
        }
        if character < self.character {
            let back = self.text[..self.byte].chars().rev().take(self.character - character);
            self.byte -= back.map(char::len_utf8).sum::<usize>();
        } else {
            let on = self.text[self.byte..].chars().take(character - self.character);
            self.byte += on.map(char::len_utf8).sum::<usize>();
        }
        self.character = character;
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every scalar with the text at its place.
    fn scalars(text: &str) -> Vec<(String, String)> {
        fn walk(yaml: &Yaml, text: &str, out: &mut Vec<(String, String)>) {
            if let Some(value) = yaml.text() {
                out.push((value.to_owned(), text[yaml.span.clone()].to_owned()));
            }
            yaml.items().iter().for_each(|item| walk(item, text, out));
            yaml.pairs().iter().for_each(|(key, value)| {
                walk(key, text, out);
                walk(value, text, out);
            });
        }
        let mut out = Vec::new();
        parse(text).into_iter().flatten().for_each(|document| walk(&document, text, &mut out));
        out
    }

    #[test]
    fn places_are_bytes() {
        let text =
            "# é\r\nname: Läuft \r\nsteps:\r\n  - uses: 'ä' # to\r\n    with: { \"ü\": true, x: }\r\n---\r\ny: z\r\n";
        let found = scalars(text);
        let found: Vec<(&str, &str)> = found.iter().map(|(value, place)| (value.as_str(), place.as_str())).collect();
        assert_eq!(
            found,
            [
                ("name", "name"),
                ("Läuft", "Läuft"),
                ("steps", "steps"),
                ("uses", "uses"),
                ("ä", "'ä'"),
                ("with", "with"),
                ("ü", "\"ü\""),
                ("true", "true"),
                ("x", "x"),
                ("", ""),
                ("y", "y"),
                ("z", "z"),
            ]
        );
    }

    #[test]
    fn expressions_of_pipelines_are_keys_like_others() {
        let text = "steps:\n- ${{ if eq(parameters.env, 'x') }}:\n  - task: A@1\n    inputs: &a\n      b: |\n        c: d\n  - task: *a\n";
        let document = parse(text).unwrap().remove(0);
        let steps = document.get("STEPS").unwrap().items();
        let (key, tasks) = &steps[0].pairs()[0];
        assert_eq!(key.text(), Some("${{ if eq(parameters.env, 'x') }}"));
        assert_eq!(tasks.items()[0].get("inputs").unwrap().get("b").unwrap().text(), Some("c: d\n"));
        assert_eq!(tasks.items()[1].get("task").unwrap().value, Value::Alias);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics_and_places_lie_in_the_text(text in "[-a\\[\\]{}:,&*!|>'\"%@#?é \n\t\\\\]{0,60}") {
            scalars(&text);
        }
    }

    #[test]
    fn broken_is_nothing() {
        for text in ["a: b: c", "a: [", "\"", "{{ x }}: }", "a:\n\t- b", "%TAG"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"- ".repeat(100_000)), None, "nested beyond reason");
        assert_eq!(parse(&"[".repeat(100_000)), None, "nested beyond reason");
        assert_eq!(parse(""), Some(Vec::new()));
    }
}
