//! Rules of the group `pipeline`.

pub mod too_many_activities;
