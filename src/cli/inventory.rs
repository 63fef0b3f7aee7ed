//! Reading the inventory: the files that configuration or command line name, once a run.

use super::Stop;
use crate::lint::Options;
use crate::network::Inventory;
use crate::workspace::files::{Disk, Files};
use std::sync::Arc;

/// Reads the inventory of every root that has one.
pub fn read(options: &mut Options, files: &Disk) -> Result<(), Stop> {
    let roots = std::iter::once(&mut options.roots.every).chain(options.roots.single.values_mut());
    for root in roots.filter(|root| !root.network.inventory_files.is_empty()) {
        let mut inventory = Inventory::default();
        for path in &root.network.inventory_files {
            let unusable = |why: String| {
                let help = "it is what `az synapse managed-private-endpoints list` prints";
                Stop::usage(format!("error: the inventory {path} cannot be used: {why}\n  help: {help}"))
            };
            let bytes = files.read(path).map_err(unusable)?;
            let text = String::from_utf8(bytes).map_err(|_| unusable("it is not UTF-8".to_owned()))?;
            inventory.add(path, text).map_err(unusable)?;
        }
        root.network.inventory = Some(Arc::new(inventory));
    }
    Ok(())
}
