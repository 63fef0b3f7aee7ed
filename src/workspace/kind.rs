//! The one table of artifact kinds: folder, name in reports, reference type. The folder decides the kind, never the
//! `type` property, which is absent in most kinds and wrong in copied files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of artifact, by its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the table says what each is")]
pub enum Kind {
    // In the order of the table below.
    Pipeline,
    Dataset,
    LinkedService,
    Dataflow,
    Notebook,
    Sqlscript,
    Kqlscript,
    SparkJobDefinition,
    SparkConfiguration,
    Trigger,
    IntegrationRuntime,
    Credential,
    ManagedVirtualNetwork,
    ManagedPrivateEndpoint,
    Database,
    LinkConnection,
    BigDataPool,
    SqlPool,
    Factory,
    Adfcdc,
}

/// What a workspace needs to know of a kind.
#[derive(Debug)]
struct Row {
    kind: Kind,
    /// Folder name as Studio writes it; also the kind's name in reports.
    folder: &'static str,
    /// What people call one.
    words: &'static str,
    /// `type` of the objects that refer to one.
    reference: Option<&'static str>,
    /// Only Synapse has it: seeing one makes the root a Synapse root.
    synapse_only: bool,
}

const fn row(
    kind: Kind,
    folder: &'static str,
    words: &'static str,
    reference: Option<&'static str>,
    synapse_only: bool,
) -> Row {
    Row { kind, folder, words, reference, synapse_only }
}

#[rustfmt::skip]
const TABLE: [Row; 20] = [
    row(Kind::Pipeline, "pipeline", "pipeline", Some("PipelineReference"), false),
    row(Kind::Dataset, "dataset", "dataset", Some("DatasetReference"), false),
    row(Kind::LinkedService, "linkedService", "linked service", Some("LinkedServiceReference"), false),
    row(Kind::Dataflow, "dataflow", "data flow", Some("DataFlowReference"), false),
    row(Kind::Notebook, "notebook", "notebook", Some("NotebookReference"), true),
    row(Kind::Sqlscript, "sqlscript", "SQL script", None, true),
    row(Kind::Kqlscript, "kqlscript", "KQL script", None, true),
    row(Kind::SparkJobDefinition, "sparkJobDefinition", "Spark job definition", Some("SparkJobDefinitionReference"), true),
    row(Kind::SparkConfiguration, "sparkConfiguration", "Spark configuration", Some("SparkConfigurationReference"), true),
    row(Kind::Trigger, "trigger", "trigger", Some("TriggerReference"), false),
    row(Kind::IntegrationRuntime, "integrationRuntime", "integration runtime", Some("IntegrationRuntimeReference"), false),
    row(Kind::Credential, "credential", "credential", Some("CredentialReference"), false),
    row(Kind::ManagedVirtualNetwork, "managedVirtualNetwork", "managed virtual network", Some("ManagedVirtualNetworkReference"), false),
    row(Kind::ManagedPrivateEndpoint, "managedPrivateEndpoint", "managed private endpoint", None, false),
    row(Kind::Database, "database", "lake database", None, true),
    row(Kind::LinkConnection, "linkConnection", "link connection", None, true),
    row(Kind::BigDataPool, "bigDataPool", "Apache Spark pool", Some("BigDataPoolReference"), true),
    row(Kind::SqlPool, "sqlPool", "SQL pool", Some("SqlPoolReference"), true),
    row(Kind::Factory, "factory", "data factory", None, false),
    row(Kind::Adfcdc, "adfcdc", "change data capture", None, false),
];

impl Kind {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Kind> {
        TABLE.iter().map(|row| row.kind)
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The folder of the kind, which is also its name in reports and configuration.
    pub fn folder(self) -> &'static str {
        self.row().folder
    }

    /// What people call one, for messages.
    pub fn words(self) -> &'static str {
        self.row().words
    }

    /// Does only Synapse have this kind, and Data Factory not?
    pub fn is_synapse_only(self) -> bool {
        self.row().synapse_only
    }

    /// Pools are resources of the workspace and rarely lie in Git; networks are made with it.
    pub fn lives_outside_git(self) -> bool {
        matches!(self, Kind::BigDataPool | Kind::SqlPool)
    }

    /// The kind with this folder name, whatever its case.
    pub fn from_folder(name: &str) -> Option<Kind> {
        TABLE.iter().find(|row| row.folder.eq_ignore_ascii_case(name)).map(|row| row.kind)
    }

    /// The kind a reference of this `type` points at, whatever its case.
    pub fn from_reference_type(name: &str) -> Option<Kind> {
        TABLE.iter().find(|row| row.reference.is_some_and(|own| own.eq_ignore_ascii_case(name))).map(|row| row.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_indexed_by_kind() {
        for (at, row) in TABLE.iter().enumerate() {
            assert_eq!(row.kind as usize, at, "{}", row.folder);
            let name = serde_json::to_value(row.kind).unwrap();
            assert_eq!(name, row.folder, "reports and folders use one name");
        }
    }
}
