//! Resource types of the `azurerm` provider that private endpoints lead to, by the Azure type that each makes. The Azure
//! types are those of the catalogue; that each name of the provider makes the type beside it is general knowledge,
//! unverified. A name that is not here makes an endpoint uncertain, never wrong.

const TYPES: [(&str, &str); 34] = [
    ("azurerm_app_configuration", "Microsoft.AppConfiguration/configurationStores"),
    ("azurerm_cognitive_account", "Microsoft.CognitiveServices/accounts"),
    ("azurerm_container_registry", "Microsoft.ContainerRegistry/registries"),
    ("azurerm_cosmosdb_account", "Microsoft.DocumentDB/databaseAccounts"),
    ("azurerm_data_factory", "Microsoft.DataFactory/factories"),
    ("azurerm_databricks_workspace", "Microsoft.Databricks/workspaces"),
    ("azurerm_eventgrid_domain", "Microsoft.EventGrid/domains"),
    ("azurerm_eventgrid_topic", "Microsoft.EventGrid/topics"),
    ("azurerm_eventhub_namespace", "Microsoft.EventHub/namespaces"),
    ("azurerm_function_app", "Microsoft.Web/sites"),
    ("azurerm_function_app_flex_consumption", "Microsoft.Web/sites"),
    ("azurerm_iothub", "Microsoft.Devices/IotHubs"),
    ("azurerm_key_vault", "Microsoft.KeyVault/vaults"),
    ("azurerm_kusto_cluster", "Microsoft.Kusto/clusters"),
    ("azurerm_linux_function_app", "Microsoft.Web/sites"),
    ("azurerm_linux_web_app", "Microsoft.Web/sites"),
    ("azurerm_logic_app_standard", "Microsoft.Web/sites"),
    ("azurerm_machine_learning_workspace", "Microsoft.MachineLearningServices/workspaces"),
    ("azurerm_monitor_private_link_scope", "Microsoft.Insights/privateLinkScopes"),
    ("azurerm_mssql_managed_instance", "Microsoft.Sql/managedInstances"),
    ("azurerm_mssql_server", "Microsoft.Sql/servers"),
    ("azurerm_mysql_flexible_server", "Microsoft.DBforMySQL/flexibleServers"),
    ("azurerm_mysql_server", "Microsoft.DBforMySQL/servers"),
    ("azurerm_postgresql_flexible_server", "Microsoft.DBforPostgreSQL/flexibleServers"),
    ("azurerm_postgresql_server", "Microsoft.DBforPostgreSQL/servers"),
    ("azurerm_private_link_service", "Microsoft.Network/privateLinkServices"),
    ("azurerm_purview_account", "Microsoft.Purview/accounts"),
    ("azurerm_search_service", "Microsoft.Search/searchServices"),
    ("azurerm_servicebus_namespace", "Microsoft.ServiceBus/namespaces"),
    ("azurerm_sql_server", "Microsoft.Sql/servers"),
    ("azurerm_storage_account", "Microsoft.Storage/storageAccounts"),
    ("azurerm_synapse_private_link_hub", "Microsoft.Synapse/privateLinkHubs"),
    ("azurerm_windows_function_app", "Microsoft.Web/sites"),
    ("azurerm_windows_web_app", "Microsoft.Web/sites"),
];

/// The Azure type that a resource of Terraform makes.
pub fn arm_type(terraform: &str) -> Option<&'static str> {
    let at = TYPES.binary_search_by_key(&terraform, |(own, _)| own).ok()?;
    Some(TYPES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found() {
        assert!(TYPES.is_sorted());
        assert_eq!(arm_type("azurerm_storage_account"), Some("Microsoft.Storage/storageAccounts"));
        assert_eq!(arm_type("azurerm_resource_group"), None);
    }
}
