//! The picture of the egress map as a file of its own, for documents: that of the README is made from it.

use super::map;
use super::picture::{Picture, WIDTH};
use crate::lint::Analysed;
use crate::report::escape::markup;
use std::fmt::Write;

/// Space for the name of a workspace.
const TITLE: usize = 40;

/// The pictures of several workspaces, one below the other.
pub fn render(workspaces: &[Analysed]) -> String {
    let (mut body, mut height) = (String::new(), 0);
    for analysed in workspaces {
        let picture = Picture::new(&map(analysed));
        if picture.is_empty() && workspaces.len() > 1 {
            continue;
        }
        let root = markup(analysed.workspace.shown_root());
        let profile = analysed.network.profile.name();
        let title = format!("Where {root} sends its traffic · network {profile}");
        let _ = writeln!(body, "<text class=\"title\" x=\"24\" y=\"{}\">{title}</text>", height + 30);
        height += TITLE;
        let _ = writeln!(body, "<g transform=\"translate(0 {height})\">\n{}</g>", picture.body);
        height += picture.height;
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"egress\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"Where workspaces send their traffic\">\n<style>\n{}{}</style>\n<rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\" rx=\"8\"/>\n{body}</svg>\n",
        include_str!("colours.css"),
        include_str!("picture.css")
    )
}
