//! Rules of the group `policy`.

pub mod undeclared_network;
pub mod unreadable_file;
