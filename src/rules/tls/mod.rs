//! Rules of the group `tls`.

pub mod plain_http;
