//! Frames around source text. The only file that names miette, whose renderer is given a window around each label
//! instead of the whole file: it panics on labels beyond column 65,535, prints whole lines, and scans the source from
//! its beginning for every finding.

use super::prose::{with_short_names, wrapped};
use super::{Source, Style, escape};
use crate::json::Span;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::borrow::Cow;
use std::fmt;
use std::fmt::Write;

/// Columns a frame needs besides the source: line number, bar and spaces.
const MARGIN: usize = 9;

/// `error[rule]: message`, wrapped to the width.
pub fn headline(level_name: &str, rule: Option<&str>, message: &str, style: &Style) -> String {
    let rule = rule.map(|rule| format!("[{rule}]")).unwrap_or_default();
    let (bold, plain) = if style.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let used = level_name.len() + rule.len() + 2;
    let wrapped = wrapped(&escape::line(&with_short_names(message)), style.width, used, "  ");
    format!("{}{rule}: {bold}{wrapped}{plain}\n", level(level_name, style))
}

/// The name of a level in its colour.
pub fn level(name: &str, style: &Style) -> String {
    let code = match name {
        "error" => "1;31",
        "warning" => "1;33",
        _ => "1;36",
    };
    if style.color { format!("\u{1b}[{code}m{name}\u{1b}[0m") } else { name.to_owned() }
}

/// `  help: …`
pub fn help(out: &mut String, text: &str, style: &Style) {
    let (color, plain) = if style.color { ("\u{1b}[36m", "\u{1b}[0m") } else { ("", "") };
    let _ = writeln!(
        out,
        "  {color}help{plain}: {}",
        wrapped(&escape::line(&with_short_names(text)), style.width, 8, "        ")
    );
}

/// A line below the frames.
pub fn aside(out: &mut String, text: &str, style: &Style) {
    let _ = writeln!(out, "  {}", wrapped(&escape::line(&with_short_names(text)), style.width, 2, "    "));
}

/// Where a finding is when there is nothing to show.
pub fn no_frame(out: &mut String, path: &str, style: &Style) {
    let _ = writeln!(out, "  --> {}", link(&escape::line(path), path, style));
}

/// `shown` as a terminal link to a file.
pub fn link(shown: &str, path: &str, style: &Style) -> String {
    let url = style.links.as_ref().and_then(|base| url::Url::from_file_path(base.join(path)).ok());
    match url {
        Some(url) => format!("\u{1b}]8;;{url}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\"),
        None => shown.to_owned(),
    }
}

/// A frame around `span` of a file, labelled.
pub fn frame(out: &mut String, path: &str, source: &Source<'_>, span: Span, label: &str, style: &Style) {
    let label = &*with_short_names(label);
    let window = Window::new(path, source, span, label, style);
    let mut rendered = String::new();
    if handler(style).render_report(&mut rendered, &Framed { window: &window, label }).is_err() {
        return no_frame(out, path, style);
    }
    // The first line is the handler's own headline, which is empty: ours stands above.
    let frame = rendered.split_once('\n').map_or("", |(_, frame)| frame);
    for line in frame.lines() {
        out.push_str(&escape::agent(line.trim_end()));
        out.push('\n');
    }
}

fn handler(style: &Style) -> GraphicalReportHandler {
    let theme = GraphicalTheme {
        characters: if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
    };
    // Labels are never broken: the window leaves room for them.
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_context_lines(0)
        .with_links(false)
        .with_wrap_lines(false)
        .without_syntax_highlighting()
        .tab_width(4)
}

/// One line of a file, cut around the place that matters, with what is needed to call it by its true name.
#[derive(Debug)]
struct Window {
    /// The shown text, without control characters.
    text: String,
    /// The label in it.
    label: SourceSpan,
    /// What the header says.
    name: String,
    /// Line of the file, from 0.
    line: usize,
    /// True column of the label, from 0.
    column: usize,
}

impl Window {
    fn new(path: &str, source: &Source<'_>, span: Span, label: &str, style: &Style) -> Self {
        let Source { text, lines, .. } = source;
        let position = lines.position(text, span.start);
        let line = lines.line(text, position.line);
        let start = text.floor_char_boundary(span.start.min(text.len())).clamp(line.start, line.end);
        let end = text.ceil_char_boundary(span.end.min(text.len())).clamp(start, line.end);
        let room = style.width.saturating_sub(MARGIN).max(24);
        // Where something is missing there is nothing to mark but what follows, or the end of the line.
        let end = if start == end { text.ceil_char_boundary((start + 1).min(line.end)).max(start) } else { end };
        let [before, marked, after] = without_hidden(text, source.hidden(), [line.start, start, end, line.end]);
        let marked = if start == end { Cow::Borrowed(" ") } else { marked };
        let (before, marked, after) = cut(&before, &marked, &after, room, label);
        let label = SourceSpan::from((before.len(), marked.len()));
        Self {
            text: format!("{before}{marked}{after}"),
            label,
            name: link(&escape::line(path), path, style),
            line: position.line - 1,
            column: position.column - 1,
        }
    }
}

/// The three parts of a text between four places, what is hidden replaced. A secret that begins in one part and ends
/// in the next is shown once: in the middle part when it touches that, else where it begins.
fn without_hidden<'t>(text: &'t str, hidden: &[(Span, String)], [a, b, c, d]: [usize; 4]) -> [Cow<'t, str>; 3] {
    let first = hidden.partition_point(|(span, _)| span.end <= a);
    let touching = &hidden[first..first + hidden[first..].partition_point(|(span, _)| span.start < d)];
    let home = |span: &Span| match span {
        _ if span.start < c && span.end > b && b < c => 1,
        _ if span.start < b => 0,
        _ => 2,
    };
    let part = |own: usize, from: usize, to: usize| {
        let inside = touching.iter().filter(|(span, _)| span.start < to && span.end > from).collect::<Vec<_>>();
        if inside.is_empty() {
            return Cow::Borrowed(&text[from..to]);
        }
        let (mut out, mut at) = (String::new(), from);
        for (span, stand_in) in inside {
            out.push_str(&text[at..span.start.max(at)]);
            if home(span) == own {
                out.push_str(stand_in);
            }
            at = span.end.min(to);
        }
        Cow::Owned(out + &text[at..to])
    };
    [part(0, a, b), part(1, b, c), part(2, c, d)]
}

