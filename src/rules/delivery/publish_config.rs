//! `publish-config`: the file that tells Studio where to publish is broken, or does not tell.

use super::report_problem;
use crate::delivery::{Content, File};
use crate::rule::{Repository, Sink};

const KEY: &str = "publishBranch";

pub fn check(_: &Repository<'_>, file: &File, sink: &mut Sink<'_>) {
    let Content::PublishConfig(json) = &file.content else { return };
    if report_problem(json, file.name(), sink) {
        return;
    }
    let root = json.document.root();
    let Some(branch) = root.get(KEY) else {
        let message = format!("{} names no branch: it has no \"{KEY}\"", file.name());
        let start = root.span().start;
        sink.report(root, message).at(start..start + 1).label(format!("no \"{KEY}\" in here")).subject(KEY);
        return;
    };
    let name = branch.as_str();
    if name.as_deref().is_none_or(|name| name.trim().is_empty()) {
        let shown = if name.is_some() { "empty" } else { "no text" };
        sink.report(branch, format!("\"{KEY}\" of {} is {shown}, and should name a branch", file.name())).subject(KEY);
    }
}
