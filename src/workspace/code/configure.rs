//! `%%configure` cells: the settings of a session in JSON.

use super::fact::{Configure, Given, Known, Place, Setting, What};
use super::reader::Reader;
use crate::language::code::{Relaxed, Spot, Text, Value, parse_relaxed};

const MAGIC: &str = "%%configure";

/// Reads a cell, if it configures the session.
pub(super) fn read(reader: &mut Reader<'_>, cell: usize) {
    if reader.cells[cell].magic() != Some("configure") {
        return;
    }
    let text = reader.cells[cell].text();
    let start = text.find(MAGIC).unwrap_or(0);
    let (force, body) = flags(text, start + MAGIC.len());
    let earlier = earlier_code(reader, cell);
    let filled_by_pipeline = text.contains("activityParameterName");
    let (parsed, error) = parse_relaxed(text, body);
    let problem = error.filter(|_| !is_template(&text[body..])).and_then(|error| {
        let place = reader.place(&Spot { cell, bytes: error.bytes })?;
        Some((error.message, place))
    });
    reader.note(
        cell,
        start..start + MAGIC.len(),
        What::Configure(Configure { force, filled_by_pipeline, earlier, problem }),
    );
    if let Some(parsed) = parsed {
        settings(reader, cell, &parsed);
    }
}

/// Is `-f` among the flags, and where do the settings begin?
fn flags(text: &str, from: usize) -> (bool, usize) {
    let (mut force, mut at) = (false, from);
    loop {
        let rest = &text[at..];
        let skipped = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let word = rest[skipped..].split(char::is_whitespace).next().unwrap_or_default();
        if !word.starts_with('-') {
            return (force, at);
        }
        force |= matches!(word, "-f" | "--force");
        at += skipped + word.len();
    }
}

/// A token that a deployment replaces makes any text of a template.
fn is_template(body: &str) -> bool {
    ["#{", "__", "$(", "{{", "<<"].iter().any(|mark| body.contains(mark))
}

/// The first line of code that runs before a cell. Other `%%configure` cells start nothing.
fn earlier_code(reader: &Reader<'_>, cell: usize) -> Option<Place> {
    let at = reader.first_code.filter(|at| *at < cell)?;
    let text = reader.cells[at].text();
    let start = text.len() - text.trim_start().len();
    let length = text[start..].find('\n').unwrap_or(text.len() - start);
    reader.place(&Spot { cell: at, bytes: start..start + text[start..start + length].trim_end().len() })
}

fn settings(reader: &mut Reader<'_>, cell: usize, settings: &Relaxed) {
    for (key, value) in settings.get("conf").map_or(&[][..], Relaxed::entries) {
        let Some(key) = known(reader, cell, key) else { continue };
        let bytes = value.bytes.clone();
        let value = known(reader, cell, value).map_or(Given::Unknown, Given::Text);
        if let Given::Text(url) = &value
            && url.text.contains("://")
        {
            reader.note(cell, bytes.clone(), What::Url(url.clone()));
        }
        reader.note(cell, bytes, What::Setting(Setting { key, value }));
    }
    for list in ["jars", "pyFiles", "files", "archives"] {
        for item in settings.get(list).map_or(&[][..], Relaxed::items) {
            if let Some(path) = known(reader, cell, item) {
                reader.note(cell, item.bytes.clone(), What::Url(path.clone()));
                reader.note(cell, item.bytes.clone(), What::Path(path));
            }
        }
    }
}

fn known(reader: &Reader<'_>, cell: usize, value: &Relaxed) -> Option<Known> {
    let spot = Spot { cell, bytes: value.bytes.clone() };
    let text = Text { known: value.as_text()?.to_owned(), complete: true, spot, origin: None };
    reader.given(Some(&Value::Text(text))).known().cloned()
}
