//! `synlint-report/1` for streams: one finding object a line, nothing else.

use super::{View, json};

pub fn render(view: &View<'_>) -> String {
    view.findings().map(|finding| json::finding_line(view, finding)).collect()
}
