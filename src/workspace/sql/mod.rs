//! Where T-SQL stands in artifacts: SQL scripts, and the Script, Lookup and Copy activities of pipelines. Each text
//! is read once, on first use.

mod names;

pub use names::{DataSource, SqlNames};

use super::pipeline::activities;
use super::{Artifact, Kind};
use crate::json::Node;
use crate::language::expression::computes_whole;
use crate::language::placeholder::is_placeholder;
use crate::language::tsql;
use std::borrow::Cow;

/// A text of T-SQL that has been read; offsets only.
#[derive(Debug)]
pub struct ReadSql {
    node: u32,
    script: tsql::Script,
}

/// A text of T-SQL with what it says.
#[derive(Debug)]
pub struct Sql<'a> {
    /// The string it stands in.
    pub node: Node<'a>,
    /// The text; expressions `@{…}` in it are blanked.
    pub text: Cow<'a, str>,
    /// What it says.
    pub script: &'a tsql::Script,
}

/// The pool a SQL script runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pool {
    /// The serverless pool, which every workspace has.
    Serverless,
    /// A dedicated pool.
    Dedicated,
}

impl Artifact {
    /// Every text of T-SQL in the artifact, in document order.
    pub fn sql(&self) -> impl Iterator<Item = Sql<'_>> {
        let read = self.parsed.sql.get_or_init(|| read(self));
        read.iter().filter_map(|own| {
            let node = self.document.node(own.node);
            Some(Sql { node, text: blanked(node.as_str()?), script: &own.script })
        })
    }

    /// The pool a SQL script is connected to, with the value that says so; `None` where it does not say.
    pub fn sql_pool(&self) -> Option<(Pool, Node<'_>)> {
        let connection = self.property(&["content", "currentConnection"])?;
        let says = |key: &str| connection.get(key).and_then(|node| Some((node, node.as_str()?)));
        if let Some((node, pool)) = says("poolName").filter(|(_, pool)| !pool.trim().is_empty()) {
            let known = !is_placeholder(&pool) && !pool.starts_with(['@', '[']);
            let kind = if pool.eq_ignore_ascii_case("Built-in") { Pool::Serverless } else { Pool::Dedicated };
            return known.then_some((kind, node));
        }
        // Older exports name the kind of pool.
        let (node, kind) = says("type")?;
        match kind.as_ref() {
            "SqlOnDemand" => Some((Pool::Serverless, node)),
            "SqlPool" => Some((Pool::Dedicated, node)),
            _ => None,
        }
    }
}

fn read(artifact: &Artifact) -> Vec<ReadSql> {
    if artifact.problem.is_some() {
        return Vec::new();
    }
    let texts = match artifact.kind {
        Kind::Sqlscript => artifact.property(&["content", "query"]).into_iter().collect(),
        Kind::Pipeline => texts_of_activities(artifact),
        _ => Vec::new(),
    };
    let read = texts.into_iter().filter_map(|node| {
        let text = node.as_str()?;
        // An expression that computes the whole text leaves nothing to read.
        let computed = computes_whole(&text) && artifact.kind == Kind::Pipeline;
        (!computed).then(|| ReadSql { node: node.id(), script: tsql::parse(&blanked(text)) })
    });
    read.collect()
}

/// Properties of sources and sinks that hold T-SQL, whatever the activity.
const QUERIES: [&str; 2] = ["sqlReaderQuery", "preCopyScript"];

fn texts_of_activities(pipeline: &Artifact) -> Vec<Node<'_>> {
    if !["scripts"].iter().chain(&QUERIES).any(|key| pipeline.document.may_have_key(key)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for activity in activities(pipeline) {
        let Some(properties) = activity.get("typeProperties") else { continue };
        let scripts = properties.get("scripts").into_iter().flat_map(Node::items);
        found.extend(scripts.filter_map(|script| text_of(script.get("text")?)));
        let ends = ["source", "sink"].iter().filter_map(|end| properties.get(end));
        found.extend(ends.flat_map(|end| QUERIES.iter().filter_map(move |query| text_of(end.get(query)?))));
    }
    found
}

/// A string, or the string of an expression.
fn text_of(node: Node<'_>) -> Option<Node<'_>> {
    let own = if node.is_object() { node.get("value")? } else { node };
    own.as_str().map(|_| own)
}

/// The text with its expressions `@{…}` blanked, byte by byte, so that offsets stay.
fn blanked(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains("@{") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = rest.find("@{") {
        let Some(length) = balanced(&rest[at + 1..]) else { break };
        out.push_str(&rest[..at]);
        out.extend(std::iter::repeat_n(' ', length + 1));
        rest = &rest[at + 1 + length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The length of the text up to the brace that closes the one it begins with.
fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_blanked_in_place() {
        let text = "SELECT '@{concat('é', '{}')}' FROM t WHERE a = @b AND x = @{y";
        let out = blanked(Cow::Borrowed(text));
        assert_eq!(out.len(), text.len());
        assert_eq!(out.split_whitespace().collect::<Vec<_>>().join(" "), "SELECT ' ' FROM t WHERE a = @b AND x = @{y");
    }
}
