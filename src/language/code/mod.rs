//! Notebook code in Python, Scala, C#, R and Spark SQL: enough of each language to know its strings, comments, names
//! and calls, and which names stand for one constant text. No grammar: a call is a dotted path, a bracket and
//! arguments in all of them. It knows nothing of notebooks, of Synapse or of what a call does.

mod binding;
mod block;
mod embedded;
mod fold;
mod import;
mod lexer;
mod names;
mod relaxed;
mod scope;
mod source;
mod string;
mod value;
mod walk;

pub use embedded::{Embedded, embedded};
pub use fold::fold;
pub use names::Names;
pub use relaxed::{Relaxed, RelaxedError, RelaxedKind, parse_relaxed};
pub use scope::Scope;
pub use source::{Argument, Link, Source, Token, TokenKind};
pub use string::Quotes;
pub use value::{Entry, Spot, Text, Value};
pub use walk::{Call, Callee, Event, walk};

/// The language of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Python, the default of most notebooks.
    Python,
    /// Scala.
    Scala,
    /// C#.
    CSharp,
    /// R.
    R,
    /// Spark SQL.
    Sql,
    /// Something else, which nothing here reads.
    Other,
}

impl Language {
    /// The language a cell's magic (`%%pyspark`) or a notebook's metadata (`python`) names.
    pub fn named(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "pyspark" | "python" | "synapse_pyspark" => Language::Python,
            "spark" | "scala" | "synapse_spark" => Language::Scala,
            "csharp" | "dotnet" | "c#" | ".net-csharp" | "synapse_csharp" => Language::CSharp,
            "sparkr" | "r" | "synapse_sparkr" => Language::R,
            "sql" | "sparksql" | "synapse_sql" => Language::Sql,
            _ => Language::Other,
        }
    }

    /// Do braces make blocks, and not dictionaries?
    pub(crate) fn has_braces(self) -> bool {
        matches!(self, Language::Scala | Language::CSharp | Language::R)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rustc_hash::FxHashMap;

    /// Reads cells of one language as a notebook does, and shows of each call of `ask` its arguments: known text in
    /// quotes, with an ellipsis where it goes on, and `?` for what is unknown.
    fn asked(language: Language, cells: &[&str]) -> Vec<String> {
        let sources: Vec<Source<'_>> = cells.iter().map(|cell| Source::new(cell, language)).collect();
        let mut counts = FxHashMap::default();
        sources.iter().for_each(|source| Names::of(source).count(&mut counts));
        let mut scope = Scope::default();
        scope.counts = counts;
        let mut shown = Vec::new();
        for (cell, source) in sources.iter().enumerate() {
            scope.cell = cell;
            walk(source, Names::of(source), &mut scope, &mut |scope, event| {
                let Event::Call(call) = event else { return };
                if source.word(call.callee).eq_ignore_ascii_case("ask") {
                    let arguments = source.arguments(call.open).into_iter();
                    let values = arguments.map(|argument| show(&fold(source, scope, argument.value)));
                    shown.push(values.collect::<Vec<_>>().join(" "));
                }
            });
        }
        shown
    }

    fn show(value: &Value) -> String {
        let list = |parts: Vec<String>| parts.join(",");
        match value {
            Value::Text(text) => format!("'{}'{}", text.known, if text.complete { "" } else { "…" }),
            Value::Map(entries) => {
                let pair = |entry: &Entry| format!("{}:{}", entry.key.known, show(&entry.value));
                format!("{{{}}}", list(entries.iter().map(pair).collect()))
            }
            Value::List(items) => format!("[{}]", list(items.iter().map(show).collect())),
            Value::Unknown => "?".to_owned(),
        }
    }

    #[test]
    fn constants_of_python() {
        let asked = |cells: &[&str]| asked(Language::Python, cells);
        assert_eq!(asked(&["a = 'x'\nask(a, f'{a}-{b}', \"p\" 'q' + a, b)"]), ["'x' 'x-'… 'pqx' ?"]);
        assert_eq!(asked(&["ask(a)", "a: str = 'x'  # once", "ask(a)"]), ["?", "'x'"], "later cells see earlier ones");
        assert_eq!(asked(&["a = 'x'\na = 'y'\nask(a)"]), ["?"], "assigned twice");
        assert_eq!(asked(&["a = 'x'\na += 'y'\nask(a)"]), ["?"]);
        assert_eq!(asked(&["if b:\n  a = 'x'\nask(a)"]), ["?"], "in a branch");
        assert_eq!(asked(&["if b: a = 'x'\nask(a)"]), ["?"]);
        assert_eq!(asked(&["for a in ['x']:\n  ask(a)"]), ["?"]);
        assert_eq!(asked(&["a = 'x'\ndef f(a):\n  ask(a)"]), ["?"], "a parameter");
        assert_eq!(asked(&["a = 'x'\nf = lambda a: ask(a)"]), ["?"]);
        assert_eq!(asked(&["def f():\n  a = 'x'\n  ask(a)\nask(a)"]), ["'x'", "?"], "a local name");
        assert_eq!(asked(&["a, b = 'x', 'y'\nask(a, b)"]), ["? ?"]);
        assert_eq!(asked(&["a = b = 'x'\nask(a, b)"]), ["? ?"]);
        assert_eq!(asked(&["a = 'x' if b else 'y'\nask(a)"]), ["?"]);
        assert_eq!(asked(&["a = (\n 'x'\n 'y')\nask(a)"]), ["'xy'"]);
        assert_eq!(asked(&["with open(a) as b:\n  a = 'x'\n  ask(a, b)"]), ["'x' ?"]);
        assert_eq!(
            asked(&["ask('https://h/{}'.format(b), 'https://h/%s' % b, 'x'.upper())"]),
            ["'https://h/'… 'https://h/'… ?"]
        );
        assert_eq!(
            asked(&["a = {'k': 'v', 'l': b, 2: 'w'}\nask(a, dict(k='v'), ['x', b])"]),
            ["{k:'v',l:?} {k:'v'} ['x',?]"]
        );
        assert_eq!(asked(&["a = '''x\ny'''\nask(a, r'\\n', '\\x41')"]), ["'x\ny' '\\n' 'A'"]);
    }

    #[test]
    fn what_changes_is_no_constant() {
        assert_eq!(asked(Language::Python, &["a = {'k': 'x'}\na['k'] = 'y'\nask(a)"]), ["?"]);
        assert_eq!(asked(Language::Python, &["a = ['x']\na.append('y')\nask(a)"]), ["?"]);
        assert_eq!(asked(Language::Python, &["a = 'x'\nfrom settings import a\nask(a)"]), ["?"]);
        assert_eq!(asked(Language::R, &["a <- list(k = 'x')\na$k <- 'y'\nask(a)"]), ["?"]);
    }

    #[test]
    fn constants_of_scala() {
        let asked = |cells: &[&str]| asked(Language::Scala, cells);
        assert_eq!(asked(&["val a = \"x\"\nask(a, s\"$a-${a}\", a + \"y\", s\"$b\")"]), ["'x' 'x-x' 'xy' ''…"]);
        assert_eq!(asked(&["var a: String = \"x\"\na = \"y\"\nask(a)"]), ["?"]);
        assert_eq!(asked(&["if (b) { val a = \"x\"; ask(a) }\nask(a)"]), ["'x'", "?"]);
        assert_eq!(asked(&["val a = \"x\"\ndef f(a: String) = ask(a)"]), ["?"]);
        assert_eq!(asked(&["val a = \"x\" +\n  \"y\"\nask(a, Map(\"k\" -> a), Seq(a))"]), ["'xy' {k:'xy'} ['xy']"]);
        assert_eq!(asked(&["val a = \"x\"\nb.foreach(a => ask(a))"]), ["?"]);
    }

    #[test]
    fn constants_of_c_sharp() {
        let asked = |cells: &[&str]| asked(Language::CSharp, cells);
        assert_eq!(asked(&["var a = \"x\"; string b = a + \"y\"; Ask(a, b, $\"{a}!\", c)"]), ["'x' 'xy' 'x!' ?"]);
        assert_eq!(asked(&["string a; a = \"x\"; Ask(a);"]), ["?"], "only a declaration gives a constant");
        assert_eq!(asked(&["void F(string a) { Ask(a); }\nvar a = \"x\";"]), ["?"]);
        assert_eq!(
            asked(&[
                "Ask(new Dictionary<string, string> { { \"k\", \"v\" } }, new Dictionary<string,string>(){[\"k\"]=\"v\"})"
            ]),
            ["{k:'v'} {k:'v'}"]
        );
    }

    #[test]
    fn constants_of_r() {
        let asked = |cells: &[&str]| asked(Language::R, cells);
        assert_eq!(asked(&["a.b <- \"x\"\nask(a.b, paste0(a.b, 'y', c), list(k = a.b))"]), ["'x' 'xy'… {k:'x'}"]);
        assert_eq!(asked(&["if (c) a <- 'x'\nask(a)"]), ["?"]);
        assert_eq!(asked(&["if (c) {\n  a <- 'x'\n}\nask(a)"]), ["?"]);
        assert_eq!(asked(&["a <- 'x'\nf <- function(a, b) { ask(a) }"]), ["?"]);
        assert_eq!(asked(&["a = 'x'\nask(a)\n'y' -> a"]), ["?"]);
    }

    #[test]
    fn names_of_modules_and_objects() {
        let paths = |language, cell: &str| {
            let source = Source::new(cell, language);
            let mut shown = Vec::new();
            walk(&source, Names::of(&source), &mut Scope::default(), &mut |scope, event| {
                if let Event::Call(call) = event
                    && source.word(call.callee) != "import"
                {
                    shown.push(call.path(&source, scope).path.join("."));
                }
            });
            shown
        };
        let python =
            "import a.b as c\nfrom d import (e as f, g)\nc.x(); f.x(); g(); h = c.y\nh.z()\ns = c.S()\ns.get()";
        assert_eq!(paths(Language::Python, python), ["a.b.x", "d.e.x", "d.g", "a.b.y.z", "a.b.S", "a.b.S.get"]);
        let scala = "import a.b.{C => D, E}\nimport a.F\nD.x()\nE.x()\nF.x()";
        assert_eq!(paths(Language::Scala, scala), ["a.b.C.x", "a.b.E.x", "a.F.x"]);
        assert_eq!(paths(Language::CSharp, "using T = A.B.C; T.X(); var c = new D(); c.Y();"), ["A.B.C.X", "D", "D.Y"]);
        assert_eq!(paths(Language::R, "t <- a.b\nt.get()"), ["a.b.get"]);
    }

    #[test]
    fn nothing_grows_without_end() {
        let doubled: String = (0..200).map(|at| format!("a{} = a{at} + a{at}\n", at + 1)).collect();
        assert_eq!(asked(Language::Python, &[&format!("a0 = 'xxxxxxxxxx'\n{doubled}ask(a200)")])[0].len(), 8192 + 5);
        let nested = format!("ask({}'x'{})", "(".repeat(5000), ")".repeat(5000));
        assert_eq!(asked(Language::Python, &[&nested]), ["?"]);
        let calls = format!("{}{}", "ask(".repeat(5000), ")".repeat(5000));
        assert_eq!(asked(Language::Python, &[&calls]).len(), 5000);
    }

    proptest! {
        #[test]
        fn any_notebook_is_read(cells in proptest::collection::vec(
            "(ask|a|val |def |if |for |import |from |function|new | as |class |lambda |using |[ -~\n]|[\"'`{}()\\[\\]$@%\\\\#/*=<,.:+é→]|<-|=>){0,60}", 1..4)
        ) {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            for language in [Language::Python, Language::Scala, Language::CSharp, Language::R, Language::Sql, Language::Other] {
                asked(language, &cells);
            }
            let _ = parse_relaxed(cells[0], 0);
        }
    }
}
