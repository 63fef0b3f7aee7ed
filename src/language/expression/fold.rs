//! What an expression comes to, as far as its literals tell: `concat` and interpolation of known texts, known
//! beginnings (`concat('https://host/', x)`), and what parameters and variables can be, which the caller knows.

use super::{Call, Expr, Name, Part, Reference, Root, Template, View};

/// One thing an expression can come to.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Float(f64),
    /// Exactly this text.
    Text(String),
    /// A text that begins so; never empty.
    Prefix(String),
}

/// All that an expression can come to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Value {
    /// What is known, each once.
    pub known: Vec<Known>,
    /// Can it be something else too?
    pub open: bool,
}

/// What a parameter or variable can be, by its root and name.
pub type Lookup<'a> = &'a dyn Fn(Root, &str) -> Value;

/// More alternatives than this are not followed.
const MOST: usize = 16;

/// Deeper nesting than this is not followed.
const DEEPEST: usize = 64;

impl Value {
    /// Nothing is known.
    pub fn unknown() -> Self {
        Self { known: Vec::new(), open: true }
    }

    /// This and nothing else.
    pub fn of(known: Known) -> Self {
        Self { known: vec![known], open: false }
    }

    /// This text and nothing else.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(Known::Text(text.into()))
    }

    /// Adds an alternative.
    pub fn push(&mut self, known: Known) {
        if self.known.contains(&known) {
            return;
        }
        if self.known.len() == MOST {
            self.open = true;
        } else {
            self.known.push(known);
        }
    }

    /// Adds the alternatives of another value.
    pub fn merge(&mut self, other: Value) {
        self.open |= other.open;
        other.known.into_iter().for_each(|known| self.push(known));
    }

    /// The one thing it is, when there is no other.
    pub fn only(&self) -> Option<&Known> {
        match &self.known[..] {
            [only] if !self.open => Some(only),
            _ => None,
        }
    }

    /// Each alternative changed by `change`; what that cannot do is unknown.
    fn map(self, change: impl Fn(Known) -> Option<Known>) -> Self {
        let mut changed = Value { open: self.open, known: Vec::new() };
        for known in self.known {
            match change(known) {
                Some(known) => changed.push(known),
                None => changed.open = true,
            }
        }
        changed
    }
}

/// What a string comes to.
pub fn fold(template: &Template, lookup: Lookup<'_>) -> Value {
    if let Some(whole) = template.whole() {
        return expression(whole, lookup, 0);
    }
    let parts = template.parts().iter().map(|part| match part {
        Part::Text(span) => Value::text(&template.text()[span.clone()]),
        Part::Expression(_, None) => Value::unknown(),
        Part::Expression(_, Some(root)) => expression(template.expr(*root), lookup, 0).map(interpolated),
    });
    join(parts)
}

/// How a value reads inside a text.
fn interpolated(known: Known) -> Option<Known> {
    match known {
        Known::Null => Some(Known::Text(String::new())),
        Known::Boolean(value) => Some(Known::Text(if value { "True" } else { "False" }.to_owned())),
        other => text(other),
    }
}

/// What is text, or reads the same everywhere.
fn text(known: Known) -> Option<Known> {
    match known {
        Known::Integer(value) => Some(Known::Text(value.to_string())),
        Known::Text(_) | Known::Prefix(_) => Some(known),
        Known::Null | Known::Boolean(_) | Known::Float(_) => None,
    }
}

/// The texts behind each other; of every combination what is known, at least its beginning.
fn join(parts: impl Iterator<Item = Value>) -> Value {
    let mut whole = Value::text("");
    for part in parts {
        let mut longer = Value { open: whole.open, known: Vec::new() };
        for before in whole.known {
            let Known::Text(before) = before else {
                longer.push(before);
                continue;
            };
            for after in &part.known {
                match after {
                    Known::Text(after) => longer.push(Known::Text(before.clone() + after)),
                    Known::Prefix(after) => longer.push(Known::Prefix(before.clone() + after)),
                    _ => begins(&mut longer, &before),
                }
            }
            if part.open {
                begins(&mut longer, &before);
            }
        }
        whole = longer;
    }
    whole
}

fn begins(value: &mut Value, with: &str) {
    match with {
        "" => value.open = true,
        _ => value.push(Known::Prefix(with.to_owned())),
    }
}

