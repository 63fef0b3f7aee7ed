//! Rules of the group `dataflow`.

mod binding;
pub mod dataflow_argument;
pub mod dataflow_syntax;
pub mod dead_stream;
pub mod draft_dataflow;
pub mod duplicate_stream;
pub mod keyless_update;
pub mod pipeline_syntax_in_dataflow;
mod place;
pub mod self_hosted_dataflow;
pub mod stream_arity;
pub mod stream_cycle;
pub mod stream_mismatch;
pub mod undeclared_dataflow_parameter;
pub mod unknown_stream;
pub mod unsupported_dataflow_connector;
