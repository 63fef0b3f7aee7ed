//! The small languages inside strings of artifacts, and the YAML of workflows beside them. Each is a lexer and what stands on it; none knows artifacts,
//! rules or files.

pub mod code;
pub mod connection_string;
pub mod dataflow;
pub mod expression;
pub mod kql;
pub mod placeholder;
pub mod secret;
pub mod timespan;
pub mod tsql;
pub mod yaml;
