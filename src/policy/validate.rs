//! Every fault of shape in a configuration: unknown keys with the closest known one, wrong values with the allowed
//! ones, missing keys. Driven by the schema, so what is accepted and what is documented cannot part.

use super::ConfigError;
use crate::json::Span;
use crate::suggest::closest;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One fault: what, where, and the way out.
pub struct Fault {
    pub message: String,
    pub span: Span,
    pub help: Option<String>,
}

impl Fault {
    /// The fault with the file it is in.
    pub fn in_file(self, path: &str, text: &str) -> ConfigError {
        let Fault { message, span, help } = self;
        ConfigError { path: path.to_owned(), text: text.to_owned(), message, span, help }
    }
}

/// Checks a table against the schema of its file.
pub fn validate(table: &Spanned<DeTable<'_>>, schema: &Value) -> Vec<Fault> {
    let mut validator = Validator { root: schema, faults: Vec::new() };
    validator.table(table.get_ref(), table.span(), schema, "");
    validator.faults
}

struct Validator<'s> {
    root: &'s Value,
    faults: Vec<Fault>,
}

impl<'s> Validator<'s> {
    fn fault(&mut self, message: String, span: Span, help: Option<String>) {
        self.faults.push(Fault { message, span, help });
    }

    /// Follows references and drops the `null` that an optional key allows.
    fn resolved(&self, schema: &'s Value) -> Vec<&'s Value> {
        if let Some(path) = schema["$ref"].as_str() {
            return self
                .root
                .pointer(path.trim_start_matches('#'))
                .map(|found| self.resolved(found))
                .unwrap_or_default();
        }
        match schema["anyOf"].as_array() {
            Some(all) => all.iter().filter(|one| one["type"] != "null").flat_map(|one| self.resolved(one)).collect(),
            None => vec![schema],
        }
    }

    fn table(&mut self, table: &DeTable<'_>, span: Span, schema: &'s Value, name: &str) {
        let place = if name.is_empty() { String::new() } else { format!(" in {name}") };
        for (key, value) in table {
            let text = key.get_ref().as_ref();
            let known = schema["properties"].as_object();
            match known.and_then(|known| known.get(text)).or_else(|| Some(&schema["additionalProperties"])) {
                Some(inner) if inner.is_object() => self.value(value, inner, text, name),
                _ => {
                    let known: Vec<&str> =
                        known.into_iter().flat_map(|known| known.keys()).map(String::as_str).collect();
                    let near = closest(text, known.iter().copied()).map(|near| format!("did you mean \"{near}\"?"));
                    let help = near.unwrap_or_else(|| format!("known keys: {}", known.join(", ")));
                    self.fault(format!("unknown key \"{text}\"{place}"), key.span(), Some(help));
                }
            }
        }
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for key in required.filter(|key| !table.contains_key(*key)) {
            self.fault(format!("\"{key}\" is missing{place}"), span.clone(), None);
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, schema: &'s Value, key: &str, within: &str) {
        let options = self.resolved(schema);
        let fitting = options.iter().find(|option| fits(value.get_ref(), option));
        let name = match within.strip_suffix(']') {
            None => format!("[{key}]"),
            Some(list) if list.ends_with(']') => within.to_owned(),
            Some(table) => format!("{table}.{key}]"),
        };
        match (value.get_ref(), fitting) {
            (DeValue::Table(table), Some(option)) => self.table(table, value.span(), option, &name),
            (DeValue::Array(items), Some(option)) => {
                let name = format!("[[{key}]]");
                for item in items.iter() {
                    self.value(item, &option["items"], key, &name);
                }
            }
            (_, Some(_)) => {}
            (found, None) => self.wrong_value(found, value.span(), &options, key),
        }
    }

    fn wrong_value(&mut self, found: &DeValue<'_>, span: Span, options: &[&Value], key: &str) {
        // Of an integer where one is expected its size is wrong.
        let number = integer(found).filter(|_| options.iter().any(|option| is(option, "integer")));
        let expected = options.iter().map(|option| match number {
            Some(_) if is(option, "integer") => range(option),
            _ => expectation(option),
        });
        let expected = expected.collect::<Vec<_>>().join(" or ");
        let shown = match (found.as_str(), number) {
            (Some(text), _) => format!("\"{text}\""),
            (None, Some(number)) => number.to_string(),
            (None, None) => article(found.type_str()),
        };
        let allowed: Vec<&str> = options.iter().flat_map(|option| names(option)).collect();
        let near = found.as_str().and_then(|text| closest(text, allowed.into_iter()));
        let help = near.map_or_else(|| format!("it is {expected}"), |near| format!("did you mean \"{near}\"?"));
        self.fault(format!("\"{key}\" cannot be {shown}"), span, Some(help));
    }
}

/// The words a schema allows: an `enum`, or constants with a description each.
fn names(schema: &Value) -> Vec<&str> {
    let constants = schema["oneOf"].as_array().into_iter().flatten().filter_map(|one| one["const"].as_str());
    schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).chain(constants).collect()
}

/// Does a schema speak of values of a type?
fn is(schema: &Value, name: &str) -> bool {
    schema["type"] == name || schema["type"].as_array().is_some_and(|all| all.contains(&name.into()))
}

fn integer(value: &DeValue<'_>) -> Option<i128> {
    let number = value.as_integer()?;
    i128::from_str_radix(number.as_str(), number.radix()).ok()
}

/// The least and the most that an integer may be.
fn bounds(schema: &Value) -> (i128, i128) {
    let least = schema["minimum"].as_i64().unwrap_or(i64::MIN);
    let most = if schema["format"] == "uint32" { u32::MAX.into() } else { i64::MAX };
    (least.into(), most.into())
}

fn range(schema: &Value) -> String {
    let (least, most) = bounds(schema);
    format!("an integer from {least} to {most}")
}

fn fits(value: &DeValue<'_>, schema: &Value) -> bool {
    let is = |name: &str| is(schema, name);
    match value {
        DeValue::Table(_) => is("object"),
        DeValue::Array(_) => is("array"),
        DeValue::String(text) => {
            let names = names(schema);
            if names.is_empty() { is("string") && !is_date(schema) } else { names.contains(&text.as_ref()) }
        }
        DeValue::Boolean(_) => is("boolean"),
        DeValue::Integer(_) => {
            let (least, most) = bounds(schema);
            is("integer") && integer(value).is_some_and(|number| (least..=most).contains(&number))
        }
        DeValue::Datetime(_) => is_date(schema),
        _ => false,
    }
}

fn is_date(schema: &Value) -> bool {
    schema["format"] == "date"
}

fn expectation(schema: &Value) -> String {
    let names = names(schema);
    if !names.is_empty() {
        let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        return format!("one of {}", quoted.join(", "));
    }
    if is_date(schema) {
        return "a day like 2027-03-31, without quotes".to_owned();
    }
    let type_name = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("another value");
    match type_name {
        "object" => "a table".to_owned(),
        "array" => "a list".to_owned(),
        other => article(other),
    }
}

fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
