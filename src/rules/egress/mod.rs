//! Rules of the group `egress`.

pub mod blob_endpoint_for_pandas;
mod code;
pub mod cosmos_direct_mode;
pub mod cosmos_sub_resource;
pub mod missing_private_endpoint;
pub mod no_private_link;
pub mod public_host_in_notebook;
pub mod public_integration_runtime;
pub mod public_package_install;
pub mod public_sql_managed_instance;
pub mod self_hosted_bypass;
pub mod sql_write_without_endpoint;
pub mod unreachable_activity;
pub mod unreachable_diagnostics;
pub mod unreachable_key_vault;
pub mod unreachable_staging;
pub mod unreachable_storage_path;
pub mod webhook_runtime;
