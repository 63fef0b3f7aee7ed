//! `extends`: the files a configuration builds on, nearest first, and what the nearer may not do to the farther.

use super::ConfigError;
use super::config::Layer;
use super::mandatory::Mandatory;
use super::validate::Fault;
use crate::json::Span;
use crate::rules::Registry;
use crate::workspace::files::Files;

/// Most files that one configuration may build on: more is a mistake.
pub const MOST: usize = 32;

/// Longest shared configuration, in bytes.
const LONGEST: usize = 1 << 20;

/// Reads a configuration and all it builds on. The first layer is the file itself; a farther one says what no nearer
/// one says.
///
/// # Errors
/// Every fault of the first file that has any.
pub fn layers(path: &str, text: &str, registry: &Registry, files: &dyn Files) -> Result<Vec<Layer>, Vec<ConfigError>> {
    let mut reader = Reader { registry, files, open: Vec::new(), layers: Vec::new() };
    reader.read(path, text)?;
    let faults = Mandatory::of(&reader.layers, registry).broken(&reader.layers, registry);
    if faults.is_empty() { Ok(reader.layers) } else { Err(faults) }
}

struct Reader<'a> {
    registry: &'a Registry,
    files: &'a dyn Files,
    /// The files that led here, outermost first.
    open: Vec<String>,
    layers: Vec<Layer>,
}

impl Reader<'_> {
    fn read(&mut self, path: &str, text: &str) -> Result<(), Vec<ConfigError>> {
        let layer = Layer::parse(path, text, self.registry)?;
        let extends: Vec<(String, Span)> =
            layer.file.extends.iter().map(|base| (layer.below(base.get_ref()), base.span())).collect();
        let error =
            |message: String, span: Span, help: Option<String>| vec![layer.error(Fault { message, span, help })];
        let at = self.layers.len();
        self.open.push(path.to_owned());
        let mut found = Vec::new();
        // Of two files that say something, the later in the list wins.
        for (base, span) in extends.into_iter().rev() {
            if self.open.contains(&base) {
                let ring = format!("{} → {base}", self.open.join(" → "));
                return Err(error(format!("\"{base}\" extends itself: {ring}"), span, None));
            }
            if self.layers.iter().any(|known| known.path == base) {
                continue;
            }
            if at + found.len() >= MOST || self.open.len() >= MOST {
                return Err(error(format!("more than {MOST} files are extended"), span, None));
            }
            let text = shared(self.files, &base).map_err(|why| {
                let help = "paths are relative to the folder of this file".to_owned();
                error(format!("\"{base}\" cannot be read: {why}"), span, Some(help))
            })?;
            found.push((base, text));
        }
        self.layers.push(layer);
        for (base, text) in found {
            self.read(&base, &text)?;
        }
        self.open.pop();
        Ok(())
    }
}

/// The text of a shared configuration.
pub fn shared(files: &dyn Files, path: &str) -> Result<String, String> {
    let bytes = files.read(path)?;
    if bytes.len() > LONGEST {
        return Err("it is longer than a megabyte".to_owned());
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}
