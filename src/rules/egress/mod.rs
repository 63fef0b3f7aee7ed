//! Rules of the group `egress`.

pub mod cosmos_sub_resource;
pub mod missing_private_endpoint;
pub mod no_private_link;
pub mod public_integration_runtime;
pub mod public_sql_managed_instance;
pub mod self_hosted_bypass;
pub mod unreachable_activity;
pub mod unreachable_key_vault;
pub mod unreachable_staging;
pub mod webhook_runtime;
