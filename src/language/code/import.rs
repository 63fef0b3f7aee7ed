//! Imports: names for modules, objects and functions of others.

use super::{Language, Source, TokenKind};

/// A name, and the dotted path it stands for.
pub(super) type Import = (String, Vec<String>);

/// Longest import that is read, in tokens.
const LONGEST: usize = 400;

/// The names an import brings that begins at `at`; none when none does.
pub(super) fn imports(source: &Source<'_>, at: usize) -> Vec<Import> {
    // Most names of Python need no closer look.
    if source.language == Language::Python && !source.tokens[at].first {
        return Vec::new();
    }
    match (source.language, source.word(at)) {
        (Language::Python, "import") => python(source, at + 1, &[]),
        (Language::Python, "from") => python_from(source, at + 1),
        (Language::Scala, "import") => scala(source, at + 1),
        (Language::CSharp, "using") => c_sharp(source, at + 1),
        _ => Vec::new(),
    }
}

/// The dotted path that begins at `at`, and the token behind it.
fn dotted(source: &Source<'_>, at: usize) -> (Vec<String>, usize) {
    let (mut path, mut at) = (Vec::new(), at);
    while let Some(name) = source.name(at).filter(|_| path.len() < 16) {
        path.push(name.to_owned());
        at += 1;
        if !(source.is(at, b'.') && source.name(at + 1).is_some_and(|name| name != "_")) {
            break;
        }
        at += 1;
    }
    (path, at)
}

/// `a.b as c, d` behind `import`, or behind `from module import`.
fn python(source: &Source<'_>, from: usize, module: &[String]) -> Vec<Import> {
    let mut found = Vec::new();
    let mut at = from;
    while at < from + LONGEST {
        let (path, behind) = dotted(source, at);
        let Some(first) = path.first().cloned() else { break };
        let whole: Vec<String> = module.iter().cloned().chain(path.iter().cloned()).collect();
        at = behind;
        if source.word(at) == "as" {
            let name = source.name(at + 1).unwrap_or_default();
            found.push((name.to_owned(), whole));
            at += 2;
        } else if module.is_empty() {
            found.push((first.clone(), vec![first]));
        } else {
            found.push((first, whole));
        }
        if !source.is(at, b',') {
            break;
        }
        at += 1;
    }
    found
}

fn python_from(source: &Source<'_>, at: usize) -> Vec<Import> {
    let (module, at) = dotted(source, at);
    if module.is_empty() || source.word(at) != "import" {
        return Vec::new();
    }
    let names = if source.is(at + 1, b'(') { at + 2 } else { at + 1 };
    python(source, names, &module)
}

/// `a.b.C`, `a.b.{C => D, E}`.
fn scala(source: &Source<'_>, at: usize) -> Vec<Import> {
    let (path, behind) = dotted(source, at);
    let (Some(last), true) = (path.last().cloned(), path.len() > 1 || source.is(behind, b'.')) else {
        return Vec::new();
    };
    if !source.is(behind, b'.') {
        return vec![(last, path)];
    }
    let Some(close) = source.partner(behind + 1).filter(|close| *close > behind && *close < behind + LONGEST) else {
        return Vec::new();
    };
    let item = |part: std::ops::Range<usize>| {
        let name = source.name(part.start)?.to_owned();
        let own = source.tokens[part.clone()].iter().rposition(|token| token.kind == TokenKind::Name)?;
        let whole = path.iter().cloned().chain([name]).collect();
        Some((source.name(part.start + own)?.to_owned(), whole))
    };
    source.split(behind + 2..close, b',').into_iter().filter(|part| !part.is_empty()).filter_map(item).collect()
}

/// `using Name = A.B.C;`
fn c_sharp(source: &Source<'_>, at: usize) -> Vec<Import> {
    let Some(name) = source.name(at).filter(|_| source.is(at + 1, b'=')) else { return Vec::new() };
    let (path, behind) = dotted(source, at + 2);
    if source.is(behind, b';') { vec![(name.to_owned(), path)] } else { Vec::new() }
}
