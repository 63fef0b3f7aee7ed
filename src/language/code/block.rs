//! Blocks: what runs only perhaps or several times (`if`, `for`), and how long a local name lives.

use super::{Language, Source};

/// What a block is to the names bound in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It may run never or often: nothing bound in it is a constant.
    Perhaps,
    /// A function or a class: what is bound in it ends with it.
    Local,
    /// It runs once, and its names outlive it.
    Once,
}

/// The blocks that are open.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// Of Python, each with the column of its header; of other languages, one for each open bracket.
    open: Vec<(usize, Kind)>,
    /// Names bound in local blocks, with the number of blocks open then.
    local: Vec<(usize, String)>,
}

impl Blocks {
    /// Comes to a token of Python that begins a statement: blocks indented as far or further end. Gives back the names
    /// that end with them.
    pub(super) fn line(&mut self, source: &Source<'_>, at: usize) -> Vec<String> {
        let start = source.tokens[at].range().start;
        let before = &source.text[..start];
        let column = before.bytes().rev().take_while(|byte| *byte != b'\n').count();
        while self.open.last().is_some_and(|(header, _)| *header >= column) {
            self.open.pop();
        }
        let ended = self.ended();
        let word = if source.word(at) == "async" { source.word(at + 1) } else { source.word(at) };
        let kind = match word {
            "if" | "elif" | "else" | "for" | "while" | "except" | "finally" | "match" | "case" => Kind::Perhaps,
            "def" | "class" => Kind::Local,
            "with" | "try" => Kind::Once,
            _ => return ended,
        };
        self.open.push((column, kind));
        ended
    }

    /// Comes to an opening bracket of a language with braces.
    pub(super) fn enter(&mut self, source: &Source<'_>, at: usize) {
        let kind =
            if source.language == Language::R && source.is(at, b'{') { kind_in_r(source, at) } else { Kind::Local };
        self.open.push((0, kind));
    }

    /// Comes to a closing bracket. Gives back the names that end with its block.
    pub(super) fn leave(&mut self) -> Vec<String> {
        self.open.pop();
        self.ended()
    }

    fn ended(&mut self) -> Vec<String> {
        // The deepest were bound last.
        let depth = self.open.len();
        std::iter::from_fn(|| self.local.pop_if(|(own, _)| *own > depth)).map(|(_, name)| name).collect()
    }

    /// Does what stands here run exactly once?
    pub(super) fn runs_once(&self) -> bool {
        self.open.iter().rev().take(64).all(|(_, kind)| *kind != Kind::Perhaps)
    }

    /// Takes note of a name that is bound here.
    pub(super) fn bind(&mut self, name: &str) {
        let depth = self.open.iter().rposition(|(_, kind)| *kind == Kind::Local);
        if let Some(depth) = depth {
            self.local.push((depth + 1, name.to_owned()));
        }
    }
}

/// What the braces of R belong to.
fn kind_in_r(source: &Source<'_>, at: usize) -> Kind {
    let Some(before) = at.checked_sub(1) else { return Kind::Once };
    let header = match source.partner(before).filter(|_| source.is(before, b')')) {
        Some(open) => open.checked_sub(1).map_or("", |at| source.word(at)),
        None => source.word(before),
    };
    if matches!(header, "if" | "for" | "while" | "else" | "repeat") { Kind::Perhaps } else { Kind::Local }
}
