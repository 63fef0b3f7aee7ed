//! Rules of the group `auth`.

pub mod anonymous_access;
pub mod contradictory_auth;
pub mod sql_login;
