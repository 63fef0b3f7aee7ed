//! Rules of the group `egress`.

pub mod missing_private_endpoint;
