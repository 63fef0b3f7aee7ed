//! Installations of packages: orders to pip and conda, calls of R, commands in a subprocess, `#r` of C#.

use super::calls::{Cell, Looked};
use super::fact::{Install, Tool, What};
use crate::language::code::{Language, Source, Text};

/// Calls that install, or run a command that may.
pub(super) const NAMES: &[&str] = &[
    "packages",
    "install_github",
    "install_gitlab",
    "install_bitbucket",
    "install_git",
    "install_url",
    "install_cran",
    "install_version",
    "install_local",
    "install_deps",
    "install",
    "pkg_install",
    "main",
    "system",
    "popen",
    "run",
    "call",
    "check_call",
    "check_output",
    "getoutput",
];

/// Notes an installation; says whether a call is one.
pub(super) fn read(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) -> bool {
    let path: Vec<&str> = looked.callee.path.iter().map(String::as_str).collect();
    let of_r = cell.source.language == Language::R;
    let what = match path[..] {
        ["install", "packages"] if of_r => r_install(cell, looked),
        [name] if of_r && name.starts_with("install_") => r_install(cell, looked),
        ["install" | "pkg_install"] if of_r && follows_namespace(cell.source, looked) => r_install(cell, looked),
        ["pip", .., "main"] | ["subprocess", _] | ["os", "system" | "popen"] => {
            let command = command(looked);
            let Some(install) = installation(&command) else { return false };
            What::Install(install)
        }
        _ => return false,
    };
    cell.note_path(looked, what);
    true
}

/// `BiocManager::install`, `pak::pkg_install`.
fn follows_namespace(source: &Source<'_>, looked: &Looked<'_>) -> bool {
    let at = looked.callee.first;
    at >= 3 && source.is(at - 1, b':') && matches!(source.word(at - 3), "BiocManager" | "pak" | "renv")
}

fn r_install(cell: &Cell<'_, '_>, looked: &Looked<'_>) -> What {
    let open = looked.call.open;
    let close = cell.source.partner(open).unwrap_or(open);
    let command = cell.source.text[cell.source.bytes(open + 1..close)].to_owned();
    let local = looked.name == "install_local" || command.replace(' ', "").contains("repos=NULL");
    What::Install(Install { tool: Tool::R, command, local })
}

/// The words of a command that is given as one text or as a list.
fn command(looked: &Looked<'_>) -> String {
    let Some(value) = looked.arguments.get(0, &["args"]) else { return String::new() };
    let words = value.items().iter().map(|item| item.as_text().map_or("?", |text| &text.known));
    let whole = value.as_text().map(|text: &Text| text.known.clone());
    let listed: Vec<&str> = words.collect();
    let listed = if matches!(looked.callee.path.first().map(String::as_str), Some("pip")) {
        format!("pip {}", listed.join(" "))
    } else {
        listed.join(" ")
    };
    whole.unwrap_or(listed)
}

/// The installation a command line makes, as in `%pip install x`, `python -m pip install x`, `conda install x`.
pub(super) fn installation(line: &str) -> Option<Install> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "install")?;
    let tool = words[..at].iter().rev().find_map(|word| {
        let program = word.rsplit('/').next().unwrap_or(word).trim_start_matches(['%', '!']);
        match program {
            "pip" | "pip3" => Some(Tool::Pip),
            "conda" | "mamba" => Some(Tool::Conda),
            _ => None,
        }
    })?;
    let command = words[at..].join(" ");
    let rest = &words[at + 1..];
    let offline = rest.contains(&"--no-index");
    let values: Vec<&&str> = rest.iter().filter(|word| !word.starts_with('-')).collect();
    let file = |word: &&str| !word.contains("://") && (word.starts_with(['/', '.']) || word.ends_with(".whl"));
    let local = offline || !values.is_empty() && values.iter().all(|word| file(word));
    Some(Install { tool, command, local })
}

/// Notes lines of Python such as `pip install x`, which IPython takes as orders.
pub(super) fn bare_lines(cell: &mut Cell<'_, '_>) {
    let source = cell.source;
    let orders = |at: &usize| source.tokens[*at].first && source.word(*at) == "pip" && source.word(at + 1) == "install";
    if source.language == Language::Python {
        (0..source.tokens.len()).filter(orders).for_each(|at| bare_line(cell, at));
    }
}

/// Notes `#r "nuget: …"` of C#, when the string at `at` is part of one.
pub(super) fn package(cell: &mut Cell<'_, '_>, at: usize, content: &str) {
    let source = cell.source;
    let Some(command) = content.strip_prefix("nuget:") else { return };
    if at > 1 && source.language == Language::CSharp && source.word(at - 1) == "r" && source.is(at - 2, b'#') {
        let command = command.trim().to_owned();
        cell.note(at, at, What::Install(Install { tool: Tool::NuGet, command, local: false }));
    }
}

fn bare_line(cell: &mut Cell<'_, '_>, at: usize) {
    let source = cell.source;
    let start = source.tokens[at].range().start;
    let end = source.text[start..].find('\n').map_or(source.text.len(), |length| start + length);
    if let Some(install) = installation(&source.text[start..end]) {
        cell.reader.note(cell.scope.cell, start..end, What::Install(install));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_lines() {
        let shown = |line: &str| installation(line).map(|install| (install.tool, install.command, install.local));
        assert_eq!(shown("%pip install -q x==1"), Some((Tool::Pip, "install -q x==1".into(), false)));
        assert_eq!(shown("!{sys.executable} -m pip install x"), Some((Tool::Pip, "install x".into(), false)));
        assert_eq!(shown("!/usr/bin/pip3 install /tmp/x.whl").map(|found| found.2), Some(true));
        assert_eq!(shown("%pip install --no-index x").map(|found| found.2), Some(true));
        assert_eq!(shown("%conda install -c conda-forge x").map(|found| found.0), Some(Tool::Conda));
        assert_eq!(shown("%pip uninstall x"), None);
        assert_eq!(shown("make install"), None);
    }
}
