//! Rules of the group `spark`.

pub mod ambiguous_storage_setting;
pub mod connector_linked_service;
pub mod custom_token_audience;
pub mod databricks_api;
pub mod imds_credential;
pub mod install_in_pipeline;
pub mod invalid_configure;
pub mod late_configure;
pub mod mount_account_mismatch;
pub mod parameterized_linked_service;
pub mod secret_from_wrong_type;
pub mod secret_without_linked_service;
pub mod self_hosted_linked_service;
mod service;
pub mod token_provider_mismatch;
pub mod unknown_linked_service;
pub mod unknown_notebook;
pub mod unsupported_linked_service;
pub mod unsupported_metastore;
pub mod unsupported_mount;
pub mod user_assigned_identity;
pub mod vault_mismatch;
