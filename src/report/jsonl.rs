//! `synlint-report/1` for streams: one finding object a line, nothing else.

use super::{View, json};
use std::io::{self, Write};

pub fn write(view: &View<'_>, out: &mut impl Write) -> io::Result<()> {
    view.findings().try_for_each(|finding| out.write_all(json::finding_line(view, finding).as_bytes()))
}
