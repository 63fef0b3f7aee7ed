//! Rules of the group `sql`: what scripts say about addresses, firewalls and pools.

pub mod open_sql_firewall;
pub mod plain_http_in_sql;
pub mod unterminated_sql;
pub mod wrong_pool_syntax;
