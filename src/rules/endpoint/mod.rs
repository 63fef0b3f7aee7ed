//! Rules of the group `endpoint`.

pub mod contested_fqdn;
pub mod data_lake_without_blob;
pub mod data_lake_without_dfs;
pub mod duplicate_private_endpoint;
pub mod foreign_default_endpoint;
pub mod malformed_fqdn;
pub mod malformed_resource_id;
pub mod misplaced_private_endpoint;
pub mod missing_group_id;
pub mod near_miss_fqdn;
pub mod privatelink_fqdn;
pub mod scm_only_fqdn;
pub mod service_name_on_private_link_service;
pub mod subscription_not_allowed;
pub mod unapproved_private_endpoint;
pub mod undeclared_private_endpoint;
pub mod undeployed_private_endpoint;
pub mod unknown_group_id;
pub mod unlisted_target_type;
pub mod unused_private_endpoint;

use crate::json::Node;
use crate::workspace::Artifact;
use crate::workspace::graph::is_placeholder;
use std::borrow::Cow;

/// The names an endpoint lists, but for those that a deployment fills in.
fn fqdns(artifact: &Artifact) -> impl Iterator<Item = (Node<'_>, Cow<'_, str>)> {
    let listed = artifact.property(&["fqdns"]).into_iter().flat_map(Node::items);
    listed.filter_map(|node| Some((node, node.as_str()?))).filter(|(_, text)| !is_computed(text))
}

/// Is a value filled in by a deployment or an expression?
fn is_computed(text: &str) -> bool {
    text.trim_start().starts_with(['@', '[']) || is_placeholder(text)
}
