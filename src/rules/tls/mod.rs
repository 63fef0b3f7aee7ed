//! Rules of the group `tls`.

mod driver;
pub mod driver_encryption_off;
pub mod plain_http;
pub mod sql_encryption_off;
pub mod sql_trusts_any_certificate;
