//! Rules of the group `pipeline`.

pub mod batch_count;
pub mod long_request_timeout;
pub mod missing_request_body;
pub mod nested_loop;
pub mod no_retry;
pub mod oversized_pipeline;
pub mod parallel_set_variable;
pub mod self_assignment;
pub mod short_timeout;
pub mod swallowed_failure;
pub mod too_many_activities;
pub mod too_many_parameters;
pub mod truncated_lookup;
pub mod unawaited_pipeline;
pub mod untriggered_pipeline;