fn expression(expr: Expr<'_>, lookup: Lookup<'_>, depth: usize) -> Value {
    match expr.view() {
        View::Text(text) => Value::text(text),
        View::Integer(value) => Value::of(Known::Integer(value)),
        View::Float(value) => Value::of(Known::Float(value)),
        View::Boolean(value) => Value::of(Known::Boolean(value)),
        View::Null => Value::of(Known::Null),
        View::Step(_) => reference(expr, lookup),
        View::Call(_) if depth == DEEPEST => Value::unknown(),
        View::Call(call) => function(call, lookup, depth + 1).unwrap_or_else(|| reference(expr, lookup)),
    }
}

/// A parameter or variable itself, not a part of it.
fn reference(expr: Expr<'_>, lookup: Lookup<'_>) -> Value {
    match expr.base().and_then(Reference::of) {
        Some(Reference { root, name: Name::Literal(name, _), expr: own, .. }) if own == expr => lookup(root, &name),
        _ => Value::unknown(),
    }
}

/// The functions that are understood; `None` for others.
fn function(call: Call<'_>, lookup: Lookup<'_>, depth: usize) -> Option<Value> {
    let fold = |argument: Expr<'_>| expression(argument, lookup, depth);
    let mut arguments = call.arguments();
    let name = call.name.to_ascii_lowercase();
    Some(match (name.as_str(), arguments.len()) {
        ("concat", _) => join(arguments.map(|argument| fold(argument).map(text))),
        ("string", 1) => fold(arguments.next()?).map(text),
        ("tolower", 1) => fold(arguments.next()?).map(|known| changed(known, |text| text.to_lowercase())),
        ("toupper", 1) => fold(arguments.next()?).map(|known| changed(known, |text| text.to_uppercase())),
        ("trim", 1) => fold(arguments.next()?).map(trimmed),
        ("replace", 3) => replaced(fold(arguments.next()?), &fold(arguments.next()?), &fold(arguments.next()?)),
        ("coalesce", _) => coalesced(arguments.map(fold)),
        ("equals", 2) => equal(&fold(arguments.next()?), &fold(arguments.next()?)),
        ("if", 3) => match (fold(arguments.next()?).only(), arguments.next()?, arguments.next()?) {
            (Some(Known::Boolean(true)), yes, _) => fold(yes),
            (Some(Known::Boolean(false)), _, no) => fold(no),
            _ => Value::unknown(),
        },
        _ => return None,
    })
}

fn changed(known: Known, change: impl Fn(&str) -> String) -> Option<Known> {
    match known {
        Known::Text(text) => Some(Known::Text(change(&text))),
        Known::Prefix(text) => Some(Known::Prefix(change(&text))),
        _ => None,
    }
}

fn trimmed(known: Known) -> Option<Known> {
    match known {
        Known::Text(text) => Some(Known::Text(text.trim().to_owned())),
        Known::Prefix(text) if !text.trim().is_empty() => Some(Known::Prefix(text.trim_start().to_owned())),
        _ => None,
    }
}

fn replaced(text: Value, from: &Value, to: &Value) -> Value {
    let (Some(Known::Text(from)), Some(Known::Text(to))) = (from.only(), to.only()) else { return Value::unknown() };
    text.map(|known| match known {
        Known::Text(text) if !from.is_empty() => Some(Known::Text(text.replace(from, to))),
        _ => None,
    })
}

/// The first value that is not null.
fn coalesced(arguments: impl Iterator<Item = Value>) -> Value {
    let mut found = Value::default();
    for argument in arguments {
        let nullable = argument.open || argument.known.contains(&Known::Null);
        found.open |= argument.open;
        argument.known.into_iter().filter(|known| *known != Known::Null).for_each(|known| found.push(known));
        if !nullable {
            return found;
        }
        if argument.open {
            // Whether the next ones are asked at all is not known.
            return found;
        }
    }
    found.push(Known::Null);
    found
}

