//! What the scripts of a workspace name: external data sources and the credentials they use. A data source may be
//! created in one script and read in another; one that no script creates lives in the database only.

use crate::json::{Node, Span};
use crate::language::tsql::Fact;
use crate::workspace::{Artifact, Workspace};
use rustc_hash::FxHashMap;

/// The data sources that the scripts of a workspace create.
#[derive(Debug, Default)]
pub struct SqlNames {
    sources: Vec<Created>,
    by_name: FxHashMap<String, Vec<usize>>,
    by_credential: FxHashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Created {
    artifact: usize,
    node: u32,
    range: Span,
    name: String,
    location: Option<String>,
}

/// One `CREATE EXTERNAL DATA SOURCE`.
#[derive(Debug, Clone)]
pub struct DataSource<'a> {
    /// The artifact that creates it.
    pub artifact: &'a Artifact,
    /// The string of the script.
    pub node: Node<'a>,
    /// Its name within the decoded string.
    pub range: Span,
    /// Its name.
    pub name: &'a str,
    /// Where it leads, where the script says so.
    pub location: Option<&'a str>,
}

impl SqlNames {
    pub(in crate::workspace) fn of(artifacts: &[Artifact]) -> Self {
        let mut names = Self::default();
        for artifact in artifacts {
            for sql in artifact.sql() {
                for statement in &sql.script.statements {
                    let Fact::DataSource { name, location, credential } = &statement.fact else { continue };
                    let at = names.sources.len();
                    names.by_name.entry(name.text.to_lowercase()).or_default().push(at);
                    if let Some(credential) = credential {
                        names.by_credential.entry(credential.text.to_lowercase()).or_default().push(at);
                    }
                    names.sources.push(Created {
                        artifact: artifact.id,
                        node: sql.node.id(),
                        range: name.span.clone(),
                        name: name.text.clone(),
                        location: location.as_ref().map(|location| location.text(&sql.text).to_owned()),
                    });
                }
            }
        }
        names
    }
}

impl Workspace {
    fn data_source(&self, at: usize) -> DataSource<'_> {
        let own = &self.sql_names().sources[at];
        let artifact = &self.artifacts[own.artifact];
        DataSource {
            artifact,
            node: artifact.document.node(own.node),
            range: own.range.clone(),
            name: &own.name,
            location: own.location.as_deref(),
        }
    }

    /// Every creation of an external data source of this name; none when it lives in the database only.
    pub fn data_sources(&self, name: &str) -> impl Iterator<Item = DataSource<'_>> {
        let found = self.sql_names().by_name.get(&name.to_lowercase());
        found.into_iter().flatten().map(|at| self.data_source(*at))
    }

    /// The external data sources that use a credential of the database.
    pub fn data_sources_with(&self, credential: &str) -> impl Iterator<Item = DataSource<'_>> {
        let found = self.sql_names().by_credential.get(&credential.to_lowercase());
        found.into_iter().flatten().map(|at| self.data_source(*at))
    }
}

#[cfg(test)]
mod tests {
    use crate::workspace::files::Memory;
    use crate::workspace::load;

    #[test]
    fn names_are_known_over_all_scripts() {
        let script = |query: &str| {
            format!("{{\"name\":\"s\",\"properties\":{{\"content\":{{\"query\":\"{query}\"}}}}}}").into_bytes()
        };
        let files: Memory = [
            (
                "sqlscript/a.json".to_owned(),
                script("CREATE EXTERNAL DATA SOURCE\\r\\n [Lake] WITH (LOCATION='https://x', CREDENTIAL=c)"),
            ),
            ("sqlscript/b.json".to_owned(), script("CREATE EXTERNAL DATA SOURCE other WITH (LOCATION='https://y')")),
        ]
        .into_iter()
        .collect();
        let workspaces = load(&files, "");
        let lake: Vec<_> = workspaces[0].data_sources("LAKE").collect();
        assert_eq!((lake.len(), lake[0].name, lake[0].location), (1, "Lake", Some("https://x")));
        let text = lake[0].artifact.document.text();
        assert_eq!(&text[lake[0].node.span_within(lake[0].range.clone())], "[Lake]");
        assert_eq!(workspaces[0].data_sources_with("C").count(), 1);
        assert_eq!(workspaces[0].data_sources("missing").count(), 0);
    }
}
