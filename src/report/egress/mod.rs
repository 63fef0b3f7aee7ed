//! The egress map, one form a file.

pub mod dot;
pub mod html;
pub mod json;
pub mod mermaid;
mod picture;
pub mod svg;
mod table;
mod words;

use crate::lint::Analysed;
use crate::network::{Egress, PrivateEndpoint};

/// The map for people: grouped by verdict, the worst first.
pub fn table(workspaces: &[Analysed], width: usize) -> String {
    let shown = workspaces.iter().map(|analysed| table::render(analysed, &map(analysed), width));
    shown.collect::<Vec<_>>().join("\n")
}

fn map(analysed: &Analysed) -> Egress<'_> {
    Egress::new(&analysed.workspace, &analysed.network)
}

/// The subscription of a private endpoint's target.
fn subscription(endpoint: &PrivateEndpoint) -> Option<&str> {
    let mut parts = endpoint.resource_id.trim().trim_start_matches('/').split('/');
    parts.next().filter(|first| first.eq_ignore_ascii_case("subscriptions")).and(parts.next())
}