fn equal(one: &Value, other: &Value) -> Value {
    match (one.only(), other.only()) {
        (Some(Known::Prefix(_)), _) | (_, Some(Known::Prefix(_))) | (None, _) | (_, None) => Value::unknown(),
        (Some(one), Some(other)) => Value::of(Known::Boolean(one == other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Folds with a parameter `env` that is `dev` or `test`, a variable `host` that is known to be `contoso.com`, a
    /// dataset parameter `path` of which one value is known, and nothing else.
    fn folded(text: &str) -> Value {
        fold(&Template::parse(text), &|root, name| match (root, name) {
            (Root::Parameter, "env") => {
                let mut both = Value::text("dev");
                both.push(Known::Text("test".to_owned()));
                both
            }
            (Root::Variable, "host") => Value::text("contoso.com"),
            (Root::Dataset, "path") => Value { open: true, ..Value::text("in") },
            (Root::LinkedService, "none") => Value::of(Known::Null),
            _ => Value::unknown(),
        })
    }

    fn shown(text: &str) -> String {
        let value = folded(text);
        let mut parts: Vec<String> = value.known.iter().map(|known| format!("{known:?}")).collect();
        parts.extend(value.open.then(|| "…".to_owned()));
        parts.join(" | ")
    }

    #[test]
    fn texts_and_beginnings() {
        assert_eq!(shown("plain"), "Text(\"plain\")");
        assert_eq!(shown("@@plain @{x}"), "Text(\"@plain @{x}\")");
        assert_eq!(shown("a@@{b}@{'c'}"), "Text(\"a@{b}c\")");
        assert_eq!(shown("@concat('https://', variables('host'), '/api')"), "Text(\"https://contoso.com/api\")");
        assert_eq!(shown("https://@{variables('host')}/@{item()}"), "Prefix(\"https://contoso.com/\")");
        assert_eq!(shown("@concat('https://host/', item())"), "Prefix(\"https://host/\")");
        assert_eq!(shown("@concat(item(), 'x')"), "…");
        assert_eq!(shown("@{item()}.contoso.com"), "…");
        assert_eq!(shown("x@{broken"), "Prefix(\"x\")");
        assert_eq!(shown("@{null}a@{true}@{7}"), "Text(\"aTrue7\")");
        assert_eq!(shown("@{1.50}"), "…", "how the service writes a fraction is not known");
        assert_eq!(shown("@7"), "Integer(7)");
    }

    #[test]
    fn several_values() {
        assert_eq!(shown("@{pipeline().parameters.env}.x"), "Text(\"dev.x\") | Text(\"test.x\")");
        assert_eq!(shown("@toUpper(pipeline().parameters['env'])"), "Text(\"DEV\") | Text(\"TEST\")");
        assert_eq!(shown("/@{dataset().path}/b"), "Text(\"/in/b\") | Prefix(\"/\")");
        assert_eq!(shown("@dataset().path"), "Text(\"in\") | …");
        assert_eq!(shown("@pipeline().parameters.env.x"), "…", "a part of a value is another value");
        assert_eq!(shown("@pipeline().parameters.other"), "…");
        let many = "@concat(".to_owned() + &["pipeline().parameters.env"; 8].join(",") + ")";
        let value = folded(&many);
        assert!(value.open && value.known.len() == MOST, "{value:?}");
    }

    #[test]
    fn functions() {
        assert_eq!(shown("@trim(toLower(' A '))"), "Text(\"a\")");
        assert_eq!(shown("@trim(concat(' A ', item()))"), "Prefix(\"A \")");
        assert_eq!(shown("@replace('a-b', '-', '.')"), "Text(\"a.b\")");
        assert_eq!(shown("@replace(concat('a-b', item()), '-', '.')"), "…");
        assert_eq!(shown("@coalesce(linkedService().none, 'b')"), "Text(\"b\")");
        assert_eq!(shown("@coalesce(item(), 'b')"), "…");
        assert_eq!(shown("@coalesce(null)"), "Null");
        assert_eq!(shown("@if(equals(variables('host'), 'contoso.com'), 'a', 'b')"), "Text(\"a\")");
        assert_eq!(shown("@if(equals(pipeline().parameters.env, 'dev'), 'a', 'b')"), "…");
        assert_eq!(shown("@concat('a', 1, string('b'))"), "Text(\"a1b\")");
        assert_eq!(shown("@guid()"), "…");
        let deep = "@".to_owned() + &"trim(".repeat(5000) + "'a'" + &")".repeat(5000);
        assert_eq!(shown(&deep), "…");
    }
}