/// Cuts a line to `room` columns around the marked text, with `…` where something is left out.
fn cut(before: &str, marked: &str, after: &str, room: usize, label: &str) -> (String, String, String) {
    // A label begins below the middle of what it marks, behind a hook of four columns.
    let whole = shown(marked);
    let marked = head(&whole, room);
    // What is cut says so itself.
    let after = if marked.text.len() < whole.len() { "" } else { after };
    let left = room.saturating_sub(marked.width.max(marked.width / 2 + 4 + label.chars().count()));
    let after = shown(after);
    let mut before = shown(before);
    if before.chars().count() + after.chars().count() > left {
        // Studio indents deeply; before anything is cut, the indentation goes.
        before = before.trim_start().to_owned();
    }
    let for_after = left.min(after.chars().count()).min((left / 3).max(left.saturating_sub(before.chars().count())));
    let before = tail(&before, left - for_after);
    (before, marked.text, head(&after, for_after).text)
}

struct Cut {
    text: String,
    width: usize,
}

/// The first `room` characters.
fn head(text: &str, room: usize) -> Cut {
    let width = text.chars().count();
    if width <= room {
        return Cut { text: text.to_owned(), width };
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    Cut { text: kept + "…", width: room }
}

/// The last `room` characters.
fn tail(text: &str, room: usize) -> String {
    let width = text.chars().count();
    if width <= room {
        return text.to_owned();
    }
    let kept: String = text.chars().skip(width - room.saturating_sub(1)).collect();
    format!("…{kept}")
}

/// Source as it can be shown: tabs narrowed to two spaces, control characters as one mark each.
fn shown(text: &str) -> String {
    // Only the ends of a long text can be shown; reading all of a line of megabytes for each finding would be slow.
    const ENDS: usize = 4096;
    let text = if text.len() > 2 * ENDS {
        let (head, tail) = (text.floor_char_boundary(ENDS), text.ceil_char_boundary(text.len() - ENDS));
        format!("{}…{}", &text[..head], &text[tail..])
    } else {
        text.to_owned()
    };
    text.replace('\t', "  ").chars().map(|c| if escape::is_control(c) { '\u{FFFD}' } else { c }).collect()
}

impl SourceCode for Window {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::from((0, self.text.len()));
        let contents =
            MietteSpanContents::new_named(self.name.clone(), self.text.as_bytes(), whole, self.line, self.column, 1);
        Ok(Box::new(contents))
    }
}

/// One frame as miette wants it: no message, one label.
#[derive(Debug)]
struct Framed<'a> {
    window: &'a Window,
    label: &'a str,
}

impl fmt::Display for Framed<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Framed<'_> {}

impl Diagnostic for Framed<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(Severity::Advice)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.window)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let text = (!self.label.is_empty()).then(|| escape::line(self.label).into_owned());
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(text, self.window.label))))
    }
}
