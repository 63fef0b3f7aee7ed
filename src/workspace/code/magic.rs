//! Lines that are orders and no code: `%run`, `%pip`, `!ls`, `%fs`.

use super::fact::{Given, Run, What};
use super::install;
use super::reader::Reader;
use crate::language::code::{Source, Spot, Text, Value};

/// Line magics of Databricks that Synapse does not have.
const DATABRICKS: [&str; 7] = ["fs", "md", "python", "r", "scala", "sh", "sql"];

/// Reads one order; says whether it runs another notebook inside this one.
pub(super) fn read(reader: &mut Reader<'_>, cell: usize, source: &Source<'_>, at: usize) -> bool {
    let bytes = source.tokens[at].range();
    let line = source.text[bytes.clone()].trim_end();
    let bytes = bytes.start..bytes.start + line.len();
    if let Some(install) = install::installation(line) {
        reader.note(cell, bytes, What::Install(install));
        return false;
    }
    if let Some(command) = line.strip_prefix('!') {
        reader.note(cell, bytes, What::Shell(command.trim().to_owned()));
        return false;
    }
    let Some(order) = line.strip_prefix('%').filter(|order| !order.starts_with('%')) else { return false };
    let name = &order[..order.find(|c: char| !c.is_alphanumeric()).unwrap_or(order.len())];
    if DATABRICKS.contains(&name) {
        reader.note(cell, bytes.start..bytes.start + name.len() + 1, What::Databricks(format!("%{name}")));
    }
    name == "run" && run(reader, cell, source.text, bytes.start + 4..bytes.end)
}

/// `%run /folder/Notebook { "parameter": 1 }`; with `-b` it is a file of the notebook's own resources.
fn run(reader: &mut Reader<'_>, cell: usize, text: &str, rest: std::ops::Range<usize>) -> bool {
    let order = &text[rest.clone()];
    let path = order[..order.find('{').unwrap_or(order.len())].trim();
    if path.is_empty() || path.starts_with('-') {
        return true;
    }
    let start = rest.start + order.find(path).unwrap_or(0);
    let unquoted = path.trim_matches(['"', '\'']);
    let start = start + path.find(unquoted).unwrap_or(0);
    let bytes = start..start + unquoted.len();
    // Variables are not allowed there, and what follows a `#` may be a remark.
    let literal = !unquoted.contains(['$', '#', '=', '*']);
    let text =
        Text { known: unquoted.to_owned(), complete: true, spot: Spot { cell, bytes: bytes.clone() }, origin: None };
    let target = if literal { reader.given(Some(&Value::Text(text))) } else { Given::Unknown };
    reader.note(cell, bytes, What::Run(Run { how: "%run", target }));
    true
}
