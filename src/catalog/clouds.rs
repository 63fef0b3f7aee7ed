//! The clouds of Azure, and the hosts by which each is managed.

use super::embedded;
use serde::Deserialize;
use std::sync::OnceLock;

/// One cloud.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cloud {
    /// `public`, `usgov`, `china`.
    pub name: String,
    /// Host of Azure Resource Manager.
    pub resource_manager: String,
    /// Hosts of Microsoft Entra, which give tokens.
    pub authorities: Vec<String>,
    /// What the hosts of Key Vaults end with.
    pub key_vaults: String,
}

#[derive(Deserialize)]
struct Clouds {
    clouds: Vec<Cloud>,
}

/// Every cloud.
pub fn clouds() -> &'static [Cloud] {
    static CLOUDS: OnceLock<Vec<Cloud>> = OnceLock::new();
    CLOUDS.get_or_init(|| embedded::<Clouds>(include_str!("clouds.json")).clouds)
}
