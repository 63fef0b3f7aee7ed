//! Readers, writers and settings of Spark: `spark.read.format(…).option(…).load(…)`, `spark.conf.set(…)`.

use super::arguments::Arguments;
use super::calls::{Cell, Looked};
use super::fact::{Connector, Given, Setting, What};
use crate::language::code::{Call, Language, Link, Text, Value};

/// Methods that set something.
const SETTING: &[&str] = &["set", "config", "setConf", "setIfMissing"];

/// Methods that take a table of a SQL pool.
const POOL_TABLE: &[&str] = &["synapsesql", "sqlanalytics"];

/// Methods that take a path.
const PATH: &[&str] = &[
    "load",
    "save",
    "parquet",
    "csv",
    "json",
    "orc",
    "text",
    "textFile",
    "wholeTextFiles",
    "table",
    "start",
    "forPath",
];

/// Functions of R that take a path: of sparklyr, and `read.df` and `write.df` of SparkR.
const OF_R: &[&str] = &[
    "spark_read_csv",
    "spark_read_delta",
    "spark_read_json",
    "spark_read_orc",
    "spark_read_parquet",
    "spark_read_text",
    "spark_write_csv",
    "spark_write_delta",
    "spark_write_json",
    "spark_write_orc",
    "spark_write_parquet",
    "spark_write_text",
    "df",
];

/// Methods of readers and writers that say what is read or written and how: one chain, whichever comes first.
const LINKS: &[&str] = &[
    "format",
    "option",
    "options",
    "mode",
    "schema",
    "partitionBy",
    "bucketBy",
    "sortBy",
    "outputMode",
    "trigger",
    "queryName",
];

/// The names of all these methods.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    [LINKS, SETTING, POOL_TABLE, PATH, OF_R].into_iter().flatten().copied()
}

/// Notes what a call of a reader, a writer or a configuration says; says whether it is one.
pub(super) fn read(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) -> bool {
    let is = |names: &[&str]| names.contains(&looked.name.as_str());
    let on_something = looked.callee.relative || looked.callee.path.len() > 1;
    let takes_path = is(PATH) || is(OF_R) && cell.source.language == Language::R;
    if is(LINKS) && on_something {
        connector(cell, looked)
    } else if is(SETTING) {
        setting(cell, looked)
    } else if is(POOL_TABLE) {
        pool_table(cell, looked)
    } else if takes_path {
        path(cell, looked)
    }
    is(SETTING) || is(POOL_TABLE) || takes_path
}

fn is_link(name: &str) -> bool {
    LINKS.iter().any(|link| link.eq_ignore_ascii_case(name))
}

/// One fact for the whole chain, from its first link.
fn connector(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) {
    let source = cell.source;
    if source.link_before(looked.call.callee).is_some_and(is_link) {
        return;
    }
    let mut connector = Connector { format: Given::Absent, options: Vec::new(), open: false };
    for Link { name, open } in source.chain(looked.call.callee) {
        let arguments = Arguments::of(source, cell.scope, Call { callee: open - 1, open });
        match name.to_ascii_lowercase().as_str() {
            "format" => connector.format = cell.reader.given(arguments.get(0, &["source"]).as_ref()),
            "option" => {
                let value = arguments.get(0, &["key"]);
                let key = value.as_ref().and_then(Value::as_text).and_then(Text::literal).map(str::to_owned);
                let key = key.or_else(|| named(cell, &arguments));
                let value = cell.reader.given(arguments.get(1, &["value"]).as_ref());
                connector.options.extend(key.map(|key| (key, value)));
            }
            "options" => options(cell, &arguments, &mut connector),
            _ => {}
        }
    }
    if connector.format != Given::Absent || !connector.options.is_empty() {
        cell.note(looked.call.callee, looked.call.callee, What::Connector(connector));
    }
}

/// An option of the connector for SQL pools, which names its options: `Constants.SERVER`.
fn named(cell: &Cell<'_, '_>, arguments: &Arguments<'_>) -> Option<String> {
    let key = arguments.tokens(0, &["key"]).map(|tokens| &cell.source.text[cell.source.bytes(tokens)])?;
    key.starts_with("Constants.").then(|| key.to_owned())
}

/// The options of a map, or of keyword arguments.
fn options(cell: &Cell<'_, '_>, arguments: &Arguments<'_>, connector: &mut Connector) {
    for (keyword, value) in arguments.all() {
        if let Some(keyword) = keyword {
            connector.options.push((keyword.to_owned(), cell.reader.given(Some(&value))));
        }
        connector.open |= keyword.is_none() && value.entries().is_empty();
        for entry in value.entries() {
            let value = cell.reader.given(Some(&entry.value));
            connector.options.extend(entry.key.literal().map(|key| (key.to_owned(), value)));
        }
    }
}

/// A setting is known by its key: many things have a method `set`.
fn setting(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) {
    let key = looked.arguments.get(0, &["key"]);
    let Some(key) = key.as_ref().and_then(Value::as_text).and_then(|text| cell.reader.known(text)) else { return };
    let Some(value) = looked.arguments.get(1, &["value"]) else { return };
    if ["spark.", "fs.", "hive."].iter().any(|start| key.text.starts_with(start)) {
        let value = cell.reader.given(Some(&value));
        cell.note_path(looked, What::Setting(Setting { key, value }));
    }
}

fn pool_table(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) {
    if let Given::Text(table) = cell.reader.given(looked.arguments.get(0, &[]).as_ref()) {
        cell.note_path(looked, What::PoolTable(table));
    }
}

fn path(cell: &mut Cell<'_, '_>, looked: &Looked<'_>) {
    let holder = looked.callee.path.iter().rev().nth(1).map(String::as_str);
    let position = match looked.name.as_str() {
        name if name.starts_with("spark_read") => 2,
        name if name == "forPath" || name.starts_with("spark_write") => 1,
        "df" if holder == Some("write") => 1,
        _ => 0,
    };
    if let Given::Text(path) = cell.reader.given(looked.arguments.get(position, &["path"]).as_ref())
        && path.text.contains("://")
    {
        cell.note_path(looked, What::Path(path));
    }
}
