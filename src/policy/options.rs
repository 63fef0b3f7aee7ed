//! The options of rules in `[rules]`: their schema and their reading, both from [`RuleOptions`] alone, so that a new
//! option needs nothing here.

use super::file::RuleSetting;
use crate::finding::Level;
use crate::rule::RuleOptions;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The schema of `[rules]`: for every rule a level or a table; the tables of rules with options know these too.
pub fn rules_schema(generator: &mut SchemaGenerator) -> Schema {
    let any_rule = generator.subschema_for::<RuleSetting>();
    let level = generator.subschema_for::<Level>();
    let optional = generator.subschema_for::<Option<Level>>();
    let mut schema = RuleOptions::json_schema(generator);
    if let Some(rules) = schema.get_mut("properties").and_then(|rules| rules.as_object_mut()) {
        for table in rules.values_mut() {
            if let Some(options) = table["properties"].as_object_mut() {
                options.insert("level".to_owned(), optional.clone().into());
            }
            *table = serde_json::json!({ "anyOf": [&level, &*table] });
        }
    }
    schema.insert("additionalProperties".to_owned(), any_rule.into());
    schema
}

/// Reads the options out of a table that keeps to the schema.
///
/// # Errors
/// A value of the right type that is none of those allowed, with its place.
pub fn rule_options(mut file: Spanned<DeTable<'_>>) -> Result<RuleOptions, toml::de::Error> {
    let span = file.span();
    let rules = file.get_mut().remove("rules").map(Spanned::into_inner);
    let tables = match rules {
        Some(DeValue::Table(rules)) => rules.into_iter().filter_map(without_level).collect(),
        _ => DeTable::new(),
    };
    RuleOptions::deserialize(toml::Deserializer::from(Spanned::new(span, tables)))
}

/// The options of several sound files, nearest first: of each option the nearest value counts.
///
/// # Errors
/// Values that are sound in a file each and do not go together.
pub fn merged_rule_options<'t>(
    texts: impl DoubleEndedIterator<Item = &'t str>,
) -> Result<RuleOptions, toml::de::Error> {
    let mut merged = toml::Table::new();
    for text in texts.rev() {
        let file = text.parse::<toml::Table>()?;
        let rules = file.get("rules").and_then(toml::Value::as_table).into_iter().flatten();
        for (rule, options) in rules.filter_map(|(rule, setting)| Some((rule, setting.as_table()?))) {
            let entry = merged.entry(rule.clone()).or_insert_with(|| toml::Table::new().into());
            let options = options.iter().filter(|(key, _)| *key != "level");
            if let Some(table) = entry.as_table_mut() {
                table.extend(options.map(|(key, value)| (key.clone(), value.clone())));
            }
        }
    }
    merged.retain(|_, options| options.as_table().is_some_and(|options| !options.is_empty()));
    RuleOptions::deserialize(merged)
}

type Entry<'i> = (Spanned<toml::de::DeString<'i>>, Spanned<DeValue<'i>>);

fn without_level((rule, mut setting): Entry<'_>) -> Option<Entry<'_>> {
    let DeValue::Table(table) = setting.get_mut() else { return None };
    table.remove("level");
    (!table.is_empty()).then_some((rule, setting))
}
